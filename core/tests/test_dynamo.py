"""DynamoDB against the real server: pages, batches, transactions, and what of it goes over the wire."""

import pytest

from core.dynamo import (
    ConditionFailed,
    Page,
    Transaction,
    batch_get,
    create_missing_tables,
    query_page,
    use_endpoint,
)
from core.dynamo.reading import BATCH_ROUNDS
from core.errors import Unavailable
from core.tests.shelf import Book, Note, Shelf, good, lost, real, standing_in

pytestmark = pytest.mark.usefixtures("between")


def fill(*books: Book) -> None:
    """Put books on their shelves."""
    with Shelf.batch_write() as batch:
        for book in books:
            batch.save(book)


def novels(number: int, *, title: str = "novel") -> list[Book]:
    """Write so many books for one shelf."""
    return [Book("SHELF#1", f"{index:04}", title=title) for index in range(number)]


def test_tables_that_are_there_stay_as_they_are() -> None:
    fill(Book("SHELF#1", "0001", title="kept"))
    assert create_missing_tables() == []
    assert [book.title for book in query_page(Book, "SHELF#1", limit=1).items] == ["kept"]


@pytest.mark.parametrize(("there", "found", "more"), [(0, 0, False), (4, 4, False), (5, 5, False), (6, 5, True)])
def test_a_page_says_there_is_more_only_when_there_is(*, there: int, found: int, more: bool) -> None:
    fill(*novels(there))
    page = query_page(Book, "SHELF#1", limit=5)
    assert (len(page.items), page.after is not None) == (found, more)


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("keep_every", [1, 2, 7, 100])
def test_pages_show_everything_once_and_in_order(*, newest_first: bool, keep_every: int) -> None:
    books = novels(23)
    kept = books[::keep_every]
    for book in kept:
        book.title = "kept"
    fill(*books)
    read: list[str] = []
    page: Page[Book] = Page([], "9999" if newest_first else "!")
    while page.after is not None:
        condition = Book.sk < page.after if newest_first else Book.sk > page.after
        page = query_page(
            Book,
            "SHELF#1",
            limit=3,
            key_condition=condition,
            filter_condition=Book.title == "kept",
            newest_first=newest_first,
        )
        assert len(page.items) <= 3
        read += [book.sk for book in page.items]
    assert read == sorted((book.sk for book in kept), reverse=newest_first)


def test_a_page_is_one_query_that_is_consistent_on_demand() -> None:
    with standing_in(real) as calls:
        query_page(Book, "SHELF#1", limit=5)
        query_page(Book, "SHELF#1", limit=5, consistent=True)
    assert [call.operation for call in calls] == ["Query", "Query"]
    assert [call.body.get("ConsistentRead", False) for call in calls] == [False, True]


def test_a_batch_reads_250_keys_in_three_consistent_calls() -> None:
    books = novels(240)
    fill(*books, Book("SHELF#2", "0000"))
    missing = [("NOWHERE", f"{index:04}") for index in range(9)]
    keys = [*missing, *((book.pk, book.sk) for book in books), ("SHELF#2", "0000")]
    with standing_in(real) as calls:
        found = batch_get(Shelf, [*keys, *keys])
    assert {(book.pk, book.sk) for book in found} == set(keys) - set(missing)
    assert len(found) == 241
    requests = [call.body["RequestItems"][Shelf.Meta.table_name] for call in calls]
    assert [(call.operation, len(request["Keys"])) for call, request in zip(calls, requests, strict=True)] == [
        ("BatchGetItem", 100),
        ("BatchGetItem", 100),
        ("BatchGetItem", 50),
    ]
    assert all(request["ConsistentRead"] is True for request in requests)


def test_a_batch_answers_every_kind_as_what_it_is() -> None:
    fill(Book("SHELF#1", "book", title="a book"))
    Note("SHELF#1", "note", text="a note").save()
    found = batch_get(Shelf, [("SHELF#1", "book"), ("SHELF#1", "note")])
    assert {type(item) for item in found} == {Book, Note}


def test_a_batch_of_nothing_asks_nobody() -> None:
    with standing_in(real) as calls:
        assert batch_get(Shelf, []) == []
    assert calls == []


def part(*found: str, unread: tuple[str, ...] = ()) -> dict[str, object]:
    """Write an answer to BatchGetItem that leaves something out."""
    name = Shelf.Meta.table_name
    items = [{"PK": {"S": "SHELF#1"}, "SK": {"S": sk}, "kind": {"S": "book"}, "title": {"S": ""}} for sk in found]
    keys = [{"PK": {"S": "SHELF#1"}, "SK": {"S": sk}} for sk in unread]
    return {"Responses": {name: items}, "UnprocessedKeys": {name: {"Keys": keys}} if keys else {}}


def test_keys_that_were_left_out_are_asked_for_again() -> None:
    keys = [("SHELF#1", sk) for sk in ("1", "2", "3")]
    answers = [part("1", unread=("2", "3")), part(unread=("2", "3")), part("3", unread=("2",)), part("2")]
    with standing_in(*(good(**answer) for answer in answers)) as calls:
        found = batch_get(Shelf, keys)
    assert sorted(book.sk for book in found) == ["1", "2", "3"]
    asked = [call.body["RequestItems"][Shelf.Meta.table_name]["Keys"] for call in calls]
    assert [len(keys) for keys in asked] == [3, 2, 2, 1]


def test_keys_that_are_always_left_out_are_an_error_and_no_short_list() -> None:
    with standing_in(good(**part("1", unread=("2",)))) as calls, pytest.raises(Unavailable):
        batch_get(Shelf, [("SHELF#1", "1"), ("SHELF#1", "2")])
    assert len(calls) == BATCH_ROUNDS


def test_a_transaction_writes_everything() -> None:
    fill(Book("SHELF#1", "old"), Book("SHELF#1", "gone"))
    change = Transaction()
    change.put(Book("SHELF#1", "new"), condition=Book.pk.does_not_exist())
    change.update(Book("SHELF#1", "old"), [Book.title.set("changed")], condition=Book.pk.exists())
    change.delete(Book("SHELF#1", "gone"))
    change.commit()
    books = query_page(Book, "SHELF#1", limit=9, newest_first=False).items
    assert [(book.sk, book.title) for book in books] == [("new", ""), ("old", "changed")]


def test_a_refused_condition_writes_nothing() -> None:
    fill(Book("SHELF#1", "old", title="as it was"))
    change = Transaction()
    change.put(Book("SHELF#1", "new"))
    change.update(Book("SHELF#1", "old"), [Book.title.set("changed")], condition=Book.pk.exists())
    change.update(Book("SHELF#1", "missing"), [Book.title.set("ghost")], condition=Book.pk.exists())
    with pytest.raises(ConditionFailed):
        change.commit()
    books = query_page(Book, "SHELF#1", limit=9).items
    assert [(book.sk, book.title) for book in books] == [("old", "as it was")]


def test_a_transaction_whose_answer_was_lost_is_not_refused_by_its_own_first_try() -> None:
    change = Transaction()
    change.put(Book("SHELF#1", "new"), condition=Book.pk.does_not_exist())
    with standing_in(lost, real) as calls:
        change.commit()
    assert [call.operation for call in calls] == ["TransactWriteItems"] * 2
    assert len({call.body["ClientRequestToken"] for call in calls}) == 1
    assert len(query_page(Book, "SHELF#1", limit=9).items) == 1


def test_two_transactions_never_share_a_token() -> None:
    with standing_in(real) as calls:
        for number in range(2):
            change = Transaction()
            change.put(Book("SHELF#1", str(number)))
            change.commit()
    assert len({call.body["ClientRequestToken"] for call in calls}) == 2


def test_a_site_without_its_tables_says_what_to_start(settings: object) -> None:
    settings.EMBEDDED_DYNAMODB = True  # type: ignore[attr-defined]
    address = settings.DYNAMODB_ENDPOINT_URL  # type: ignore[attr-defined]
    use_endpoint("")
    try:
        with pytest.raises(Unavailable, match="Start the site first"):
            query_page(Book, "SHELF#1", limit=1)
    finally:
        use_endpoint(address)
