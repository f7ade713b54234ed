"""What a user name, an e-mail address and a password may be."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.deconstruct import deconstructible

NAME_SHORTEST, NAME_LONGEST = 3, 30
PASSWORD_LONGEST = 200
# Never mailed and never a way to log in: RFC 2606 keeps this ending free of real hosts.
PLACEHOLDER_DOMAIN = "users.lumina.invalid"
# The names of pages, of machines, and of people who would be trusted by their name alone.
RESERVED = frozenset(
    """about accounts activity admin administrator all api auth comments conversations default dev everyone explore
    feed friends health healthz help home invite landing login logout lumina mail media me messages metrics moderation
    moderator news notifications null official password photo photos postmaster privacy profile readyz register report
    reports root saved search security settings signin signout signup staff static status stories support system tag
    tags terms topic topics trending undefined upload uploads user users webmaster www""".split()  # noqa: SIM905 -- a paragraph reads better than a hundred quoted lines
)


@deconstructible
class NotReserved:
    """Refuses the names that the site itself needs."""

    def __call__(self, value: str) -> None:
        """Raise ValidationError for a reserved name in any case."""
        if value.lower() in RESERVED:
            message = "This name is reserved. Please choose another one."
            raise ValidationError(message, code="reserved")

    def __eq__(self, other: object) -> bool:
        """Be equal to every other, so that no migration is made for nothing."""
        return isinstance(other, NotReserved)

    def __hash__(self) -> int:
        """Hash like every other."""
        return hash(NotReserved)


name_form = RegexValidator(
    rf"^[A-Za-z0-9_.-]{{{NAME_SHORTEST},{NAME_LONGEST}}}\Z",
    "A user name has 3 to 30 letters (a to z), digits, dots, dashes or underscores.",
    code="form",
)
USERNAME_VALIDATORS: list[Callable[[Any], None]] = [name_form, NotReserved()]


def real_address(value: str) -> None:
    """Raise ValidationError for an address that can reach nobody."""
    if value.lower().rstrip(".").endswith(".invalid"):
        message = "This e-mail address cannot receive mail."
        raise ValidationError(message, code="invalid")


class LongestPassword:
    """Refuses passwords so long that hashing them is the attack."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002
        """Raise ValidationError above the limit."""
        if len(password) > PASSWORD_LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """Say the limit in words."""
        return f"A password has at most {PASSWORD_LONGEST} characters."
