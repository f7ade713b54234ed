"""Deleting one's own message for both, and what the lists say afterwards."""

import pytest
from django.test import Client

from accounts.models import User
from messaging.tests.talking import (
    MISSING,
    assert_rows_are_true,
    befriend,
    calls_about_messages,
    chat,
    conversations_of,
    messages_between,
    read_by,
    row_of,
    texts_in,
    write,
)
from tests.cast import browser_of, items_stored, person


def delete(actor: User, other: User, message_id: str) -> int:
    """Delete a message and answer the status."""
    return int(browser_of(actor).delete(f"/api/messages/{other.pk}/{message_id}").status_code)


def test_a_deleted_message_is_gone_for_both_and_once(owner: User, friend: User) -> None:
    ids = chat(owner, friend, 3)
    answer = browser_of(owner).delete(f"/api/messages/{friend.pk}/{ids[0]}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert texts_in(read_by(owner, friend)) == texts_in(read_by(friend, owner)) == ["number 1", "number 2"]
    assert delete(owner, friend, ids[0]) == 404
    assert_rows_are_true(owner, friend)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 3, 0, 1), (1, 3, 2, 0)])
def test_the_list_shows_the_newest_that_is_left(owner: User, friend: User, order: tuple[int, ...]) -> None:
    ids = chat(owner, friend, 4)
    for index in order:
        writer, reader = ((owner, friend), (friend, owner))[index % 2]
        assert delete(writer, reader, ids[index]) == 204
        assert_rows_are_true(owner, friend)
    assert conversations_of(owner) == conversations_of(friend) == []
    assert messages_between(owner, friend) == []


def test_after_the_last_message_is_gone_a_new_one_begins_again(owner: User, friend: User) -> None:
    [only] = chat(owner, friend, 1)
    delete(owner, friend, only)
    write(browser_of(friend), owner, "again")
    assert [conversation["last_text"] for conversation in conversations_of(owner)] == ["again"]
    assert_rows_are_true(owner, friend)


def test_only_what_was_unread_lowers_the_count(owner: User, friend: User) -> None:
    first = write(browser_of(owner), friend).json()["message_id"]
    browser_of(friend).post(f"/api/conversations/{owner.pk}/read")
    second, third = (write(browser_of(owner), friend).json()["message_id"] for _ in range(2))
    for message_id, unread in ((first, 2), (third, 1), (second, 0)):
        assert delete(owner, friend, message_id) == 204
        assert row_of(friend, owner).unread == unread
    assert_rows_are_true(owner, friend)


def test_a_hidden_conversation_stays_hidden(owner: User, friend: User) -> None:
    ids = chat(owner, friend, 3)
    browser_of(friend).delete(f"/api/conversations/{owner.pk}")
    assert delete(owner, friend, ids[2]) == 204
    assert conversations_of(friend) == []


def test_nobody_deletes_what_somebody_else_wrote(owner: User, friend: User) -> None:
    [mine] = chat(owner, friend, 1)
    answer = browser_of(friend).delete(f"/api/messages/{owner.pk}/{mine}")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert Client().delete(f"/api/messages/{friend.pk}/{mine}").status_code == 401
    assert len(messages_between(owner, friend)) == 1


def test_a_message_is_found_in_its_own_conversation_alone(owner: User, friend: User, moderator: User) -> None:
    [mine] = chat(owner, friend, 1)
    other = person("other")
    befriend(owner, other)
    befriend(friend, other)
    assert delete(owner, other, mine) == delete(other, owner, mine) == delete(other, friend, mine) == 404
    assert delete(moderator, owner, mine) == delete(moderator, friend, mine) == 404
    for missing in (MISSING, "x", "%00", mine.upper(), mine[:-1]):
        assert delete(owner, friend, missing) == 404
    assert len(messages_between(owner, friend)) == 1


def test_deleting_is_a_few_calls_however_long_the_thread(owner: User, friend: User) -> None:
    ids = chat(owner, friend, 31)
    browser = browser_of(owner)
    for message_id, calls in ((ids[0], []), (ids[30], ["Query"])):
        with calls_about_messages() as about:
            assert browser.delete(f"/api/messages/{friend.pk}/{message_id}").status_code == 204
        assert about == ["BatchGetItem", *calls, "TransactWriteItems"]


def test_nothing_of_a_deleted_message_is_left(owner: User, friend: User) -> None:
    sent = write(browser_of(owner), friend, "a secret").json()["message_id"]
    delete(owner, friend, sent)
    assert sorted(pk.split("#")[0] for pk, _ in items_stored()) == ["INBOX", "INBOX"]
    for owner_of_row, other in ((owner, friend), (friend, owner)):
        assert "secret" not in str(row_of(owner_of_row, other).to_simple_dict())
