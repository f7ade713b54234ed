"""The figures at the front of the administration, each for who may look at what it counts."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Count, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import TruncDate

from accounts.models import User
from core.deadline import deadline
from core.errors import Unavailable
from moderation.models import Appeal, Case, DayFigures, Decision, Report, State
from photos.models import HELD
from photos.queries import count_photos_since, count_with_status

log = logging.getLogger(__name__)

CHART_DAYS = 14
FAILED_DAYS = 30
# A front page that is slow to say "not known" is no help to those who come because something is wrong.
COUNT_SECONDS = 2.0
PerDay = Mapping[date, int]


@dataclass(frozen=True)
class Photos:
    """Uploads and what became of them; `today` and `held` are None while the store does not answer.

    `stored_bytes` are all files where `is_measured`, else the originals of the counted days alone.
    """

    today: int | None
    held: int | None
    failed: int
    stored_bytes: int
    is_measured: bool
    bytes_of_days: int
    uploads: PerDay
    counted_at: datetime | None


@dataclass(frozen=True)
class Cases:
    """What waits for moderators, and what came and was decided by day."""

    open: int
    oldest: datetime | None
    mine: int
    appeals: int
    reports: PerDay
    decisions: PerDay


@dataclass(frozen=True)
class SignUps:
    """New accounts by day; `waiting` is None where nobody has to be approved, or not by the viewer."""

    by_day: PerDay
    waiting: int | None


@dataclass(frozen=True)
class Dashboard:
    """The figures; a part that the viewer may not see is None. `days` are the last fourteen in UTC, up to today."""

    days: Sequence[date]
    photos: Photos | None
    cases: Cases | None
    sign_ups: SignUps | None

    @property
    def today(self) -> date:
        """Answer the day that is not over yet."""
        return self.days[-1]


def dashboard_for(viewer: User, *, now: datetime) -> Dashboard | None:
    """Read the figures that the viewer may see, None when there are none: at most four SQL queries and two COUNTs."""
    sees_cases = viewer.has_perm("moderation.view_case")
    sees_photos = viewer.has_perm("photos.view_photo")
    sees_people = sees_cases or viewer.has_perm("accounts.view_user")
    if not (sees_cases or sees_photos or sees_people):
        return None
    now = now.astimezone(UTC)
    days = [now.date() - timedelta(days=number) for number in reversed(range(CHART_DAYS))]
    counted = _counted_by_day(viewer, days[0], cases=sees_cases, people=sees_people)
    return Dashboard(
        days,
        _photos(now) if sees_photos else None,
        _cases(viewer, counted) if sees_cases else None,
        _sign_ups(viewer, counted) if sees_people else None,
    )


def _photos(now: datetime) -> Photos:
    today, held = _counted_now(now)
    rows = list(DayFigures.objects.filter(day__gt=now.date() - timedelta(days=FAILED_DAYS)))
    lately = [row for row in rows if row.day > now.date() - timedelta(days=CHART_DAYS)]
    uploads = {row.day: row.uploads for row in lately}
    measured = [row.stored_bytes for row in rows if row.stored_bytes is not None]
    return Photos(
        today=today,
        held=held,
        failed=sum(row.failed for row in rows),
        stored_bytes=measured[-1] if measured else _bytes_of_originals(),
        is_measured=bool(measured),
        bytes_of_days=sum(row.upload_bytes for row in lately),
        uploads=uploads if today is None else {**uploads, now.date(): today},
        counted_at=rows[-1].computed_at if rows else None,
    )


def _counted_now(now: datetime) -> tuple[int | None, int | None]:
    """Count today's uploads and the held photos; neither is known while the store is away."""
    try:
        with deadline(COUNT_SECONDS):
            return count_photos_since(datetime.combine(now.date(), time(), UTC)), count_with_status(HELD)
    except Unavailable:
        log.exception("dashboard: the photos could not be counted")
        return None, None


def _bytes_of_originals() -> int:
    total: int | None = DayFigures.objects.aggregate(total=Sum("upload_bytes"))["total"]
    return total or 0


def _cases(viewer: User, counted: Mapping[str, PerDay]) -> Cases:
    found = Case.objects.filter(state=State.OPEN).aggregate(
        open=Count("pk"), oldest=Min("opened_at"), mine=Count("pk", filter=Q(assignee=viewer))
    )
    appeals = sum(counted["appeals"].values())
    return Cases(**found, appeals=appeals, reports=counted["reports"], decisions=counted["decisions"])


def _sign_ups(viewer: User, counted: Mapping[str, PerDay]) -> SignUps:
    waiting = sum(counted["waiting"].values()) if _may_approve(viewer) else None
    return SignUps(counted["sign_ups"], waiting)


def _may_approve(viewer: User) -> bool:
    return viewer.has_perm("accounts.view_signup")


def _counted_by_day(viewer: User, first: date, *, cases: bool, people: bool) -> Mapping[str, PerDay]:
    """Count rows by what they are and the day (in UTC) on which they came: one query for all of it.

    From `first` on, but all that still waits.
    """
    since = {"created_at__gte": datetime.combine(first, time(), UTC)}
    parts: list[QuerySet[Any, Any]] = []
    if people:
        parts.append(_by_day("sign_ups", User.objects.filter(**since)))
        if _may_approve(viewer):
            parts.append(_by_day("waiting", User.objects.filter(awaits_approval=True)))
    if cases:
        parts.append(_by_day("reports", Report.objects.filter(**since)))
        parts.append(_by_day("decisions", Decision.objects.filter(**since)))
        parts.append(_by_day("appeals", Appeal.objects.filter(answer=None)))
    counted: dict[str, dict[date, int]] = defaultdict(dict)
    if parts:
        for kind, day, number in parts[0].union(*parts[1:], all=True):
            counted[kind][day] = number
    return counted


def _by_day(kind: str, rows: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    named = rows.order_by().annotate(
        kind=Value(kind, output_field=CharField()), day=TruncDate("created_at", tzinfo=UTC)
    )
    counted: QuerySet[Any, Any] = named.values("kind", "day").annotate(number=Count("pk"))
    return counted.values_list("kind", "day", "number")
