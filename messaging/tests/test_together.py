"""Many at once, in real threads: nothing is lost or doubled, the order stands, and the lists tell the truth."""

import random
import time
from functools import partial

import pytest

from accounts.models import User
from messaging.models import Message
from messaging.queries import thread, unread_total
from messaging.services import delete_message, hide_conversation, mark_read, send_message
from messaging.tests.talking import (
    assert_rows_are_true,
    befriend,
    chat,
    conversations_of,
    messages_between,
    row_of,
    together,
)
from social.queries import person_seen
from tests.cast import person

# Threads see each other's people only when those are committed.
pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 30


def test_60_messages_at_once_both_ways_are_60_messages(owner: User, friend: User) -> None:
    def sending(number: int) -> Message:
        writer, reader = ((owner, friend), (friend, owner))[number % 2]
        return send_message(actor=writer, to_user_id=reader.pk, text=str(number), client_id=f"id-{number}")

    outcomes = together([partial(sending, number) for number in range(60)])
    stored = messages_between(owner, friend)
    ids = [message.message_id for message in stored]
    assert sorted(int(message.text) for message in stored) == list(range(60))
    assert sorted(outcome.message_id for outcome in outcomes if isinstance(outcome, Message)) == ids
    assert (row_of(owner, friend).unread, row_of(friend, owner).unread) == (30, 30)
    assert unread_total(owner) + unread_total(friend) == 60
    assert_rows_are_true(owner, friend)
    # The order of the keys is the order in which both read them, once and for all.
    for viewer, other in ((owner, friend), (friend, owner)):
        found = thread(viewer, person_seen(viewer, other.pk), limit=100)
        assert [message.message_id for message in found.messages] == ids


def test_60_messages_at_once_to_one_person_are_60_unread(owner: User, friend: User) -> None:
    together([partial(send_message, actor=owner, to_user_id=friend.pk, text=str(number)) for number in range(60)])
    assert len(messages_between(owner, friend)) == row_of(friend, owner).unread == unread_total(friend) == 60
    assert_rows_are_true(owner, friend)


def test_who_asks_for_what_is_new_misses_nothing_while_60_are_sent(owner: User, friend: User) -> None:
    heard: list[str] = []

    def listening() -> None:
        other, after, end = person_seen(friend, owner.pk), "", time.monotonic() + PATIENCE_SECONDS
        while len(heard) < 60 and time.monotonic() < end:
            found = thread(friend, other, after=after, limit=100)
            heard.extend(message.text for message in found.messages)
            after = found.messages[-1].message_id if found.messages else after

    def sending(part: int) -> None:
        for number in range(20):
            send_message(actor=owner, to_user_id=friend.pk, text=str(part * 20 + number))

    together([listening, *(partial(sending, part) for part in range(3))])
    assert sorted(map(int, heard)) == list(range(60))


def test_one_client_id_sent_by_many_tries_at_once_is_one_message(owner: User, friend: User) -> None:
    for number in range(1, 4):
        client_id = f"round-{number}"
        send = partial(send_message, actor=owner, to_user_id=friend.pk, text="once", client_id=client_id)
        outcomes = together([send] * 12)
        assert {type(outcome) for outcome in outcomes} == {Message}
        assert len({outcome.message_id for outcome in outcomes if isinstance(outcome, Message)}) == 1
        assert len(messages_between(owner, friend)) == row_of(friend, owner).unread == number


def test_what_comes_while_a_conversation_is_read_stays_counted(owner: User, friend: User) -> None:
    def sending() -> None:
        for _ in range(15):
            send_message(actor=owner, to_user_id=friend.pk, text="x")

    def reading() -> None:
        for _ in range(10):
            mark_read(actor=friend, user_id=owner.pk)

    together([sending, sending, reading, reading])
    assert len(messages_between(owner, friend)) == 30
    assert_rows_are_true(owner, friend)


def test_a_message_is_deleted_once(owner: User, friend: User) -> None:
    first, _, last = chat(owner, friend, 3)
    for message_id in (last, first):
        deleting = partial(delete_message, actor=owner, user_id=friend.pk, message_id=message_id)
        assert [outcome for outcome in together([deleting] * 6) if outcome is None] == [None]
        assert_rows_are_true(owner, friend)


def test_messages_that_are_deleted_all_at_once_leave_an_empty_conversation(owner: User, friend: User) -> None:
    ids = chat(owner, friend, 12)
    people = (owner, friend)
    works = [
        partial(delete_message, actor=people[index % 2], user_id=people[index % 2 - 1].pk, message_id=message_id)
        for index, message_id in enumerate(ids)
    ]
    assert together(works) == [None] * 12
    assert messages_between(owner, friend) == []
    assert_rows_are_true(owner, friend)
    assert conversations_of(owner) == conversations_of(friend) == []


def test_whatever_two_people_do_at_once_the_lists_tell_the_truth(owner: User, friend: User) -> None:
    def living(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 -- a seed makes the run repeatable
        actor, other = ((owner, friend), (friend, owner))[number % 2]
        mine: list[str] = []
        for _ in range(25):
            deed = chance.random()
            if deed < 0.5 or not mine:
                mine.append(send_message(actor=actor, to_user_id=other.pk, text=str(number)).message_id)
            elif deed < 0.8:
                message_id = mine.pop(chance.randrange(len(mine)))
                delete_message(actor=actor, user_id=other.pk, message_id=message_id)
            elif deed < 0.95:
                mark_read(actor=actor, user_id=other.pk)
            elif conversations_of(actor):
                hide_conversation(actor=actor, user_id=other.pk)

    outcomes = together([partial(living, number) for number in range(6)])
    assert outcomes == [None] * 6
    assert_rows_are_true(owner, friend)


def test_many_friends_who_write_to_one_at_once_are_all_counted(owner: User) -> None:
    people = [person(f"friend{number}") for number in range(8)]
    befriend(owner, *people)

    def sending(friend: User) -> None:
        for _ in range(5):
            send_message(actor=friend, to_user_id=owner.pk, text="x")

    assert together([partial(sending, friend) for friend in people]) == [None] * 8
    assert unread_total(owner) == 40
    for friend in people:
        assert_rows_are_true(owner, friend)
