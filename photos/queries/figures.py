"""The photos of whole days, read for being counted."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from core.dynamo import query_page
from core.ids import PhotoId, first_id
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
    for month in _months(first, last):
        behind: str | None = start
        while behind:
            page = query_page(
                Entry,
                f"ALL#{month:%Y-%m}",
                limit=AT_A_TIME,
                key_condition=Entry.sk.between(behind, end),
                newest_first=False,
                consistent=True,
            )
            yield from stored_photos([PhotoId(entry.photo_id) for entry in page.items])
            # BETWEEN takes its bounds in; nothing stands between a key and the same one with a letter more.
            behind = f"{page.after}~" if page.after else None


def _sort_key_at(day: date) -> str:
    """Build what sorts before the entries of all photos that were uploaded on a day or later: ids begin with a time."""
    return models.entry_sort_key(first_id(datetime.combine(day, time(), UTC)))


def _months(first: date, last: date) -> Iterator[date]:
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = (day + timedelta(days=31)).replace(day=1)
