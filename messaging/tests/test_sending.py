"""Sending as JSON: who gets what, what is no message, and a client that sends again."""

from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from core.ids import milliseconds, new_id
from messaging.services import send_message
from messaging.signals import message_sent
from messaging.tests.talking import (
    JSON,
    assert_rows_are_true,
    befriend,
    conversations_of,
    messages_between,
    read_by,
    row_of,
    texts_in,
    write,
)
from tests.cast import browser_of, items_stored, person

FIELDS = {
    "message_id",
    "conversation_id",
    "from_user_id",
    "from_username",
    "to_user_id",
    "text",
    "photo_id",
    "photo_gone",
    "client_id",
    "timestamp",
    "created_at",
}


def test_a_message_reaches_the_friend_as_it_was_answered(owner: User, friend: User) -> None:
    answer = write(browser_of(owner), friend, "  Hello\r\nthere <b>  ", client_id="Abc-1")
    message = answer.json()
    assert (answer.status_code, set(message)) == (201, FIELDS)
    low, high = sorted((owner.pk, friend.pk))
    expected = {
        "conversation_id": f"CONV#{low}#{high}",
        "from_user_id": owner.pk,
        "from_username": "owner",
        "to_user_id": friend.pk,
        "text": "Hello\nthere <b>",
        "photo_id": None,
        "photo_gone": False,
        "client_id": "Abc-1",
    }
    assert {name: message[name] for name in expected} == expected
    assert message["timestamp"] == milliseconds(message["message_id"])
    assert datetime.fromisoformat(message["created_at"]).timestamp() * 1000 == message["timestamp"]
    assert read_by(friend, owner).json() == read_by(owner, friend).json() == [message]


def test_both_write_into_the_same_conversation(owner: User, friend: User) -> None:
    first = write(browser_of(owner), friend, "one").json()
    second = write(browser_of(friend), owner, "two").json()
    assert first["conversation_id"] == second["conversation_id"]
    assert texts_in(read_by(owner, friend)) == texts_in(read_by(friend, owner)) == ["one", "two"]
    assert_rows_are_true(owner, friend)


@pytest.mark.parametrize(
    "text", ["x", "x" * 4000, "  " + "ü" * 4000 + "\n", "👩‍👩‍👧", "\r\n".join("x" * 2000)], ids=range(5)
)
def test_a_message_has_1_to_4000_characters(owner: User, friend: User, text: str) -> None:
    assert write(browser_of(owner), friend, text).status_code == 201


@pytest.mark.parametrize(
    "text",
    ["", " \n\t ", "\u200b\u200e\ufeff", "x" * 4001, "nul\0", "esc\x1b", "half\ud800", None, 5, ["x"]],
    ids=range(10),
)
def test_what_is_no_message_is_refused(owner: User, friend: User, text: object) -> None:
    answer = write(browser_of(owner), friend, text)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["text"])
    assert items_stored() == []


@pytest.mark.parametrize("client_id", ["x" * 65, "a b", "a_b", "ü", "a\n", "#", 5])
def test_a_client_id_is_up_to_64_letters_digits_and_dashes(owner: User, friend: User, client_id: object) -> None:
    answer = write(browser_of(owner), friend, client_id=client_id)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["client_id"])
    assert items_stored() == []


@pytest.mark.parametrize("body", [{}, {"text": "x"}, {"to_user_id": "one", "text": "x"}, {"to_user_id": None}])
def test_a_message_to_no_one_in_particular_is_refused(owner: User, body: dict[str, object]) -> None:
    answer = browser_of(owner).post("/api/messages", body, content_type=JSON)
    assert (answer.status_code, "to_user_id" in answer.json()["fields"]) == (400, True)


def test_what_a_client_claims_beside_changes_nothing(owner: User, friend: User) -> None:
    claims = {"from_user_id": friend.pk, "from_username": "friend", "message_id": new_id(), "unread": 9, "kind": "sent"}
    message = write(browser_of(owner), friend, **claims).json()
    assert (message["from_user_id"], message["from_username"]) == (owner.pk, "owner")
    assert message["message_id"] != claims["message_id"]
    assert row_of(friend, owner).unread == 1


def test_visitors_send_and_read_nothing(friend: User) -> None:
    assert write(Client(), friend).status_code == 401
    assert Client().get(f"/api/messages?user_id={friend.pk}").status_code == 401
    assert items_stored() == []


def test_the_same_client_id_sends_once(owner: User, friend: User) -> None:
    browser = browser_of(owner)
    first = write(browser, friend, "Hello", client_id="a-1")
    for text in ("Hello", "Something else"):
        again = write(browser, friend, text, client_id="a-1")
        assert (again.status_code, again.json()) == (201, first.json())
    assert texts_in(read_by(friend, owner)) == ["Hello"]
    assert row_of(friend, owner).unread == 1


def test_without_or_with_another_client_id_it_is_another_message(owner: User, friend: User) -> None:
    for client_id in ({}, {}, {"client_id": ""}, {"client_id": None}, {"client_id": "a"}, {"client_id": "A"}):
        assert write(browser_of(owner), friend, **client_id).status_code == 201
    assert len(messages_between(owner, friend)) == 6


def test_client_ids_of_two_people_have_nothing_to_do_with_each_other(owner: User, friend: User) -> None:
    write(browser_of(owner), friend, "one", client_id="a")
    write(browser_of(friend), owner, "two", client_id="a")
    assert texts_in(read_by(owner, friend)) == ["one", "two"]


def test_a_client_id_that_went_to_somebody_else_is_a_conflict(owner: User, friend: User) -> None:
    other = person("other")
    befriend(owner, other)
    write(browser_of(owner), friend, "for friend", client_id="a")
    answer = write(browser_of(owner), other, "for other", client_id="a")
    assert (answer.status_code, b"for friend" in answer.content) == (409, False)
    assert conversations_of(other) == []


def test_a_deleted_message_does_not_come_back_by_its_client_id(owner: User, friend: User) -> None:
    browser = browser_of(owner)
    sent = write(browser, friend, client_id="a").json()["message_id"]
    browser.delete(f"/api/messages/{friend.pk}/{sent}")
    assert write(browser, friend, client_id="a").status_code == 409
    assert messages_between(owner, friend) == []


def test_too_many_messages_are_refused_but_not_those_that_are_repeated(
    owner: User, friend: User, settings: LazySettings
) -> None:
    settings.HOURLY_LIMITS = {**settings.HOURLY_LIMITS, "messages": 2}
    cache.clear()
    browser = browser_of(owner)
    statuses = [write(browser, friend, client_id=client_id).status_code for client_id in ("a", "a", "b", "a", "b")]
    assert statuses == [201] * 5
    refused = write(browser, friend, client_id="c")
    assert (refused.status_code, refused.json()["code"], "Retry-After" in refused) == (429, "too_many", True)
    assert write(browser, friend, client_id="a").status_code == 201
    assert len(messages_between(owner, friend)) == 2


def test_those_above_are_told_of_each_new_message_once(owner: User, friend: User) -> None:
    told: list[Any] = []

    def hear(sender: object, message: Any, actor: User, other: Any, **_: object) -> None:  # noqa: ARG001
        told.append((message.text, actor.pk, other.id))
        raise ValueError

    message_sent.connect(hear)
    try:
        for _ in range(2):
            send_message(actor=owner, to_user_id=friend.pk, text="Hello", client_id="a")
    finally:
        message_sent.disconnect(hear)
    assert told == [("Hello", owner.pk, friend.pk)]


def test_an_id_of_the_future_does_not_stop_a_conversation(owner: User, friend: User) -> None:
    write(browser_of(owner), friend, "one")
    ahead = f"{milliseconds(new_id()) + 3_600_000:012x}"
    top_id = f"{ahead[:8]}-{ahead[8:]}{new_id()[13:]}"
    for row in (row_of(owner, friend), row_of(friend, owner)):
        row.top_id = top_id
        row.save()
    ids = [
        write(browser_of(somebody), other).json()["message_id"]
        for somebody, other in ((owner, friend), (friend, owner))
    ]
    assert top_id < ids[0] < ids[1]
