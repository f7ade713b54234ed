"""What a person does with an account: sign up, log in, log out, change what it says, confirm the password."""

import math
import time
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Field
from django.http import HttpRequest

from accounts.erasing import is_retired
from accounts.models import User
from accounts.signals import email_changed, other_sessions_ended, person_signed_up
from accounts.validators import real_address
from core.errors import Conflict, Invalid, NotSignedIn, TooMany
from core.limits import consume
from core.sql import retried
from core.text import cleaned, is_text

BACKEND = "accounts.backends.NameOrEmailBackend"
WRONG_PASSWORDS_SECONDS = 300
TAKEN = "This name or e-mail address is taken."


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
            # Behind the insert, which waits for who erases the person that has the name.
            if is_retired(username=user.username):
                raise Conflict(TAKEN)
    except IntegrityError as error:
        raise Conflict(TAKEN) from error
    transaction.on_commit(lambda: person_signed_up.send_robust(sender=User, person=user) and None, robust=True)
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


def edit_account(
    *,
    actor: User,
    bio: str | None = None,
    email: str | None = None,
    default_visibility: str | None = None,
    search_engines: bool | None = None,
) -> None:
    """Change what is given of one's own account, all of it or nothing; an empty text clears.

    Raises Invalid with the fields that will not do, Conflict when the address is taken, and TooMany after many changed
    addresses. The address that was there before is told by mail that it is not any more. Sessions stay.
    """
    given = {
        "bio": bio if bio is None else cleaned(bio),
        "email": email if email is None else email.strip().lower(),
        "default_visibility": default_visibility,
        "search_engines": search_engines,
    }
    changes = _checked(actor, {name: value for name, value in given.items() if value is not None})
    before = actor.email
    if changes.get("email", before) != before:
        consume("email_changes", actor.pk)
    _store(actor, changes)
    for name, value in changes.items():
        setattr(actor, name, value)
    if actor.email != before:
        get_adapter().send_mail("account/email/email_changed", before, {"user": actor})
        email_changed.send_robust(sender=User, person=actor)


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


def forget_other_addresses(*, user_id: int, email: str) -> None:
    """Remove what allauth keeps of addresses other than this one.

    It would go on taking them for a way to log in, and mail links for a new password to them.
    """
    EmailAddress.objects.filter(user_id=user_id).exclude(email=email).delete()


def _checked(actor: User, given: dict[str, Any]) -> dict[str, Any]:
    """Answer the values as they are stored, or raise Invalid."""
    changes: dict[str, Any] = {}
    odd = [name for name, value in given.items() if isinstance(value, str) and not is_text(value)]
    problems = {name: ["This contains characters that are no text."] for name in odd}
    for name, value in given.items():
        try:
            field = cast("Field[Any, Any]", User._meta.get_field(name))  # noqa: SLF001 -- Django documents it
            changes[name] = field.clean(value, actor)
            if name == "email":
                real_address(value)
        except ValidationError as error:
            problems.setdefault(name, error.messages)
    if problems:
        raise Invalid("Some of that will not do.", fields=problems)
    if "email" in changes:
        changes["email"] = changes["email"] or actor.placeholder
    return changes


@retried
def _store(actor: User, changes: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            User.objects.filter(pk=actor.pk).update(**changes)
            if "email" in changes:
                forget_other_addresses(user_id=actor.pk, email=changes["email"])
    except IntegrityError as error:
        raise Conflict("This e-mail address is taken.") from error


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
