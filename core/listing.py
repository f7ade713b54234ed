"""What a list of things for staff is asked for and what it answers, whichever store they are in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Generic, Protocol, TypeVar

from core.errors import Invalid

T_co = TypeVar("T_co", covariant=True)

PERIOD = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
# The ids begin to count in 1970, and Python's dates end with the year 9999.
YEARS = range(1970, 9999)


@dataclass(frozen=True)
class Asked:
    """A page of a list, newest first.

    `earliest`: nothing is older; `chosen`: values by the names of filters; `words`: what is searched for; `before`: the
    cursor that the page before answered; `period`: a year "2026", a month "2026-11" or a day "2026-11-30", in UTC.
    """

    earliest: datetime
    chosen: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    before: str = ""
    period: str = ""
    limit: int = 50
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """Answer the beginning of the period and the beginning of what comes after; None without one."""
        return span(self.period) if self.period else None


def span(period: str) -> tuple[datetime, datetime]:
    """Answer when a year, month or day begins and when the next one does, or raise Invalid."""
    found = PERIOD.fullmatch(period)
    if found is None or int(found[1]) not in YEARS:
        raise Invalid(f"There is no such year, month or day: {period[:20]!r}.")
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        start = datetime(year, month if found[2] else 1, day if found[3] else 1, tzinfo=UTC)
    except ValueError as error:
        raise Invalid(f"There is no such month or day: {period!r}.") from error
    if found[3]:
        return start, start + timedelta(days=1)
    return start, next_month(start) if found[2] else start.replace(year=year + 1)


def first_of_month(moment: datetime) -> datetime:
    """Answer the beginning of the month in which a moment is, in UTC."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month(start: datetime) -> datetime:
    """Answer the beginning of the month after the one that begins here."""
    return first_of_month(start + timedelta(days=32))


def months_between(first: date, last: date) -> Iterator[date]:
    """List the first days of the months from that of one day to that of another, both included."""
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True)
class Listed(Generic[T_co]):
    """A page; `before` is the cursor of the next one, None at the end. It may be short, or empty, and not the last."""

    items: Sequence[T_co]
    before: str | None


class Source(Protocol[T_co]):
    """Where a list comes from."""

    def read(self, object_ids: Sequence[str], /) -> Sequence[T_co]:
        """Read what has these ids, in any order; what is not there, or is no id at all, is left out."""

    def page(self, asked: Asked, /) -> Listed[T_co]:
        """Read a page, or raise Invalid when a cursor, a period or a filter's value is none."""
