"""Ids: unique, sorted by time, and spelt in one way only."""

import time
from datetime import UTC, datetime

import pytest

from core.ids import is_id, made_at, milliseconds, new_id


def test_ids_sort_in_the_order_they_were_made() -> None:
    ids = [new_id() for _ in range(10_000)]
    assert ids == sorted(set(ids))


def test_an_id_tells_when_it_was_made() -> None:
    before = int(time.time() * 1000)
    item_id = new_id()
    assert before <= milliseconds(item_id) <= int(time.time() * 1000)


def test_the_time_is_read_from_the_first_48_bits() -> None:
    # The example of RFC 9562, appendix A.6.
    assert made_at("017f22e2-79b0-7cc3-98c4-dc0c0c07398f") == datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)


def test_every_new_id_is_an_id() -> None:
    assert all(is_id(new_id()) for _ in range(1000))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "017f22e279b07cc398c4dc0c0c07398f",
        "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-c8c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f\n",
        " 017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "\u066017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "../../../../../../../../../../secret",
    ],
)
def test_nothing_else_is_an_id(text: str) -> None:
    assert not is_id(text)
