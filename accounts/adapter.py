"""Lumina's word in allauth's sign-in pages: how a person is saved, and which addresses are never mailed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts import services
from accounts.erasing import is_retired
from accounts.models import User
from accounts.tasks import deliver
from accounts.validators import PLACEHOLDER_DOMAIN, real_address
from core.background import enqueue
from core.errors import TooMany


class AccountAdapter(DefaultAccountAdapter):
    """Sends what allauth's forms collect through the same service as the JSON API."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: ANN401, ARG002, FBT001, FBT002
        """Store a new person from a valid sign-up form."""
        given = form.cleaned_data
        user.username, user.email = given["username"], given.get("email", "")
        return services.store_new_person(user=user, password=given["password1"])

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002 -- as allauth has it
        """Refuse names that are taken, also by somebody who was erased lately, in the same words."""
        clean = str(super().clean_username(username, shallow))
        if not shallow and is_retired(username=clean):
            raise self.validation_error("username_taken")
        return clean

    def clean_email(self, email: str) -> str:
        """Refuse addresses that can reach nobody."""
        real_address(email)
        return email

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401
        """Raise TooMany after repeated wrong passwords, for the page and JSON alike."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            message = "Too many wrong passwords. Please wait a few minutes."
            raise TooMany(message, retry_after=services.seconds_to_wait()) from error

    def is_safe_url(self, url: str) -> bool:
        """Send people on to local paths only: another name in ALLOWED_HOSTS may be another machine."""
        return url.startswith("/") and not url.startswith("//") and bool(super().is_safe_url(url))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the background, except to a placeholder address.

        A mail server that is away or slow must neither fail a page nor tell by its time that there was a mail.
        """
        if email.lower().endswith(f"@{PLACEHOLDER_DOMAIN}"):
            return
        request = allauth_context.request
        around = {"request": request, "email": email, "current_site": get_current_site(request)}
        message = self.render_mail(template_prefix, email, around | context)
        enqueue(deliver, message.subject, message.body, email)
