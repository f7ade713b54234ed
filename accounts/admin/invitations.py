"""Invitations in the administration: made, shown once, and revoked."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts import once, services
from accounts.admin.filters import asks_for_a_secret
from accounts.models import Invitation
from accounts.requests import member
from core.admin import ActionsOnPage, confirmed_action

PAGE = "admin:accounts_invitation_changelist"


class InvitationForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """Whom it is for, and until when it works."""

    class Meta:
        """What staff say of an invitation."""

        model = Invitation
        fields = ("note", "expires_at")

    def clean_expires_at(self) -> datetime:
        """Refuse a time that is over."""
        ends: datetime = self.cleaned_data["expires_at"]
        if ends <= timezone.now():
            raise forms.ValidationError("Choose a time to come.")
        return ends


@admin.register(Invitation)
class InvitationAdmin(ActionsOnPage):
    """Who was invited by whom, and who came."""

    form = InvitationForm
    list_display = ("__str__", "state", "made_by", "created_at", "expires_at", "used_by")
    list_filter = ("created_at", "used_at", "revoked_at")
    list_select_related = ("made_by", "used_by")
    search_fields = ("note", "made_by__username", "used_by__username")
    date_hierarchy = "created_at"
    fields = ("note", "expires_at")
    actions = ("revoke",)
    kept = ("state", "expires_at", "made_by", "created_at", "used_by", "used_at", "revoked_at")

    @admin.display(description="state")
    def state(self, invitation: Invitation) -> str:
        """Say what has become of it."""
        if invitation.used_at:
            return "Used"
        if invitation.revoked_at:
            return "Revoked"
        return "Open" if invitation.expires_at > timezone.now() else "Expired"

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """Show of one that exists what has become of it, too."""
        return ("note", *self.kept) if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Invitation | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """Let only the note of one that exists be changed."""
        return self.kept if obj else ()

    def save_model(self, request: HttpRequest, obj: Invitation, form: object, change: bool) -> None:  # noqa: FBT001
        """Give a new one its code."""
        if not change:
            obj.made_by = member(request)
            obj.code = services.draw_code(obj)  # type: ignore[attr-defined]  # until it is shown
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Invitation, post_url_continue: str | None = None) -> HttpResponse:  # noqa: ARG002
        """Go on to the list, which shows the link this once."""
        return once.hand_over(redirect(PAGE), obj.code, page=PAGE)  # type: ignore[attr-defined]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """List them, and show the link of one that was made just now."""
        code = once.handed_over(request)
        context = {**(extra_context or {}), "link": services.link_of(code) if code else ""}
        return once.forget(super().changelist_view(request, context), request, page=PAGE)

    @confirmed_action(
        label="Revoke",
        done="revoked",
        question="Nobody can sign up with these %(objects)s any more. Who has used one stays a member.",
    )
    def revoke(
        self,
        request: HttpRequest,  # noqa: ARG002
        chosen: "QuerySet[Invitation]",
        form: forms.Form,  # noqa: ARG002
    ) -> Iterator[Invitation]:
        """End those that nobody has used."""
        return (one for one in chosen if services.revoke_invitation(invitation_id=one.pk))

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:  # noqa: ARG002
        """They stay on record."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Refuse to list by what nobody may read."""
        return not asks_for_a_secret(lookup) and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]
