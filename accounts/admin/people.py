"""People in the administration: staff see and edit members; staff and superusers only superusers do."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.utils.formats import date_format

from accounts import services
from accounts.admin.filters import StandingFilter
from accounts.models import Standing, User
from accounts.requests import member
from core.admin import ActionsOnPage, confirmed_action

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")
STANDING = ("state", "is_limited", "suspended_until", "closed_at")
Chosen = QuerySet[User]


class PersonCreationForm(AdminUserCreationForm):  # type: ignore[type-arg]  # not generic when it runs
    """Django's form for a new person, for our own model."""

    class Meta:
        """The fields that a new person needs."""

        model = User
        fields = ("username", "email")


class PersonChangeForm(UserChangeForm):  # type: ignore[type-arg]
    """Django's form for a person, for our own model."""

    class Meta:
        """All that the page shows."""

        model = User
        fields = "__all__"


@admin.register(User)
class PersonAdmin(ActionsOnPage, UserAdmin):  # type: ignore[type-arg]
    """List, search and edit people; a name never changes once it is given."""

    form = PersonChangeForm
    add_form = PersonCreationForm
    list_display = ("username", "address", "state", "is_limited", "is_staff", "created_at", "last_login")
    list_filter = (StandingFilter, "is_limited", "is_staff", "is_superuser", "created_at")
    search_fields = ("username", "email")
    ordering = ("-id",)
    date_hierarchy = "created_at"
    readonly_fields = ("last_login", "created_at", *STANDING)
    filter_horizontal = ("groups", "user_permissions")
    actions = ("appoint", "dismiss")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Profile", {"fields": ("email", "bio", "default_visibility", "search_engines")}),
        ("Rights", {"fields": ("is_active", *RIGHTS)}),
        ("Standing", {"fields": STANDING, "description": "What moderators have decided is changed by a decision."}),
        ("Dates", {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "email", "usable_password", "password1", "password2")}),
    )

    @admin.display(description="e-mail address", empty_value="none given", ordering="email")
    def address(self, person: User) -> str | None:
        """Answer the address that the person gave, if any."""
        return person.real_email or None

    @admin.display(description="standing")
    def state(self, person: User) -> str:
        """Say whether the person may come in, and if not, why."""
        if person.standing == Standing.SUSPENDED and person.suspended_until:
            return f"Suspended until {date_format(person.suspended_until, 'j M Y, H:i')}"
        return person.standing.label

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> User | None:
        """Read the person's own rights along: who may only look is shown them one by one."""
        person: User | None = super().get_object(request, object_id, from_field)
        if person is not None:
            prefetch_related_objects([person], "user_permissions__content_type")
        return person

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:  # noqa: ANN401 -- as Django has it
        """Leave out what is stored of the password of somebody whom the reader may not change."""
        shown = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return shown
        return ((None, {"fields": ("username",)}), *shown[1:])

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Lock the name of a person who exists, what a decision keeps, and for all but superusers every right."""
        locked = tuple(self.readonly_fields)
        if not member(request).is_superuser:
            locked += RIGHTS
        if obj is None:
            return locked
        by_decision = obj.standing not in {Standing.ACTIVE, Standing.SWITCHED_OFF}
        return (*locked, "username", *(("is_active",) if by_decision else ()))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Leave staff and superusers to superusers, but for oneself; this guards the page of the password, too."""
        return super().has_change_permission(request, obj) and (obj is None or _may_change(member(request), obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Leave staff and superusers to superusers."""
        return super().has_delete_permission(request, obj) and (obj is None or _may_remove(member(request), obj))

    def has_appoint_permission(self, request: HttpRequest) -> bool:
        """Say whether this is an administrator, for the two actions."""
        return member(request).has_perm("accounts.appoint_moderator")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001, ANN401
        """Store what was changed and nothing beside it, and forget the address that was there before."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        obj.save(update_fields=_columns(form.changed_data))
        services.forget_other_addresses(user_id=obj.pk, email=obj.email)
        if "is_active" in form.changed_data:
            (services.switch_on if obj.is_active else services.switch_off)(user_id=obj.pk)

    @confirmed_action(
        label="Appoint as moderator",
        description="Appoint selected people as moderators",
        done="given the rights of a moderator",
        log=lambda _: "Appointed as a moderator.",
        permissions=["appoint"],
        question="These people may then open the administration and decide about what others report.",
    )
    def appoint(self, request: HttpRequest, chosen: Chosen, form: forms.Form) -> Iterator[User]:  # noqa: ARG002
        """Give them the rights of moderators."""
        actor = member(request)
        return (person for person in chosen if services.appoint_moderator(actor=actor, user_id=person.pk))

    @confirmed_action(
        label="Dismiss as moderator",
        description="Dismiss selected moderators",
        done="relieved of the rights of a moderator",
        log=lambda _: "Dismissed as a moderator.",
        permissions=["appoint"],
        question="These people will be members like all others again.",
    )
    def dismiss(self, request: HttpRequest, chosen: Chosen, form: forms.Form) -> Iterator[User]:  # noqa: ARG002
        """Take those rights away."""
        actor = member(request)
        return (person for person in chosen if services.dismiss_moderator(actor=actor, user_id=person.pk))


def _may_change(actor: User, person: User) -> bool:
    return actor.pk == person.pk or _may_remove(actor, person)


def _may_remove(actor: User, person: User) -> bool:
    return actor.is_superuser or not (person.is_staff or person.is_superuser)


def _columns(changed: Iterable[str]) -> list[str]:
    """Answer which columns a form has changed; groups are no columns, and services/standing.py sees to is_active."""
    ours = {field.name for field in User._meta.concrete_fields}  # noqa: SLF001 -- Django documents it
    return sorted(ours & set(changed) - {"is_active", "password"})
