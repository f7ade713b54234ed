"""The photos of whole days, read for being counted."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from core.dynamo import query_page
from core.ids import PhotoId, first_id
from core.listing import months_between
from photos import models
from photos.models import Entry, Photo
from photos.queries.seeing import stored_photos

# So many photos BatchGetItem answers in one call.
AT_A_TIME = 100


def photos_made(first: date, last: date) -> Iterator[Photo]:
    """Read all settled photos that were uploaded from one day to another (in UTC, both included), whoever may see them.

    Oldest first; one Query and one BatchGetItem for each hundred, and a Query for each month without any.
    """
    start, end = _sort_key_at(first), _sort_key_at(last + timedelta(days=1))
    for month in months_between(first, last):
        behind: str | None = start
        while behind:
            page = query_page(
                Entry,
                models.month(month),
                limit=AT_A_TIME,
                key_condition=Entry.sk.between(behind, end),
                newest_first=False,
                consistent=True,
            )
            yield from stored_photos([PhotoId(entry.photo_id) for entry in page.items])
            # BETWEEN takes its bounds in; nothing stands between a key and the same one with a letter more.
            behind = f"{page.after}~" if page.after else None


def _sort_key_at(day: date) -> str:
    """Build what sorts before the entries of all photos that were uploaded on a day or later."""
    return models.entry_sort_key(first_id(datetime.combine(day, time(), UTC)))
