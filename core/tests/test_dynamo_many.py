"""Many items at once, tallies and checks against the real server, and reads side by side."""

import threading
from contextvars import ContextVar

import pytest

from core.deadline import deadline, seconds_left
from core.dynamo import ConditionFailed, Transaction, batch_delete, batch_get, in_parallel, query_page
from core.dynamo.reading import BATCH_ROUNDS
from core.errors import Unavailable
from core.tests.shelf import Book, Note, Shelf, Sum, good, real, standing_in

pytestmark = pytest.mark.usefixtures("between")
GUEST: ContextVar[str] = ContextVar("GUEST", default="nobody")


def fill(number: int) -> list[Book]:
    """Put so many books on a shelf."""
    books = [Book("SHELF#1", f"{index:04}", title="novel") for index in range(number)]
    with Shelf.batch_write() as batch:
        for book in books:
            batch.save(book)
    return books


def lend(number: int) -> None:
    """Count that books were lent."""
    change = Transaction()
    change.tally(Sum("SHELF#1", "sum"), [Sum.lent.add(number)])
    change.commit()


def test_a_tally_is_made_and_changed_and_is_what_it_is() -> None:
    for number in (3, 4, -2):
        lend(number)
    assert [item.lent for item in query_page(Sum, "SHELF#1", limit=9).items] == [5]
    assert [type(item) for item in batch_get(Shelf, [("SHELF#1", "sum")])] == [Sum]
    assert [(type(item), item.sk) for item in Shelf.scan()] == [(Sum, "sum")]


def test_a_check_writes_nothing_and_refuses_the_rest() -> None:
    fill(1)
    for title, lent in (("novel", 1), ("poems", None)):
        change = Transaction()
        change.check(Book("SHELF#1", "0000"), condition=Book.title == title)
        change.put(Note("SHELF#2", title))
        if lent:
            change.commit()
        else:
            with pytest.raises(ConditionFailed):
                change.commit()
    assert sorted((item.pk, item.sk) for item in Shelf.scan()) == [("SHELF#1", "0000"), ("SHELF#2", "novel")]


def test_60_items_go_in_three_calls_whatever_is_gone_already() -> None:
    books = fill(60)
    gone = Book("SHELF#1", "missing")
    with standing_in(real) as calls:
        batch_delete([*books[:59], gone])
    assert [call.operation for call in calls] == ["BatchWriteItem"] * 3
    assert [book.sk for book in query_page(Book, "SHELF#1", limit=99).items] == ["0059"]


def test_nothing_to_remove_asks_nobody() -> None:
    with standing_in(real) as calls:
        batch_delete([])
    assert calls == []


def left(*keys: str) -> dict[str, object]:
    """Write an answer to BatchWriteItem that leaves something to do."""
    items = [{"DeleteRequest": {"Key": {"PK": {"S": "SHELF#1"}, "SK": {"S": sk}}}} for sk in keys]
    return {"UnprocessedItems": {Shelf.Meta.table_name: items} if keys else {}}


def test_what_was_left_is_removed_by_another_call() -> None:
    books = fill(3)
    with standing_in(good(**left("0001", "0002")), good(**left("0002")), real) as calls:
        batch_delete(books)
    asked = [call.body["RequestItems"][Shelf.Meta.table_name] for call in calls]
    assert [len(requests) for requests in asked] == [3, 2, 1]
    assert asked[-1][0]["DeleteRequest"]["Key"]["SK"] == {"S": "0002"}


def test_what_is_always_left_is_an_error() -> None:
    books = fill(1)
    with standing_in(good(**left("0000"))) as calls, pytest.raises(Unavailable):
        batch_delete(books)
    assert len(calls) == BATCH_ROUNDS


@pytest.mark.parametrize(("look_through", "found"), [(None, 1), (10, 2), (100, 5)])
def test_a_filter_looks_through_as_much_as_it_is_told(look_through: int | None, found: int) -> None:
    books = fill(50)
    with Shelf.batch_write() as batch:
        for book in books[4::5]:
            batch.save(Book(book.pk, book.sk, title="poems"))
    page = query_page(
        Book,
        "SHELF#1",
        limit=5,
        look_through=look_through,
        filter_condition=Book.title == "poems",
        newest_first=False,
    )
    assert [book.sk for book in page.items] == [f"{index:04}" for index in range(4, 50, 5)][:found]
    assert page.after == {None: "0005", 10: "0009", 100: "0024"}[look_through]


def test_reads_side_by_side_answer_in_their_order() -> None:
    met = threading.Barrier(3, timeout=10)

    def read(number: int) -> int:
        # None of them comes further before all are under way.
        met.wait()
        return number

    assert in_parallel([lambda number=number: read(number) for number in range(3)]) == [0, 1, 2]  # type: ignore[misc]
    assert in_parallel([lambda: 7]) == [7]


def test_reads_side_by_side_know_who_asks_and_how_long_they_have() -> None:
    token = GUEST.set("somebody")
    with deadline(5):
        answers = in_parallel([lambda: (GUEST.get(), seconds_left())] * 4)
    GUEST.reset(token)
    assert {guest for guest, _ in answers} == {"somebody"}
    assert all(left is not None and 0 < left <= 5 for _, left in answers)


def test_an_error_of_one_read_is_an_error_of_all() -> None:
    def fails() -> None:
        raise Unavailable

    with pytest.raises(Unavailable):
        in_parallel([lambda: None, fails, lambda: None])
