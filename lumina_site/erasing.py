"""The end of a person: what each application keeps of them goes, in the one order in which every step finds its way.

The upper applications come first, because they find what they have to remove by what the lower ones still hold; the
account itself goes last. So a crash at any line leaves an account whose erasing has begun, and the next run goes
through all steps again: each of them may be done twice.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from django.utils import timezone

import accounts.erasing
import activity.services
import messaging.services
import moderation.erasing
import photos.services
import social.erasing
from accounts.models import User


class Step(Protocol):
    """What an application does to erase a person; it answers how much of what is gone."""

    def __call__(self, *, person: User) -> Mapping[str, int]:
        """Do it, or what a run before has left of it."""


STEPS: Sequence[Step] = (
    activity.services.erase_person,
    moderation.erasing.erase_person,
    messaging.services.erase_person,
    photos.services.erase_person,
    social.erasing.erase_person,
    accounts.erasing.erase_person,
)


def due(*, older_than: timedelta = accounts.erasing.CLOSED_FOR, now: datetime | None = None) -> list[User]:
    """List who is to be erased: whose account was closed that long ago, and those who were begun with."""
    return accounts.erasing.due_for_erasing(closed_before=(now or timezone.now()) - older_than)


def erase(*, person: User) -> Mapping[str, int] | None:
    """Erase a person for good, and answer how much of what is gone; None when the account was opened again.

    Raises Unavailable when a store is away, and Conflict when something of theirs is being changed in this moment; the
    next run goes on.
    """
    if not accounts.erasing.begin_erasing(person=person):
        return None
    done: dict[str, int] = {}
    for step in STEPS:
        done |= step(person=person)
    return done
