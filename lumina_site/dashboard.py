"""How the figures at the front of the administration are shown: where each leads, and its charts as shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.timesince import timesince

from accounts.models import User
from moderation.queries.dashboard import FAILED_DAYS, Dashboard, PerDay, dashboard_for

# The shapes of a chart, in the units of its drawing (templates/admin/_chart.html).
HEIGHT = 60
DAY_WIDTH = 20
BAR_INSET = 3
LOWEST_BAR = 3
# A day with nothing is a line at the bottom.
NOTHING = 1


@dataclass(frozen=True)
class Figure:
    """A number with its name, what to know about it, and the list behind it; without a value it is not known."""

    name: str
    value: str | None
    link: str = ""
    note: str = ""
    is_waiting: bool = False


@dataclass(frozen=True)
class Bar:
    """A day of a chart: its number (None: not counted yet) and its shape."""

    day: date
    number: int | None
    x: int
    height: int
    is_today: bool

    @property
    def bar_x(self) -> int:
        """Answer where the bar itself begins within the room of its day."""
        return self.x + BAR_INSET

    @property
    def y(self) -> int:
        """Answer where the bar begins, counted from the top as drawings do."""
        return HEIGHT - self.height


@dataclass(frozen=True)
class Chart:
    """The bars of the last days; `key` tells it from the other charts of the page."""

    key: str
    name: str
    link: str
    bars: Sequence[Bar]
    most: int
    width: int
    height: int = HEIGHT
    day_width: int = DAY_WIDTH
    bar_width: int = DAY_WIDTH - 2 * BAR_INSET

    @property
    def total(self) -> int:
        """Add up the days."""
        return sum(bar.number or 0 for bar in self.bars)


@dataclass(frozen=True)
class Shown:
    """What the page shows: what waits for somebody, what is going on, and the last days."""

    waiting: Sequence[Figure]
    lately: Sequence[Figure]
    charts: Sequence[Chart]
    counted_at: datetime | None
    counts_photos: bool

    @property
    def nothing_waits(self) -> bool:
        """Say whether there is nothing to do, as far as it is known."""
        return all(figure.value == "0" for figure in self.waiting)


class _Lists:
    """The lists behind the figures, for somebody with certain rights."""

    def __init__(self, viewer: User) -> None:
        self._viewer = viewer
        self._front = reverse("admin:index")

    def of(self, model: str, **filters: object) -> str:
        """Answer the address of a model's list with these filters; nothing when the viewer may not open it.

        `model` is the application and the model, in lower case: the addresses of the administration are made of them.
        """
        application, name = model.split(".")
        if not self._viewer.has_perm(f"{application}.view_{name}"):
            return ""
        return f"{self._front}{application}/{name}/" + (f"?{urlencode(filters)}" if filters else "")


def shown_to(viewer: User, *, now: datetime) -> Shown | None:
    """Answer what the front page of the administration shows this member of the staff; None when it is nothing."""
    board = dashboard_for(viewer, now=now)
    if board is None:
        return None
    lists = _Lists(viewer)
    return Shown(
        [*_of_cases(board, lists, now), *_held(board, lists), *_of_waiting(board, lists)],
        [*_uploads(board, lists), *_sign_ups(board, lists), *_of_files(board, lists)],
        _charts(board, lists),
        board.photos.counted_at if board.photos else None,
        counts_photos=board.photos is not None,
    )


def _of_cases(board: Dashboard, lists: _Lists, now: datetime) -> list[Figure]:
    cases = board.cases
    if cases is None:
        return []
    is_open = {"state": "open"}
    age = f"the oldest for {timesince(cases.oldest, now, depth=1)}" if cases.oldest else ""
    return [
        _waiting("open cases", cases.open, lists.of("moderation.case", **is_open), age),
        _waiting("assigned to you", cases.mine, lists.of("moderation.case", **is_open, assigned="me")),
        _waiting("appeals to answer", cases.appeals, lists.of("moderation.appeal", answered="no")),
    ]


def _held(board: Dashboard, lists: _Lists) -> list[Figure]:
    photos = board.photos
    return [_waiting("photos held", photos.held, lists.of("photos.photo", status="held"))] if photos else []


def _of_waiting(board: Dashboard, lists: _Lists) -> list[Figure]:
    people = board.sign_ups
    if people is None or people.waiting is None:
        return []
    return [_waiting("sign-ups to approve", people.waiting, lists.of("accounts.signup"))]


def _waiting(name: str, number: int | None, link: str, note: str = "") -> Figure:
    return Figure(name, _written(number), link, note, is_waiting=bool(number))


def _uploads(board: Dashboard, lists: _Lists) -> list[Figure]:
    if board.photos is None:
        return []
    link = lists.of("photos.photo", period=board.today.isoformat())
    return [Figure("uploads today", _written(board.photos.today), link, _compared(board, board.photos.uploads))]


def _sign_ups(board: Dashboard, lists: _Lists) -> list[Figure]:
    if board.sign_ups is None:
        return []
    by_day, day = board.sign_ups.by_day, board.today
    of_today = {"created_at__year": day.year, "created_at__month": day.month, "created_at__day": day.day}
    number = _written(by_day.get(day, 0))
    return [Figure("sign-ups today", number, lists.of("accounts.user", **of_today), _compared(board, by_day))]


def _compared(board: Dashboard, by_day: PerDay) -> str:
    return f"{by_day.get(board.days[-2], 0):,} yesterday"


def _of_files(board: Dashboard, lists: _Lists) -> list[Figure]:
    photos = board.photos
    if photos is None:
        return []
    a_day = filesizeformat(photos.bytes_of_days // len(board.days))
    of_what = "" if photos.is_measured else "originals alone, "
    return [
        Figure(
            "failed in processing",
            _written(photos.failed),
            lists.of("photos.photo", status="failed"),
            f"of the last {FAILED_DAYS} days",
        ),
        Figure(
            "stored",
            filesizeformat(photos.stored_bytes),
            lists.of("photos.photo"),
            f"{of_what}{a_day} uploaded a day",
        ),
    ]


def _charts(board: Dashboard, lists: _Lists) -> list[Chart]:
    """Draw what the viewer may see. Of uploads a day can be unknown; of what is in the database nothing is nothing."""
    nothing = dict.fromkeys(board.days, 0)
    charts = []
    if board.photos:
        charts.append(_chart("uploads", "Uploads", lists.of("photos.photo"), board.days, board.photos.uploads))
    if board.sign_ups:
        by_day = {**nothing, **board.sign_ups.by_day}
        charts.append(_chart("sign-ups", "Sign-ups", lists.of("accounts.user"), board.days, by_day))
    if board.cases:
        reports, decisions = {**nothing, **board.cases.reports}, {**nothing, **board.cases.decisions}
        charts.append(_chart("reports", "Reports", lists.of("moderation.report"), board.days, reports))
        charts.append(_chart("decisions", "Decisions", lists.of("moderation.decision"), board.days, decisions))
    return charts


def _chart(key: str, name: str, link: str, days: Sequence[date], by_day: PerDay) -> Chart:
    most = max((by_day.get(day, 0) for day in days), default=0)
    bars = [
        Bar(day, by_day.get(day), place * DAY_WIDTH, _height(by_day.get(day, 0), most), is_today=day == days[-1])
        for place, day in enumerate(days)
    ]
    return Chart(key, name, link, bars, most, len(days) * DAY_WIDTH)


def _height(number: int, most: int) -> int:
    """Answer how high a bar is: the highest fills the drawing, and something never looks like nothing."""
    return max(LOWEST_BAR, round(number / most * HEIGHT)) if number else NOTHING


def _written(number: int | None) -> str | None:
    return None if number is None else f"{number:,}"
