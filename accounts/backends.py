"""Signing in by user name or e-mail address."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from accounts.validators import PLACEHOLDER_DOMAIN


class NameOrEmailBackend(AuthenticationBackend):
    """allauth's backend, except that a generated placeholder address is no way in."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        if email.lower().endswith(f"@{PLACEHOLDER_DOMAIN}"):
            return None
        user: User | None = super()._authenticate_by_email(email, password)
        return user
