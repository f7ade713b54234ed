"""What moderators read, whoever may see it otherwise. Who is a moderator is for the callers to know."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from core.dynamo import batch_get, count_items
from core.ids import PhotoId, UserId, first_id, is_id
from core.listing import months_between
from photos import models
from photos.models import DELETED, Comment, CommentsTable, Entry, Photo
from photos.queries.comments import stored_comment
from photos.queries.seeing import stored_photos


def photo_for_staff(photo_id: str) -> Photo | None:
    """Read a photo in any state but that of its end; None when there is none."""
    return next(iter(photos_for_staff([photo_id])), None)


def photos_for_staff(ids: Sequence[str]) -> list[Photo]:
    """Read photos in the order of their ids, those that are there: one BatchGetItem for a hundred."""
    found = stored_photos([PhotoId(photo_id) for photo_id in ids if is_id(photo_id)])
    return [photo for photo in found if photo.status != DELETED]


def comment_for_staff(photo_id: str, comment_id: str) -> Comment | None:
    """Read a comment, also one that was removed from sight; None when there is none."""
    return stored_comment(PhotoId(photo_id), comment_id) if is_id(photo_id) else None


def comments_for_staff(keys: Iterable[tuple[str, str]]) -> list[Comment]:
    """Read comments by the ids of photo and comment, in that order, those that are there: one BatchGetItem."""
    wanted = [key for key in dict.fromkeys(keys) if all(is_id(part) for part in key)]
    items = batch_get(CommentsTable, [models.comment_key(*key) for key in wanted])
    found = {(item.photo_id, item.comment_id): item for item in items if isinstance(item, Comment)}
    return [found[key] for key in wanted if key in found]


def count_photos_since(moment: datetime) -> int:
    """Count the photos that were uploaded since a moment: one Query for each month that has begun since."""
    since = Entry.sk >= models.entry_sort_key(first_id(moment))
    months = months_between(moment.astimezone(UTC).date(), datetime.now(UTC).date())
    return sum(count_items(Entry, models.month(day), key_condition=since) for day in months)


def count_with_status(status: str) -> int:
    """Count the photos that are held, rejected, failed, or still to be finished."""
    return count_items(Entry, models.with_status(status))


def count_photos_of(user_id: int) -> int:
    """Count all settled photos of a person, whoever may see them."""
    return count_items(Entry, models.photos_of(UserId(user_id)))
