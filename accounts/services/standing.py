"""Whether a person may come in, and who sees them: suspended, limited, closed, switched off, waiting for approval.

A person is active (`is_active`) while no reason keeps them out. Each function here sets or takes away one reason in one
transaction that has locked the person's row, so that the other reasons stay as they are, and any of them may be
repeated. They answer whether something changed, and raise NotFound for nobody, Conflict for who is being erased. Who
decides, and why, is written down by whoever calls them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.signals import account_changed
from core.errors import Conflict, Forbidden, NotFound
from core.sql import retried

COLUMNS = ("is_active", "is_switched_off", "suspended_until", "awaits_approval", "closed_at", "is_limited")
Changes = Mapping[str, Any]


def suspend(*, user_id: int, until: datetime) -> bool:
    """Keep a person out until then; a second time the new end counts. Raises Forbidden for superusers."""
    return _change(user_id, lambda _: {"suspended_until": until}, is_harm=True)


def end_suspension(*, user_id: int) -> bool:
    """Let a suspended person in again, if nothing else keeps them out."""
    return _change(user_id, lambda _: {"suspended_until": None})


def end_suspension_if_over(*, user_id: int, now: datetime) -> bool:
    """Do the same if the time is over by what is stored now."""
    return _change(user_id, lambda user: {"suspended_until": None} if _is_over(user, now) else {})


def end_suspensions(*, now: datetime) -> list[str]:
    """End all that are over, and answer the names."""
    over = User.objects.filter(suspended_until__lte=now).order_by("pk")
    return [user.username for user in over if end_suspension_if_over(user_id=user.pk, now=now)]


def readmitted(user: User) -> User:
    """Answer somebody who has just proved who they are, as they are when a suspension that is over has ended."""
    now = timezone.now()
    if _is_over(user, now):
        end_suspension_if_over(user_id=user.pk, now=now)
        user.refresh_from_db(fields=COLUMNS)
    return user


def limit(*, user_id: int) -> bool:
    """Let only friends see a person from now on. Raises Forbidden for superusers."""
    return _change(user_id, lambda _: {"is_limited": True}, is_harm=True)


def unlimit(*, user_id: int) -> bool:
    """Let everybody see a person again."""
    return _change(user_id, lambda _: {"is_limited": False})


def close_account(*, user_id: int, now: datetime) -> bool:
    """Close an account: hidden and without a way in; the first time counts. Raises Forbidden for superusers."""
    return _change(user_id, lambda user: {"closed_at": user.closed_at or now}, is_harm=True)


def reopen_account(*, user_id: int) -> bool:
    """Open a closed account again, if nothing else keeps the person out."""
    return _change(user_id, lambda _: {"closed_at": None})


def switch_off(*, user_id: int) -> bool:
    """Keep a person out for no reason but that staff said so, until staff switch them on."""
    return _change(user_id, lambda _: {"is_switched_off": True})


def switch_on(*, user_id: int) -> bool:
    """Take that back."""
    return _change(user_id, lambda _: {"is_switched_off": False})


def end_waiting(*, user_id: int) -> bool:
    """Approve somebody who has signed up; who is told is said in accounts/services/approving.py."""
    return _change(user_id, lambda _: {"awaits_approval": False})


def is_let_in(user: User) -> bool:
    """Say whether no reason keeps a person out."""
    reasons = (user.is_switched_off, user.suspended_until, user.awaits_approval, user.closed_at, user.erasing_since)
    return not any(reasons)


@retried
def _change(user_id: int, changes: Callable[[User], Changes], *, is_harm: bool = False) -> bool:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound("There is nobody here by that id.")
    if is_harm and user.is_superuser:
        raise Forbidden("This is a superuser. Take that right away first.")
    if user.erasing_since:
        raise Conflict("This account is being erased, and nothing about it can be changed any more.")
    before = _columns(user)
    if not user.is_active and is_let_in(user):
        # Somebody was made inactive by other means, such as a shell: that was staff, and stays.
        user.is_switched_off = True
    for name, value in changes(user).items():
        setattr(user, name, value)
    user.is_active = is_let_in(user)
    after = _columns(user)
    if after == before:
        return False
    User.objects.filter(pk=user_id).update(**after)
    transaction.on_commit(lambda: account_changed.send_robust(sender=User, person=user) and None, robust=True)
    return True


def _columns(user: User) -> dict[str, Any]:
    return {name: getattr(user, name) for name in COLUMNS}


def _is_over(user: User, now: datetime) -> bool:
    return user.suspended_until is not None and user.suspended_until <= now
