"""Lumina's word in allauth's sign-in pages: who may sign up and come in, and which addresses are never mailed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import services
from accounts.erasing import is_retired
from accounts.models import User
from accounts.tasks import deliver
from accounts.validators import PLACEHOLDER_DOMAIN, real_address
from core.background import enqueue
from core.errors import Forbidden, TooMany


class AccountAdapter(DefaultAccountAdapter):
    """Sends what allauth's forms collect through the same service as the JSON API."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: ANN401, ARG002, FBT001, FBT002
        """Store a new person from a valid sign-up form."""
        given = form.cleaned_data
        user.username, user.email = given["username"], given.get("email", "")
        return services.store_new_person(user=user, password=given["password1"], invite=given.get("invite", ""))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Show a page without a form where nobody may sign up; raises Unavailable while sign-ups are stopped."""
        try:
            services.check_sign_up_open()
        except Forbidden as error:
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=403)) from error
        return True

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:  # noqa: ANN401
        """Find who this is, by page and JSON alike; a suspension that is over ends now."""
        user: User | None = super().authenticate(request, **credentials)
        return services.readmitted(user) if user is not None else None

    def pre_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse | None:  # noqa: ANN401
        """Send somebody who has just signed up, and waits for approval, on to a page that says so."""
        if about["signup"] and user.awaits_approval:
            clear_login(request)
            return redirect("account_waiting")
        answer: HttpResponse | None = super().pre_login(request, user, **about)
        return answer

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Answer somebody with the right password who may not come in."""
        return self.closed_door(request, user)

    def closed_door(self, request: HttpRequest, user: User) -> HttpResponse:
        """Say why this person may not come in. A subclass may say more: they have proved who they are."""
        return render(request, "account/account_inactive.html", {"person": user}, status=403)

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
