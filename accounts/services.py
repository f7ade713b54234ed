"""What a person does with an account: sign up, log in, log out."""

import math
import time
from typing import cast

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib.auth import login, logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.models import User
from accounts.validators import real_address
from core.errors import Conflict, Invalid, NotSignedIn, TooMany

BACKEND = "accounts.backends.NameOrEmailBackend"
WRONG_PASSWORDS_SECONDS = 300


def sign_up(*, username: str, password: str, email: str = "") -> User:
    """Make a person, or raise Invalid with the fields that will not do, or Conflict when name or address is taken."""
    user = User(username=username.strip(), email=email.strip().lower())
    fields = _problems(user, password)
    if fields:
        raise Invalid("The account could not be made.", fields=fields)
    return store_new_person(user=user, password=password)


def store_new_person(*, user: User, password: str) -> User:
    """Store a checked person; the unique keys of the database decide between two who want the same name at once."""
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        message = "This name or e-mail address is taken."
        raise Conflict(message) from error
    return user


def log_in(*, request: HttpRequest, name: str, password: str) -> User:
    """Begin a session for who proves to be this person, by user name or e-mail address.

    Unknown names and wrong passwords are told apart by nothing. Raises NotSignedIn, or TooMany after repeated failures.
    """
    credentials = {"email" if "@" in name else "username": name.strip()}
    user = get_adapter(request).authenticate(request, **credentials, password=password)
    # allauth answers a deactivated person too, for a page of its own.
    if user is None or not user.is_active:
        message = "invalid credentials"
        raise NotSignedIn(message)
    login(request, user, backend=BACKEND)
    return cast("User", user)


def begin_session(*, request: HttpRequest, user: User) -> None:
    """Sign a person in who has just proved who they are in another way (sign-up)."""
    login(request, user, backend=BACKEND)


def log_out(*, request: HttpRequest) -> None:
    """End the session, if there is one."""
    logout(request)


def check_sign_up_rate(*, request: HttpRequest) -> None:
    """Raise TooMany when this address made too many accounts within the hour (shared with the sign-up page)."""
    if not ratelimit.consume(request, action="signup"):
        message = "Too many accounts were made from here. Please try again later."
        raise TooMany(message, retry_after=3600)


def seconds_to_wait() -> int:
    """Answer after how many seconds a closed name is open again.

    That is the end of the running window at most, so that a client which waits that long gets through.
    """
    return WRONG_PASSWORDS_SECONDS - math.floor(time.time()) % 60


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
