"""Deleting: hidden at once in one transaction, then files and rows, then the last trace. Safe to repeat anywhere."""

from collections.abc import Iterator

from accounts.models import User
from core.dynamo import ConditionFailed, Table, Transaction, batch_delete, every_item
from core.errors import Conflict, NotFound
from core.ids import PhotoId, UserId
from photos import models
from photos.models import APPROVED, AWAITING, DELETED, Comment, Like, Photo, PhotosTable, Saved
from photos.queries import photo_owned_by, stored_photo, upload_of
from photos.services.files import remove_files
from photos.services.topics import count_topic
from photos.signals import photo_deleted, photo_removed
from social.queries import friend_ids

ROWS_AT_A_TIME = 200
TRIES = 5


def delete_photo(*, actor: User, photo_id: str) -> None:
    """Delete one's own photo for good; one that is still awaited is cancelled.

    Raises NotFound or Forbidden as `photo_owned_by` does.
    """
    delete_stored(actor=actor, photo=_own(actor, photo_id))


def delete_stored(*, actor: User, photo: Photo) -> None:
    """Delete a photo for good, whoever's it is: what the actor may, the caller has seen to."""
    hide(photo=photo)
    if photo.status != AWAITING:
        photo_deleted.send_robust(sender=Photo, photo=photo, actor=actor)
    remove(photo_id=photo.id)


def _own(actor: User, photo_id: str) -> Photo:
    try:
        return photo_owned_by(actor, photo_id)
    except NotFound:
        # Nobody sees what is awaited, but who asked for it may cancel it.
        return upload_of(actor, photo_id)


def hide(*, photo: Photo, only: str = "") -> None:
    """Take the photo out of sight and leave the mark that it is to be removed; `only` while in that status.

    Raises Conflict when it is changed again and again in the same moment.
    """
    now: Photo | None = photo
    for _ in range(TRIES):
        if now is None or now.status == DELETED or (only and now.status != only):
            # Somebody else deleted or published it; what is left to do, they do.
            return
        if _hide(now):
            return
        now = stored_photo(photo.id)
    raise Conflict("This photo is being changed. Please try again.")


def remove(*, photo_id: PhotoId) -> None:
    """Remove files, rows, entries and then the photo itself, which is hidden already."""
    photo = stored_photo(photo_id)
    if photo is None or photo.status != DELETED:
        return
    remove_files(photo)
    feeds = [models.feed_of(friend) for friend in friend_ids(photo.owner_id)]
    batch_delete(models.entries(dict.fromkeys([*models.every_listing_of(photo), *photo.leaving, *feeds]), photo))
    batch_delete(_beside(photo))
    photo_removed.send_robust(sender=Photo, photo=photo)
    last = Transaction()
    last.delete(photo)
    last.delete(models.entry(models.with_status(DELETED), photo))
    last.commit()


def _hide(photo: Photo) -> bool:
    """Mark as deleted and leave the listings of which people see most; False when the photo has changed meanwhile."""
    condition = (Photo.status == photo.status) & (Photo.updated_at == photo.updated_at)
    change = Transaction()
    change.update(photo, [Photo.status.set(DELETED)], condition=condition)
    change.put(models.entry(models.with_status(DELETED), photo))
    for entry in models.entries(models.listings_of(photo), photo):
        change.delete(entry)
    if photo.status == APPROVED:
        count_topic(change, photo, -1)
    try:
        change.commit()
    except ConditionFailed:
        return False
    return True


def _beside(photo: Photo) -> Iterator[Table]:
    """List the likes, saves and comments of a photo, with the entries that they have in people's listings."""
    partition = models.photo_partition(photo.photo_id)
    for row in _rows(PhotosTable, partition):
        if isinstance(row, Like):
            yield models.entry(models.liked_by(UserId(int(row.user_id))), photo)
            yield row
        elif isinstance(row, Saved):
            yield models.entry(models.saved_by(UserId(int(row.user_id))), photo)
            yield row
    for comment in _rows(Comment, partition):
        if isinstance(comment, Comment):
            yield models.comment_entry(comment)
        yield comment


def _rows(model: type[Table], partition: str) -> Iterator[Table]:
    return every_item(model, partition, at_a_time=ROWS_AT_A_TIME, newest_first=False, consistent=True)
