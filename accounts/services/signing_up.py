"""Signing up, as REGISTRATION_MODE has it: for everybody, after approval, with an invitation, or not at all."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.erasing import is_retired
from accounts.models import User
from accounts.services.invitations import check_invitation, use_invitation
from accounts.signals import person_signed_up
from accounts.validators import real_address
from core.errors import Conflict, Forbidden, Invalid, TooMany
from core.sql import retried
from core.switches import refuse_if_stopped

TAKEN = "This name or e-mail address is taken."
CLOSED = "Nobody new can sign up here."
WAITING = "A moderator looks at new accounts. You can log in as soon as yours is approved."


def check_sign_up_open() -> None:
    """Raise Forbidden where nobody may sign up, and Unavailable while sign-ups are stopped."""
    if settings.REGISTRATION_MODE == "closed":
        raise Forbidden(CLOSED)
    refuse_if_stopped("sign_ups")


def sign_up(*, username: str, password: str, email: str = "", invite: str = "") -> User:
    """Make an account for somebody who asks for one; where moderators approve them it is not active yet.

    Raises Invalid with the fields that will not do, Conflict when name or address is taken, and as
    `check_sign_up_open` does. `invite` is the code of an invitation, where one is needed.
    """
    check_sign_up_open()
    if settings.REGISTRATION_MODE == "invite":
        check_invitation(invite)
    user = _checked(username, password, email)
    return store_new_person(user=user, password=password, invite=invite)


def store_new_person(*, user: User, password: str, invite: str = "") -> User:
    """Store a checked person who has signed up, and use the invitation up in the same transaction."""
    check_sign_up_open()
    user.awaits_approval = settings.REGISTRATION_MODE == "approval"
    user.is_active = not user.awaits_approval
    return _stored(user, password, invite=invite if settings.REGISTRATION_MODE == "invite" else None)


def add_person(*, username: str, password: str, email: str = "") -> User:
    """Make an active account whoever may sign up, for those who run the site. Raises Invalid and Conflict."""
    return _stored(_checked(username, password, email), password, invite=None)


def check_sign_up_rate(*, request: HttpRequest) -> None:
    """Raise TooMany when this address made too many accounts within the hour (shared with the sign-up page)."""
    if not ratelimit.consume(request, action="signup"):
        message = "Too many accounts were made from here. Please try again later."
        raise TooMany(message, retry_after=3600)


def _checked(username: str, password: str, email: str) -> User:
    user = User(username=username.strip(), email=email.strip().lower())
    fields = _problems(user, password)
    if fields:
        raise Invalid("The account could not be made.", fields=fields)
    return user


def _stored(user: User, password: str, *, invite: str | None) -> User:
    """Store a person; the unique keys of the database decide between two who want the same name at once."""
    user.set_password(password)
    try:
        _store(user, invite)
    except IntegrityError as error:
        raise Conflict(TAKEN) from error
    transaction.on_commit(lambda: person_signed_up.send_robust(sender=User, person=user) and None, robust=True)
    return user


@retried
def _store(user: User, invite: str | None) -> None:
    user.pk = None
    user.save(force_insert=True)
    # Behind the insert, which waits for who erases the person that has the name.
    if is_retired(username=user.username):
        raise Conflict(TAKEN)
    if invite is not None:
        use_invitation(code=invite, person=user)


def _problems(user: User, password: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    try:
        # The generated address and the hash are not the person's, so they are not checked as such.
        user.full_clean(exclude=["password", "username_key"], validate_unique=False, validate_constraints=False)
        real_address(user.email)
    except ValidationError as error:
        fields |= error.message_dict if hasattr(error, "error_dict") else {"email": error.messages}
    try:
        validate_password(password, user)
    except ValidationError as error:
        fields["password"] = error.messages
    return fields
