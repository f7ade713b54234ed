"""How what becomes of a photo is stored: its state and its entries in one transaction, under conditions."""

import time

from core.dynamo import TRANSACTION_ITEMS, Action, ConditionFailed, Transaction
from photos import models
from photos.models import STANDINGS, UNSCREENED, Entry, Photo
from photos.services.sharing import is_shared, mark_to_be_shared
from photos.services.topics import recount_topics

# The photo itself, two topics, and the marks of sharing and of the screening.
OTHER_WRITES = 5
STORED = (
    *("status", "failure", "reasons", "labels", "detected_text", "scores", "screened"),
    *("published_at", "leaving", "updated_at"),
)


def copy_of(photo: Photo) -> Photo:
    """Copy a photo, to be changed into what will be stored."""
    return Photo.from_raw_data(photo.serialize())


def now_after(photo: Photo) -> int:
    """Answer the time in milliseconds, and always a later one than the photo's last change."""
    return max(int(time.time() * 1000), int(photo.updated_at) + 1)


def follow(change: Transaction, old: Photo, new: Photo) -> None:
    """Move the entries and the count of the topic to where the photo stands now.

    Old entries that do not fit into the transaction are noted in `new.leaving`, which the caller stores, and go
    afterwards by `leave`: they show nothing meanwhile, because everything is checked on the photo itself.
    """
    added = models.listings_of(new)
    removed = [name for name in dict.fromkeys([*models.listings_of(old), *old.leaving]) if name not in added]
    at_once = removed[: max(0, TRANSACTION_ITEMS - OTHER_WRITES - len(added))]
    new.leaving = removed[len(at_once) :]
    for entry in models.entries(added, new):
        change.put(entry)
    for entry in models.entries(at_once, old):
        change.delete(entry)
    recount_topics(change, old, new)


def settle(old: Photo, new: Photo, *, screening: str = "") -> bool:
    """Store what has become of a photo, and what follows from it; False when it has changed meanwhile.

    `screening` says what happens to the mark that it is still to be screened: it is put ("begins"), was there and goes
    ("ends"), or goes if it is there ("over").
    """
    new.updated_at = now_after(old)
    condition = Photo.status == old.status
    if old.status in STANDINGS:
        condition &= Photo.updated_at == old.updated_at
    change = Transaction()
    follow(change, old, new)
    change.update(old, _changes(old, new), condition=condition)
    if not is_shared(old):
        mark_to_be_shared(change, new)
    _mark_screening(change, new, screening)
    try:
        change.commit()
    except ConditionFailed:
        return False
    leave(new)
    return True


def leave(photo: Photo) -> None:
    """Remove the entries that did not fit, unless the photo was changed again: then whoever did so removes them."""
    while photo.leaving:
        now, photo.leaving = photo.leaving[: TRANSACTION_ITEMS - 1], photo.leaving[TRANSACTION_ITEMS - 1 :]
        change = Transaction()
        change.update(photo, [Photo.leaving.set(photo.leaving)], condition=Photo.updated_at == photo.updated_at)
        for entry in models.entries(now, photo):
            change.delete(entry)
        try:
            change.commit()
        except ConditionFailed:
            return


def _changes(old: Photo, new: Photo) -> list[Action]:
    changed = (name for name in STORED if getattr(old, name) != getattr(new, name))
    return [getattr(Photo, name).set(getattr(new, name)) for name in changed]


def _mark_screening(change: Transaction, photo: Photo, screening: str) -> None:
    mark = models.entry(models.with_status(UNSCREENED), photo)
    if screening == "begins":
        change.put(mark)
    elif screening:
        change.delete(mark, condition=Entry.pk.exists() if screening == "ends" else None)
