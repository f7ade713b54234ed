"""A process that dies, or a store that goes away, before any write: it all happened, or nothing did."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.request import Request, urlopen

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ReadTimeoutError

from accounts.models import User
from core.dynamo import connection
from core.errors import Unavailable
from messaging.services import delete_message, mark_read, send_message
from messaging.tests.talking import assert_rows_are_true, chat, messages_between, row_of, write
from photos.tests.interrupting import interrupted, survives
from tests.cast import browser_of, items_stored


def test_a_send_that_dies_leaves_nothing_and_can_be_repeated(owner: User, friend: User) -> None:
    def send() -> object:
        return send_message(actor=owner, to_user_id=friend.pk, text="once", client_id="a")

    for writes in count():
        ended = survives(send, writes=writes)
        if ended:
            break
        assert items_stored() == []
    assert writes == 1
    send()
    assert len(messages_between(owner, friend)) == 1
    assert_rows_are_true(owner, friend)


def test_a_deletion_that_dies_leaves_everything(owner: User, friend: User) -> None:
    *_, last = chat(friend, owner, 4)
    before = items_stored()
    assert not survives(lambda: delete_message(actor=owner, user_id=friend.pk, message_id=last), writes=0)
    assert items_stored() == before
    assert_rows_are_true(owner, friend)
    assert survives(lambda: delete_message(actor=owner, user_id=friend.pk, message_id=last), writes=1)
    assert_rows_are_true(owner, friend)


def test_reading_that_dies_leaves_the_count(owner: User, friend: User) -> None:
    chat(friend, owner, 3)
    assert not survives(lambda: mark_read(actor=owner, user_id=friend.pk), writes=0)
    assert row_of(owner, friend).unread == 2
    assert_rows_are_true(owner, friend)


def test_a_store_that_is_away_is_503_and_nothing_is_sent(owner: User, friend: User) -> None:
    def away() -> None:
        raise Unavailable

    browser = browser_of(owner)
    with interrupted(after=0, by=away):
        answer = write(browser, friend, client_id="a")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert items_stored() == []
    assert write(browser, friend, client_id="a").status_code == 201


def never_came(request: Any) -> None:
    """Lose the answer on its way."""
    raise ReadTimeoutError(endpoint_url=request.url)


def says_it_was_there_already(request: Any) -> Any:
    """Answer as a server does that meets its own first try and has forgotten that it was the same."""
    reasons = [{"Code": "ConditionalCheckFailed"}, *[{"Code": "None"}] * 3]
    refused = {"__type": "x#TransactionCanceledException", "message": "x", "CancellationReasons": reasons}
    answer: Any = AWSResponse(request.url, 400, HTTPHeaders(), None)
    answer._content = json.dumps(refused).encode()  # noqa: SLF001 -- there is no other way to say it
    return answer


@pytest.mark.parametrize("end", [never_came, says_it_was_there_already])
@pytest.mark.parametrize("more", [{}, {"client_id": "a"}])
def test_an_answer_that_was_lost_after_the_write_doubles_nothing(
    owner: User, friend: User, more: dict[str, str], end: Callable[[Any], object]
) -> None:
    lost: list[object] = []

    def lose(request: Any, **_: object) -> object:
        if lost:
            return None
        lost.append(request)
        with urlopen(Request(request.url, request.body, dict(request.headers), method="POST"), timeout=10):  # noqa: S310
            return end(request)

    events: Any = connection().client.meta.events
    events.register("before-send.dynamodb.TransactWriteItems", lose, unique_id="lose")
    try:
        answer = write(browser_of(owner), friend, **more)
    finally:
        events.unregister("before-send.dynamodb.TransactWriteItems", unique_id="lose")
    assert (answer.status_code, len(lost)) == (201, 1)
    assert [message.message_id for message in messages_between(owner, friend)] == [answer.json()["message_id"]]
    assert_rows_are_true(owner, friend)
