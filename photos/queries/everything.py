"""Everything that a person made or did here, whatever its state and whoever sees it, read as far as it is taken."""

from collections.abc import Iterator

from core.dynamo import Condition, every_item
from core.ids import PhotoId, UserId
from photos import models
from photos.models import (
    AWAITING,
    DELETED,
    PROCESSING,
    Comment,
    CommentsTable,
    Entry,
    Like,
    Photo,
    PhotosTable,
    Saved,
)
from photos.queries.seeing import stored_photos

AT_A_TIME = 100
# Where a filter leaves most of them out; the store never answers more than 1 MB at once.
LOOKED_THROUGH = 5000
# Photos in these are in nobody's listing yet, or no more: only their marks say that they exist.
UNLISTED = (AWAITING, PROCESSING, DELETED)


def photos_made_by(person_id: UserId) -> Iterator[Photo]:
    """Read all photos of a person: what is listed as theirs, then what is still to come, at work, or half deleted."""
    mine = Entry.user_id == person_id
    yield from _photos_in(models.photos_of(person_id), None)
    for status in UNLISTED:
        yield from _photos_in(models.with_status(status), mine)


def _photos_in(listing: str, only: Condition | None) -> Iterator[Photo]:
    found = every_item(
        Entry,
        listing,
        at_a_time=AT_A_TIME,
        look_through=LOOKED_THROUGH if only is not None else None,
        filter_condition=only,
        newest_first=False,
        consistent=True,
    )
    for entry in found:
        yield from stored_photos([PhotoId(entry.photo_id)])


def comments_written_by(person_id: UserId) -> Iterator[Comment]:
    """Read all comments of a person, wherever they stand."""
    index = CommentsTable.by_author.Meta.index_name
    yield from Comment.query(person_id, index_name=index, page_size=AT_A_TIME)


def listed(listing: str) -> Iterator[Entry]:
    """Read all entries of a listing, also of photos that are gone."""
    return every_item(Entry, listing, at_a_time=AT_A_TIME, newest_first=False, consistent=True)


def people_at(photo_id: str) -> set[UserId]:
    """List the ids of who likes a photo, has saved it, or has commented on it."""
    partition = models.photo_partition(photo_id)
    found: set[UserId] = set()
    for model in (PhotosTable, CommentsTable):
        rows = every_item(model, partition, at_a_time=AT_A_TIME, newest_first=False, consistent=True)
        found |= {UserId(int(row.user_id)) for row in rows if isinstance(row, Like | Saved | Comment)}
    return found
