"""The list of conversations: order, unread counts, reading, hiding, pages, and what it costs."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.dynamo import batch_put
from core.ids import milliseconds
from messaging.models import InboxRow, inbox_key
from messaging.queries import newest, unread_total
from messaging.signals import messages_read
from messaging.tests.talking import (
    MISSING,
    assert_rows_are_true,
    befriend,
    calls_about_messages,
    chat,
    conversations_of,
    friends_of,
    row_of,
    write,
)
from photos.tests.seeing import pages_of
from tests.cast import Counted, browser_of, person

FIELDS = {
    "user_id",
    "username",
    "profileThumb",
    "last_text",
    "last_from_user_id",
    "last_id",
    "last_at",
    "timestamp",
    "unread",
}


def names(somebody: User) -> list[str]:
    """List the names in somebody's list of conversations."""
    return [conversation["username"] for conversation in conversations_of(somebody)]


def mark_read(reader: User, other: User) -> Any:
    """Say that a conversation is read."""
    return browser_of(reader).post(f"/api/conversations/{other.pk}/read")


def hide(somebody: User, other: User) -> Any:
    """Put a conversation away."""
    return browser_of(somebody).delete(f"/api/conversations/{other.pk}")


def test_nobody_wrote_anything_yet(owner: User, friend: User) -> None:  # noqa: ARG001
    assert conversations_of(owner) == []
    assert (unread_total(owner), newest(owner)) == (0, "")


def test_a_conversation_says_what_was_written_last_and_how_much_is_unread(owner: User, friend: User) -> None:
    for text in ("one", "two", "three"):
        last = write(browser_of(owner), friend, text).json()
    [theirs], [mine] = conversations_of(friend), conversations_of(owner)
    assert set(theirs) == FIELDS
    assert (theirs["user_id"], theirs["username"], theirs["unread"]) == (owner.pk, "owner", 3)
    assert (mine["user_id"], mine["username"], mine["unread"]) == (friend.pk, "friend", 0)
    for said in (theirs, mine):
        assert (said["last_text"], said["last_from_user_id"], said["profileThumb"]) == ("three", owner.pk, None)
        assert said["last_id"] == last["message_id"]
        assert datetime.fromisoformat(said["last_at"]).timestamp() * 1000 == milliseconds(last["message_id"])
    assert newest(owner) == newest(friend) == last["message_id"]


def test_the_conversation_that_was_written_in_last_comes_first(owner: User) -> None:
    people = friends_of(owner, 3)
    for somebody in people:
        write(browser_of(somebody), owner)
    assert names(owner) == ["friend02", "friend01", "friend00"]
    write(browser_of(owner), people[0])
    assert names(owner) == ["friend00", "friend02", "friend01"]


def test_what_is_read_is_unread_no_more_until_something_new_comes(owner: User, friend: User) -> None:
    ids = chat(friend, owner, 5)
    assert (row_of(owner, friend).unread, unread_total(owner)) == (3, 3)
    for _ in range(2):
        answer = mark_read(owner, friend)
        assert (answer.status_code, answer.content) == (204, b"")
        assert (row_of(owner, friend).unread, row_of(owner, friend).read_id) == (0, ids[-1])
    assert (row_of(friend, owner).unread, unread_total(owner)) == (2, 0)
    write(browser_of(friend), owner)
    assert (row_of(owner, friend).unread, row_of(owner, friend).read_id) == (1, ids[-1])
    assert_rows_are_true(owner, friend)


def test_an_answer_alone_marks_nothing_as_read(owner: User, friend: User) -> None:
    write(browser_of(friend), owner)
    write(browser_of(owner), friend)
    assert row_of(owner, friend).unread == 1


def test_there_may_be_nothing_to_read(owner: User, friend: User) -> None:
    assert mark_read(owner, friend).status_code == 204
    assert Client().post(f"/api/conversations/{friend.pk}/read").status_code == 401


def test_those_above_are_told_once_how_far_somebody_has_read(owner: User, friend: User) -> None:
    told: list[Any] = []

    def hear(sender: object, actor: User, other: Any, message_id: str, **_: object) -> None:  # noqa: ARG001
        told.append((actor.pk, other.id, message_id))

    sent = write(browser_of(friend), owner).json()["message_id"]
    messages_read.connect(hear)
    try:
        mark_read(owner, friend)
        mark_read(owner, friend)
    finally:
        messages_read.disconnect(hear)
    assert told == [(owner.pk, friend.pk, sent)]


def test_a_hidden_conversation_is_gone_from_ones_own_list_until_somebody_writes(owner: User, friend: User) -> None:
    chat(friend, owner, 4)
    for writer, reader in ((friend, owner), (owner, friend)):
        for _ in range(2):
            answer = hide(owner, friend)
            assert (answer.status_code, answer.content) == (204, b"")
        assert (names(owner), names(friend)) == ([], ["owner"])
        assert unread_total(owner) == 0
        write(browser_of(writer), reader)
        assert (names(owner), names(friend)) == (["friend"], ["owner"])
    assert row_of(owner, friend).unread == 3


def test_hiding_deletes_nothing(owner: User, friend: User) -> None:
    chat(owner, friend, 3)
    hide(owner, friend)
    assert len(browser_of(owner).get(f"/api/messages?user_id={friend.pk}").json()) == 3


def test_what_was_never_begun_cannot_be_hidden(owner: User, friend: User, stranger: User) -> None:
    assert [hide(owner, somebody).status_code for somebody in (friend, stranger, owner)] == [404] * 3
    assert Client().delete(f"/api/conversations/{friend.pk}").status_code == 401


def test_pages_show_each_conversation_once(owner: User) -> None:
    people = friends_of(owner, 30)
    for somebody in people:
        write(browser_of(somebody), owner)
    expected = [somebody.username for somebody in reversed(people)]
    browser = browser_of(owner)
    for query, sizes in (("", [24, 6]), ("?limit=10", [10, 10, 10]), ("?limit=29", [29, 1]), ("?limit=100", [30])):
        pages = pages_of(browser, f"/api/conversations{query}")
        assert [len(page) for page in pages] == sizes
        assert [conversation["username"] for page in pages for conversation in page] == expected


def test_people_who_are_gone_do_not_shorten_a_page(owner: User) -> None:
    people = friends_of(owner, 12)
    for somebody in people:
        write(browser_of(somebody), owner)
    User.objects.filter(pk__in=[somebody.pk for somebody in people[4:]]).update(is_active=False)
    pages = pages_of(browser_of(owner), "/api/conversations?limit=3")
    assert [[conversation["username"][-2:] for conversation in page] for page in pages] == [["03", "02", "01"], ["00"]]
    assert unread_total(owner) == 4


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "before=x", "before=%00", f"before={MISSING.upper()}"])
def test_a_page_that_nobody_can_mean_is_refused(owner: User, query: str) -> None:
    assert browser_of(owner).get(f"/api/conversations?{query}").status_code == 400


def test_visitors_have_no_conversations() -> None:
    assert Client().get("/api/conversations").status_code == 401


@pytest.mark.parametrize("number", [3, 30])
def test_the_list_is_one_query_and_one_look_at_people(owner: User, counted: Counted, number: int) -> None:
    for somebody in friends_of(owner, number):
        write(browser_of(somebody), owner)
    browser = browser_of(owner)
    browser.get("/api/conversations")
    with counted() as calls, calls_about_messages() as about:
        assert len(browser.get("/api/conversations?limit=100").json()) == number
    assert about == calls.dynamodb == ["Query"]
    assert len(calls.sql) <= 3
    with counted() as calls:
        assert unread_total(owner) == number
    assert (calls.dynamodb, len(calls.sql)) == (["Query"], 1)


def test_nothing_unread_costs_no_look_at_people(owner: User, friend: User, counted: Counted) -> None:
    write(browser_of(owner), friend)
    with counted() as calls:
        assert unread_total(owner) == 0
    assert (calls.dynamodb, calls.sql) == (["Query"], [])


def test_a_long_list_is_read_to_its_end(owner: User) -> None:
    somebody = person("somebody")
    befriend(owner, somebody)
    write(browser_of(somebody), owner, "real")
    last_id = row_of(owner, somebody).last_id
    batch_put(
        InboxRow(*inbox_key(owner.pk, nobody), other_id=nobody, top_id=last_id, last_id=last_id, unread=1)
        for nobody in range(100_000, 101_200)
    )
    assert [conversation["last_text"] for conversation in conversations_of(owner)] == ["real"]
    assert unread_total(owner) == 1
