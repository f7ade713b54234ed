"""Sign-ups that wait for a moderator, where REGISTRATION_MODE is approval."""

from collections.abc import Iterator

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import services
from accounts.admin.filters import asks_for_a_secret
from accounts.models import SignUp
from core.admin import ActionsOnPage, confirmed_action

People = QuerySet[SignUp]


@admin.register(SignUp)
class SignUpAdmin(ActionsOnPage):
    """Who waits, the longest first, to be approved or declined."""

    list_display = ("username", "address", "created_at")
    search_fields = ("username", "email")
    date_hierarchy = "created_at"
    ordering = ("id",)
    fields = readonly_fields = ("username", "address", "created_at")
    actions = ("approve", "decline")

    @admin.display(description="e-mail address", empty_value="none given", ordering="email")
    def address(self, person: SignUp) -> str | None:
        """Answer the address that the person gave, if any."""
        return person.real_email or None

    def get_queryset(self, request: HttpRequest) -> People:
        """Select who waits."""
        people: People = super().get_queryset(request)
        return people.filter(awaits_approval=True)

    @confirmed_action(
        label="Approve",
        done="approved",
        question="These people will be members. Who gave an address is told by mail.",
    )
    def approve(self, request: HttpRequest, chosen: People, form: forms.Form) -> Iterator[SignUp]:  # noqa: ARG002
        """Make them members."""
        return (person for person in chosen if services.approve_sign_up(user_id=person.pk))

    @confirmed_action(
        label="Decline",
        done="declined",
        question="These accounts will be removed for good, and their names are free again. Nobody is told.",
        deletes=True,
    )
    def decline(self, request: HttpRequest, chosen: People, form: forms.Form) -> Iterator[SignUp]:  # noqa: ARG002
        """Remove their accounts."""
        return (person for person in chosen if services.decline_sign_up(user_id=person.pk))

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Leave it to people."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: SignUp | None = None) -> bool:
        """Let those with the right decide in the list; what people have said of themselves stays as it is."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: SignUp | None = None) -> bool:  # noqa: ARG002
        """Declining is what removes somebody."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Refuse to list by what nobody may read."""
        return not asks_for_a_secret(lookup) and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]
