"""Who may write to whom, and who may still read: friends, those who were, strangers, blocked and gone."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from messaging.queries import unread_total
from messaging.services import send_message
from messaging.tests.talking import (
    MISSING,
    assert_rows_are_true,
    befriend,
    chat,
    conversations_of,
    messages_between,
    read_by,
    texts_in,
    write,
)
from social.services import block, request_friendship, unblock, unfriend
from tests.cast import browser_of, items_stored, person


def everything_about(viewer: User, other: User, message_id: str) -> list[Any]:
    """Ask for everything that there is about a conversation, without changing it as long as it is refused."""
    browser = browser_of(viewer)
    thread = f"/messages/{other.username}/"
    return [
        browser.get(f"/api/messages?user_id={other.pk}"),
        browser.get(f"/api/messages?user_id={other.pk}&after={message_id}"),
        write(browser, other),
        browser.post(f"/api/conversations/{other.pk}/read"),
        browser.delete(f"/api/conversations/{other.pk}"),
        browser.delete(f"/api/messages/{other.pk}/{message_id}"),
        browser.get(thread),
        browser.get(f"{thread}?before={message_id}", headers={"HX-Request": "true"}),
        browser.get(f"{thread}?after={message_id}", headers={"HX-Request": "true"}),
        browser.post(thread, {"text": "x"}),
        browser.post(f"{thread}read/"),
        browser.get(f"{thread}hide/"),
        browser.post(f"{thread}hide/"),
        browser.get(f"{thread}{message_id}/delete/"),
        browser.post(f"{thread}{message_id}/delete/"),
    ]


def assert_nothing_there(viewer: User, other: User, message_id: str) -> None:
    """Expect that there is no conversation with this person, nor a word of it."""
    for answer in everything_about(viewer, other, message_id):
        assert answer.status_code == 404
        assert b"number 0" not in answer.content
    assert b"number" not in browser_of(viewer).get("/messages/").content
    assert conversations_of(viewer) == []
    assert unread_total(viewer) == 0


@pytest.fixture
def said(owner: User, friend: User) -> str:
    """Let the two friends write to each other, and answer the id of the owner's first message."""
    return chat(owner, friend, 4)[0]


def test_strangers_and_those_who_only_asked_cannot_write(owner: User, stranger: User) -> None:
    assert_nothing_there(owner, stranger, MISSING)
    request_friendship(actor=stranger, username="owner")
    assert_nothing_there(owner, stranger, MISSING)
    assert_nothing_there(stranger, owner, MISSING)
    assert items_stored() == []


def test_nobody_writes_to_oneself(owner: User, friend: User) -> None:  # noqa: ARG001
    assert_nothing_there(owner, owner, MISSING)


@pytest.mark.parametrize("by_whom", ["owner", "friend"])
def test_after_unfriending_the_past_stays_readable_and_nothing_is_added(
    owner: User, friend: User, said: str, by_whom: str
) -> None:
    ends = (owner, friend) if by_whom == "owner" else (friend, owner)
    unfriend(actor=ends[0], user_id=ends[1].pk)
    for reader, other in ((owner, friend), (friend, owner)):
        assert texts_in(read_by(reader, other)) == [f"number {number}" for number in range(4)]
        assert write(browser_of(reader), other).status_code == 404
        page = browser_of(reader).get(f"/messages/{other.username}/")
        assert (page.status_code, page.context["may_write"]) == (200, False)
        assert browser_of(reader).post(f"/messages/{other.username}/", {"text": "x"}).status_code == 404
        assert [conversation["user_id"] for conversation in conversations_of(reader)] == [other.pk]
        assert browser_of(reader).post(f"/api/conversations/{other.pk}/read").status_code == 204
    assert len(messages_between(owner, friend)) == 4
    assert browser_of(owner).delete(f"/api/messages/{friend.pk}/{said}").status_code == 204
    assert_rows_are_true(owner, friend)


def test_former_friends_with_nothing_left_have_no_conversation(owner: User, friend: User) -> None:
    [only] = chat(owner, friend, 1)
    unfriend(actor=owner, user_id=friend.pk)
    path = f"/messages/friend/{only}/delete/"
    assert browser_of(owner).post(path)["Location"] == "/messages/"
    assert_nothing_there(owner, friend, only)


def by_owner(owner: User, friend: User) -> None:
    """Let the owner block the friend."""
    block(actor=owner, user_id=friend.pk)


def by_friend(owner: User, friend: User) -> None:
    """Let the friend block the owner."""
    block(actor=friend, user_id=owner.pk)


@pytest.mark.parametrize("end", [by_owner, by_friend])
def test_across_a_block_there_is_nothing_either_way(
    owner: User, friend: User, said: str, end: Callable[[User, User], None]
) -> None:
    end(owner, friend)
    assert_nothing_there(owner, friend, said)
    assert_nothing_there(friend, owner, said)
    assert len(messages_between(owner, friend)) == 4


def test_a_block_and_nobody_look_the_same(owner: User, friend: User, said: str) -> None:
    block(actor=friend, user_id=owner.pk)
    nobody = User(pk=999_999, username="nobody")
    answers = zip(everything_about(owner, friend, said), everything_about(owner, nobody, said), strict=True)
    for blocked, missing in answers:
        if blocked["Content-Type"].startswith("application/json"):
            assert blocked.content == missing.content


def test_when_a_block_is_taken_back_the_past_is_there_again(owner: User, friend: User, said: str) -> None:  # noqa: ARG001
    block(actor=owner, user_id=friend.pk)
    unblock(actor=owner, user_id=friend.pk)
    assert len(read_by(owner, friend).json()) == len(read_by(friend, owner).json()) == 4
    assert write(browser_of(owner), friend).status_code == 404


def test_with_somebody_who_was_deactivated_there_is_nothing_until_they_are_back(
    owner: User, friend: User, said: str
) -> None:
    User.objects.filter(pk=friend.pk).update(is_active=False)
    assert_nothing_there(owner, friend, said)
    assert read_by(friend, owner).status_code == 401
    User.objects.filter(pk=friend.pk).update(is_active=True)
    assert len(read_by(owner, friend).json()) == 4
    assert write(browser_of(owner), friend).status_code == 201


def test_nobody_else_reads_a_conversation(owner: User, friend: User, said: str, moderator: User) -> None:
    other = person("other")
    befriend(owner, other)
    befriend(friend, other)
    assert read_by(other, owner).json() == read_by(other, friend).json() == []
    assert_nothing_there(moderator, owner, said)
    assert browser_of(other).get(f"/messages/owner/{said}/delete/").status_code == 404


def test_friends_again_go_on_where_they_were(owner: User, friend: User, said: str) -> None:  # noqa: ARG001
    unfriend(actor=owner, user_id=friend.pk)
    befriend(friend, owner)
    send_message(actor=owner, to_user_id=friend.pk, text="here again")
    assert texts_in(read_by(friend, owner))[-2:] == ["number 3", "here again"]
    assert_rows_are_true(owner, friend)
