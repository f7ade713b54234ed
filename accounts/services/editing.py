"""Changing what an account says, and its e-mail address."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Field

from accounts.models import User
from accounts.signals import email_changed
from accounts.validators import real_address
from core.errors import Conflict, Invalid
from core.limits import consume
from core.sql import retried
from core.text import cleaned, is_text


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
