"""Listing without a scan: every item once, newest first, whatever leads, within three calls a page."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.dynamo import batch_delete
from core.errors import Invalid
from core.ids import first_id, id_before, is_id, made_at, new_id
from core.listing import Asked, Listed, span
from core.tests.library import CATALOGUE, FIRST, Tome, fetch, shelve, tome
from core.tests.shelf import Shelf
from tests.cast import Counted

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 6, 15, 12, tzinfo=UTC)
MONTH_ENDS = [datetime(2024, 4, 1, tzinfo=UTC) + timedelta(milliseconds=shift) for shift in (-1, 0, 1)] + [
    NOW,
    FIRST,
    datetime(2024, 12, 31, 23, 59, 59, 999000, tzinfo=UTC),
    datetime(2025, 1, 1, tzinfo=UTC),
]
MOMENTS = st.one_of(
    st.sampled_from(MONTH_ENDS),
    st.datetimes(FIRST.replace(tzinfo=None), NOW.replace(tzinfo=None)).map(lambda naive: naive.replace(tzinfo=UTC)),
)
TOMES = st.lists(
    st.tuples(MOMENTS, st.integers(0, 5), st.sampled_from(["in", "lent"]), st.sampled_from(["anna", "bert"])),
    max_size=25,
    unique_by=lambda one: (int(one[0].timestamp() * 1000), one[1]),
)


def pages(asked: Asked) -> Iterator[Listed[Tome]]:
    """Read page after page to the end."""
    before: str | None = asked.before
    while before is not None:
        page = CATALOGUE.page(Asked(**{**vars(asked), "before": before}))
        assert page.before is None or page.before != before
        yield page
        before = page.before


def everything(asked: Asked) -> list[str]:
    """List the ids on all pages."""
    return [found.tome_id for page in pages(asked) for found in page.items]


def empty_shelf() -> None:
    """Leave nothing for the next example."""
    batch_delete(list(Shelf.scan()))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=TOMES,
    limit=st.integers(1, 8),
    chosen=st.sampled_from(
        [{}, {"state": "lent"}, {"state": "in"}, {"reader": "anna"}, {"reader": "anna", "state": "lent"}]
    ),
    period=st.sampled_from(["", "2024", "2024-03", "2024-04-01"]),
)
def test_pages_show_everything_once_and_newest_first(
    rows: list[tuple[datetime, int, str, str]], limit: int, chosen: dict[str, str], period: str
) -> None:
    tomes = [tome(made, number=number, state=state, reader=reader) for made, number, state, reader in rows]
    shelve(*tomes)
    start, end = span(period) if period else (FIRST, NOW + timedelta(days=1))
    wanted = [
        one.tome_id
        for one in tomes
        if all(getattr(one, name) == value for name, value in chosen.items()) and start <= made_at(one.tome_id) < end
    ]
    found = everything(Asked(earliest=FIRST, now=NOW, limit=limit, chosen=chosen, period=period))
    empty_shelf()
    assert found == sorted(wanted, reverse=True)


def test_a_page_costs_three_calls_at_most(counted: Counted) -> None:
    shelve(*(tome(NOW - timedelta(days=20 * n), number=n, title="sea", reader="anna") for n in range(15)))
    for asked in (
        Asked(earliest=FIRST, now=NOW, limit=2),
        Asked(earliest=FIRST, now=NOW, limit=2, words="sea", chosen={"state": "in"}),
        Asked(earliest=FIRST, now=NOW, limit=2, period="2025"),
        Asked(earliest=FIRST, now=NOW, limit=2, chosen={"state": "in", "reader": "anna"}),
    ):
        before: str | None = ""
        while before is not None:
            with counted() as calls:
                before = CATALOGUE.page(Asked(**{**vars(asked), "before": before})).before
            assert len(calls.dynamodb) <= 3
            assert set(calls.dynamodb) <= {"Query", "BatchGetItem"}


def test_what_is_gone_is_left_out() -> None:
    gone, there = tome(title="sea"), tome(title="sea")
    shelve(gone, there)
    batch_delete([gone])
    page = CATALOGUE.page(Asked(earliest=FIRST, words="sea"))
    assert ([found.tome_id for found in page.items], page.before) == ([there.tome_id], None)


def test_a_gap_of_years_ends_and_says_that_there_may_be_more() -> None:
    old = tome(FIRST + timedelta(days=1))
    shelve(old)
    read = list(pages(Asked(earliest=FIRST, now=NOW)))
    assert [len(page.items) for page in read] == [0] * (len(read) - 1) + [1]
    # From June 2025 back to March 2024, two months a page.
    assert len(read) == 8


@pytest.mark.parametrize("earliest", [NOW, NOW + timedelta(days=400)])
def test_nothing_is_asked_for_from_before_the_beginning(counted: Counted, earliest: datetime) -> None:
    with counted() as calls:
        assert CATALOGUE.page(Asked(earliest=earliest, now=NOW)) == Listed([], None)
    assert len(calls.dynamodb) <= 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"before": "x"},
        {"before": new_id().upper()},
        {"period": "2024-1"},
        {"period": "1969"},
        {"period": "2024-02-30"},
        {"chosen": {"colour": "red"}},
    ],
)
def test_what_is_no_question_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        CATALOGUE.page(Asked(earliest=FIRST, **wrong))  # type: ignore[arg-type]


@given(st.integers(0, 2**46), st.integers(0, 2**62 - 1))
def test_bounds_of_ids_are_exact(moment: int, chance: int) -> None:
    made = f"{moment:012x}"
    lowest = f"{made[:8]}-{made[8:]}-7000-8000-000000000000"
    some = f"{made[:8]}-{made[8:]}-7000-{0x8000 + (chance >> 48):04x}-{chance & (2**48 - 1):012x}"
    assert is_id(lowest)
    assert lowest <= some
    assert id_before(some) < some
    assert not id_before(some) < lowest or some == lowest


def test_first_id_is_that_of_its_moment() -> None:
    assert made_at(first_id(NOW)) == NOW
    assert fetch([first_id(NOW)]) == []
