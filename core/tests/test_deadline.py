"""One deadline for everything inside a block, and none outside."""

import threading

import pytest

from core.deadline import deadline, seconds_left


def test_outside_of_a_request_nothing_is_in_a_hurry() -> None:
    assert seconds_left() is None


def test_the_time_that_is_left_only_shrinks() -> None:
    with deadline(60):
        first, second = seconds_left(), seconds_left()
    assert first is not None
    assert second is not None
    assert 0 < second <= first <= 60


def test_a_deadline_that_is_over_leaves_nothing() -> None:
    with deadline(-1):
        assert seconds_left() == 0


def test_a_block_gives_back_what_was_there_before() -> None:
    with deadline(60):
        with pytest.raises(ValueError, match="on the way"), deadline(1):
            raise ValueError("on the way")
        left = seconds_left()
        assert left is not None
        assert left > 1
    assert seconds_left() is None


def test_another_thread_has_its_own_time() -> None:
    seen: list[float | None] = []
    with deadline(1):
        thread = threading.Thread(target=lambda: seen.append(seconds_left()))
        thread.start()
        thread.join()
    assert seen == [None]
