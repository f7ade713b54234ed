"""How often a person may do something within an hour."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache

from core.errors import TooMany
from core.limits import consume


@pytest.fixture(autouse=True)
def _limits(settings: Any) -> None:
    """Allow little, so that it is soon too much."""
    settings.RATE_LIMITS = True
    settings.HOURLY_LIMITS = {"likes": 3, "comments": 20}


def done(action: str, who: int, times: int) -> list[int | None]:
    """Do it so often, and list after how many seconds one may come back (None: it went well)."""
    outcomes: list[int | None] = []
    for _ in range(times):
        try:
            consume(action, who)
            outcomes.append(None)
        except TooMany as error:
            outcomes.append(error.retry_after)
    return outcomes


def test_so_many_are_allowed_and_the_next_one_is_told_when_to_come_back() -> None:
    *good, first, second = done("likes", 1, 5)
    assert good == [None] * 3
    for seconds in (first, second):
        assert seconds is not None
        assert 1 <= seconds <= 3600


def test_the_limit_is_said() -> None:
    done("likes", 1, 3)
    with pytest.raises(TooMany, match="3 times"):
        consume("likes", 1)


def test_each_person_and_each_deed_has_a_limit_of_its_own() -> None:
    assert done("likes", 1, 4)[-1] is not None
    assert done("likes", 11, 3) == done("comments", 1, 3) == [None] * 3


def test_the_next_hour_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = done("likes", 1, 4)[-1]
    assert seconds is not None
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + seconds)
    assert done("likes", 1, 4)[:3] == [None] * 3


def test_a_count_that_the_cache_has_lost_stops_nobody() -> None:
    done("likes", 1, 4)
    cache.clear()
    assert done("likes", 1, 3) == [None] * 3


def test_the_switch_lifts_the_limits(settings: Any) -> None:
    settings.RATE_LIMITS = False
    assert done("likes", 1, 50) == [None] * 50


def test_many_at_once_are_counted_rightly() -> None:
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda _: done("comments", 1, 5)[:], range(8)))
    assert sum(outcome is None for batch in outcomes for outcome in batch) == 20
