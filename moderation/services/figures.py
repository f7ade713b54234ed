"""Keeping the figures of the days, from which the dashboard draws its charts without reading a single photo."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from django.core.files.storage import default_storage

from accounts.models import User
from core.ids import made_at
from moderation.models import DayFigures
from photos.models import FAILED, HELD, REJECTED
from photos.queries.figures import photos_made

# So long after its end a day is counted again and again: photos are decided about and deleted soon or hardly ever.
SETTLING = timedelta(days=2)
# So many days the dashboard looks back, also on a site that is younger.
LEAST_DAYS = 30
COUNTED_APART = frozenset({HELD, REJECTED, FAILED})


def refresh_figures(*, now: datetime, everything: bool = False) -> int:
    """Count today, the days that are over since less than two, and those never counted; answer how many these were.

    With `everything` all days since the first account are counted anew. A photo that is deleted is counted out while
    its day is still counted, later only with `everything`. Safe to stop, to repeat, and to run twice at once.
    """
    now = now.astimezone(UTC)
    days = _days_to_count(now, everything=everything)
    # A month at a time and the newest first, so that what is looked at most is there soonest.
    for _, of_month in groupby(days, key=lambda day: (day.year, day.month)):
        _count(list(of_month), now)
    _measure(now)
    return len(days)


def _days_to_count(now: datetime, *, everything: bool) -> Sequence[date]:
    """List the days that have to be counted, the newest first."""
    settled = set() if everything else {figures.day for figures in DayFigures.objects.all() if _is_settled(figures)}
    days = (now.date() - timedelta(days=number) for number in range((now.date() - _first_day(now)).days + 1))
    return [day for day in days if day not in settled]


def _first_day(now: datetime) -> date:
    first = User.objects.order_by("pk").values_list("created_at", flat=True).first()
    earliest = (now - timedelta(days=LEAST_DAYS - 1)).date()
    return min(first.astimezone(UTC).date(), earliest) if first else earliest


def _is_settled(figures: DayFigures) -> bool:
    """Say whether a day was counted last when hardly anything about it could change any more."""
    end = datetime.combine(figures.day, time(), UTC) + timedelta(days=1)
    return figures.computed_at >= end + SETTLING


def _count(days: Sequence[date], now: datetime) -> None:
    """Count some days of one month, which come with the newest first, and store what was found."""
    found = {day: defaultdict[str, int](int) for day in days}
    for photo in photos_made(days[-1], days[0]):
        figures = found.get(made_at(photo.photo_id).date())
        if figures is None:
            continue
        figures["uploads"] += 1
        figures["upload_bytes"] += int(photo.file_size)
        if photo.status in COUNTED_APART:
            figures[photo.status] += 1
    zero = dict.fromkeys(("uploads", "upload_bytes", *COUNTED_APART), 0)
    for day, figures in found.items():
        DayFigures.objects.update_or_create(day=day, defaults={**zero, **figures, "computed_at": now})


def _measure(now: datetime) -> None:
    """Note with today how much is stored.

    A folder is simply measured: that is exact, knows smaller copies and profile pictures, and forgets what is deleted.
    A bucket would have to be listed; there the dashboard adds up what the days say of the originals.
    """
    used = default_storage.bytes_used()  # type: ignore[attr-defined]
    DayFigures.objects.filter(day=now.date()).update(stored_bytes=used)
