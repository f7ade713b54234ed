"""A DynamoDB that throttles, refuses, loses and hangs: each call ends with an answer, a refusal, or Unavailable."""

import time
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from pynamodb.exceptions import PynamoDBException

from core.deadline import deadline
from core.dynamo import ConditionFailed, Transaction, batch_get, create_missing_tables, query_page, use_endpoint
from core.dynamo.connection import ATTEMPTS, READ_SECONDS
from core.errors import Unavailable
from core.tests.shelf import Book, Shelf, Told, bad, good, hang, lost, real, standing_in
from tests import servers

pytestmark = pytest.mark.usefixtures("between")
NO_ITEMS = good(Items=[], Count=0, ScannedCount=0)


def read() -> None:
    """Ask for an empty shelf."""
    assert query_page(Book, "SHELF#1", limit=1).items == []


def write() -> None:
    """Put one book on it, if it is not there."""
    change = Transaction()
    change.put(Book("SHELF#1", "0001"), condition=Book.pk.does_not_exist())
    change.commit()


def cancelled(*codes: str) -> Told:
    """Tell it that a transaction was cancelled for these reasons."""
    reasons = [{"Code": code, "Message": code} for code in codes]
    return bad("TransactionCanceledException", CancellationReasons=reasons)


@pytest.mark.parametrize(
    "fault",
    [
        bad("ProvisionedThroughputExceededException"),
        bad("ThrottlingException"),
        bad("RequestLimitExceeded"),
        bad("TransactionConflictException"),
        bad("InternalServerError", 500),
        bad("ServiceUnavailable", 503),
        bad("Something", 500),
        lost,
    ],
)
def test_a_fault_that_passes_is_waited_for(fault: Told) -> None:
    with standing_in(fault, fault, NO_ITEMS) as calls:
        read()
    assert len(calls) == 3


def test_a_transaction_that_collides_is_tried_again() -> None:
    with standing_in(cancelled("None", "TransactionConflict"), cancelled("ThrottlingError"), good()) as calls:
        write()
    assert len(calls) == 3


def test_a_transaction_that_collides_and_was_refused_is_refused() -> None:
    with standing_in(cancelled("TransactionConflict", "ConditionalCheckFailed")) as calls:
        with pytest.raises(ConditionFailed):
            write()
        assert len(calls) == 1


def test_a_transaction_that_always_collides_is_unavailable_and_not_refused() -> None:
    with standing_in(cancelled("TransactionConflict")) as calls:
        with pytest.raises(Unavailable):
            write()
        assert len(calls) == ATTEMPTS


def test_a_fault_that_stays_is_unavailable_with_the_time_to_come_back() -> None:
    with standing_in(bad("InternalServerError", 500)) as calls:
        with pytest.raises(Unavailable) as raised:
            read()
        assert len(calls) == ATTEMPTS
    assert raised.value.retry_after


@pytest.mark.parametrize(
    "code",
    ["AccessDeniedException", "UnrecognizedClientException", "ResourceNotFoundException", "ExpiredTokenException"],
)
def test_a_broken_set_up_is_told_at_once(code: str) -> None:
    with standing_in(bad(code)) as calls:
        for ask in (read, write, lambda: batch_get(Shelf, [("SHELF#1", "1")])):
            calls.clear()
            with pytest.raises(Unavailable):
                ask()
            assert len(calls) == 1


def test_our_own_mistake_is_no_outage_and_not_repeated() -> None:
    with standing_in(bad("ValidationException")) as calls:
        with pytest.raises(PynamoDBException):
            read()
        assert len(calls) == 1


@pytest.mark.parametrize("ask", [read, write, lambda: batch_get(Shelf, [("SHELF#1", "1")])])
def test_a_server_that_hangs_takes_no_longer_than_the_deadline(ask: Callable[[], object]) -> None:
    with standing_in(hang) as calls:
        began = time.monotonic()
        with deadline(0.3), pytest.raises(Unavailable):
            ask()
        assert time.monotonic() - began < READ_SECONDS
    assert len(calls) == 1


def test_a_deadline_that_is_over_asks_nobody() -> None:
    with standing_in(real) as calls, deadline(0), pytest.raises(Unavailable):
        read()
    assert calls == []


def test_keys_left_out_are_given_up_at_the_deadline() -> None:
    unread = {Shelf.Meta.table_name: {"Keys": [{"PK": {"S": "SHELF#1"}, "SK": {"S": "1"}}]}}
    with standing_in(good(Responses={}, UnprocessedKeys=unread)) as calls:
        with deadline(0.2), pytest.raises(Unavailable):
            batch_get(Shelf, [("SHELF#1", "1")])
        assert len(calls) > 1


def test_nobody_at_the_address_is_unavailable(settings: LazySettings) -> None:
    address = settings.DYNAMODB_ENDPOINT_URL
    use_endpoint(f"http://127.0.0.1:{servers.free_port()}")
    try:
        for ask in (read, write, create_missing_tables):
            with pytest.raises(Unavailable):
                ask()
    finally:
        use_endpoint(address or "")
