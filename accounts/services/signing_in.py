"""Logging in and out, and proving who one is by the password."""

import math
import time
from typing import cast

from allauth.account.adapter import get_adapter
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest

from accounts.models import User
from accounts.signals import other_sessions_ended
from core.errors import Conflict, Invalid, NotSignedIn

BACKEND = "accounts.backends.NameOrEmailBackend"
WRONG_PASSWORDS_SECONDS = 300


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


def seconds_to_wait() -> int:
    """Answer after how many seconds a closed name is open again.

    That is the end of the running window at most, so that a client which waits that long gets through.
    """
    return WRONG_PASSWORDS_SECONDS - math.floor(time.time()) % 60


def confirm_password(*, request: HttpRequest, actor: User, password: str) -> User:
    """Answer the person as stored if this is their password, else raise Invalid; counted together with logging in.

    Raises TooMany after repeated wrong passwords.
    """
    user = get_adapter(request).authenticate(request, username=actor.username, password=password)
    if user is None or user.pk != actor.pk:
        raise Invalid(fields={"password": ["This is not your password."]})
    return cast("User", user)


def end_other_sessions(*, request: HttpRequest, password: str) -> None:
    """Log the person out everywhere but here. Raises as `confirm_password` does.

    Sessions carry a fingerprint of the stored password, so the same password is stored anew, with another salt.
    """
    user = confirm_password(request=request, actor=cast("User", request.user), password=password)
    before = user.password
    user.set_password(password)
    if not User.objects.filter(pk=user.pk, password=before).update(password=user.password):
        raise Conflict("Your password was changed in this moment. Please try again.")
    update_session_auth_hash(request, user)
    other_sessions_ended.send_robust(sender=User, person=user)
