"""The row of years, months and days above a list, as Django's own date hierarchy shows it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.dates import MONTHS

from core.listing import first_of_month, next_month, span

Link = Callable[[str | None], str]
MONTH, DAY = len("2026-11"), len("2026-11-30")


def drill_down(period: str, earliest: datetime, now: datetime, link: Link) -> dict[str, Any]:
    """Answer the link back and the choices below a period; without one the years, or the months of the only year."""
    first, last = earliest.astimezone(UTC), now.astimezone(UTC)
    if not period and first.year < last.year:
        years = range(first.year, last.year + 1)
        return {"back": None, "choices": [_choice(str(year), str(year), link) for year in years]}
    if len(period) >= MONTH:
        return _days(period, first, last, link)
    start, end = span(period or f"{last:%Y}")
    back = {"link": link(None), "title": "All dates"} if period else None
    return {"back": back, "choices": _months(max(start, first_of_month(first)), min(end, last), link)}


def _months(start: datetime, end: datetime, link: Link) -> list[dict[str, str]]:
    choices = []
    while start < end:
        choices.append(_choice(f"{start:%Y-%m}", _title(start), link))
        start = next_month(start)
    return choices


def _days(period: str, first: datetime, last: datetime, link: Link) -> dict[str, Any]:
    month = period[:MONTH]
    start, end = span(month)
    if len(period) == DAY:
        day, _ = span(period)
        return {
            "back": {"link": link(month), "title": _title(start)},
            "choices": [{"title": f"{MONTHS[day.month]} {day.day}"}],
        }
    begin, stop = max(start, first.replace(hour=0, minute=0, second=0, microsecond=0)), min(end, last)
    days = [begin + timedelta(days=number) for number in range((stop - begin).days + 1) if stop > begin]
    return {
        "back": {"link": link(month[:4]), "title": month[:4]},
        "choices": [_choice(f"{day:%Y-%m-%d}", f"{MONTHS[day.month]} {day.day}", link) for day in days if day < stop],
    }


def _title(month: datetime) -> str:
    return f"{MONTHS[month.month]} {month.year}"


def _choice(period: str, title: str, link: Link) -> dict[str, str]:
    return {"link": link(period), "title": title}
