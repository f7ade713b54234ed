"""A message that a moderator takes away: both read so instead of what it says, and it can come back."""

from itertools import count

import pytest

from accounts.models import User
from messaging.models import Message, message_key
from messaging.queries import message_for_staff, messages_for_staff
from messaging.services import delete_message, send_message, set_message_removed
from messaging.tests.talking import MISSING, chat, conversations_of, read_by, row_of, texts_in
from photos.tests.interrupting import interrupted, survives
from photos.tests.seeing import plant
from tests.cast import Counted, browser_of

REMOVED = "Removed by a moderator."


def take_away(one: User, other: User, message_id: str, *, removed: bool = True) -> Message | None:
    """Take a message away, or bring it back."""
    return set_message_removed(one=one.pk, other=other.pk, message_id=message_id, removed=removed)


def previews(one: User, other: User) -> list[str]:
    """List what both people's lists say of their conversation."""
    return [row_of(one, other).last_text, row_of(other, one).last_text]


def test_both_read_that_it_was_removed_and_it_comes_back(owner: User, friend: User) -> None:
    chat(owner, friend, 2)
    photo = plant(owner)
    last = send_message(actor=owner, to_user_id=friend.pk, text="Buy WATCHES", photo_id=photo.photo_id).message_id
    for removed in (True, True, False, False):
        assert take_away(friend, owner, last, removed=removed) is not None
        said = REMOVED if removed else "Buy WATCHES"
        for reader, other in ((owner, friend), (friend, owner)):
            newest = read_by(reader, other).json()[-1]
            assert (newest["text"], newest["photo_id"]) == (said, None if removed else photo.photo_id)
            assert newest["photo_gone"] is False
            assert conversations_of(reader)[0]["last_text"] == said
            browser = browser_of(reader)
            for page in ("/messages/", f"/messages/{other.username}/"):
                text = browser.get(page).text
                assert (said in text, "WATCHES" in text) == (True, not removed)
            # What is removed has been judged already.
            thread = browser.get(f"/messages/{other.username}/").text
            assert (f"/report/message/{owner.pk}:{last}/" in thread) == (reader == friend and not removed)
            assert (photo.photo_id in browser.get(f"/messages/{other.username}/").text) == (not removed)
        assert previews(owner, friend) == [said] * 2
    assert row_of(friend, owner).last_photo is True


def test_an_older_one_leaves_the_lists_as_they_are(owner: User, friend: User) -> None:
    first, *_, last = chat(owner, friend, 3)
    take_away(owner, friend, first)
    assert previews(owner, friend) == ["number 2"] * 2
    assert texts_in(read_by(friend, owner)) == [REMOVED, "number 1", "number 2"]
    delete_message(actor=owner, user_id=friend.pk, message_id=last)
    take_away(owner, friend, first, removed=False)
    assert texts_in(read_by(friend, owner)) == ["number 0", "number 1"]


def test_a_removed_one_that_becomes_the_newest_says_so_in_the_lists(owner: User, friend: User) -> None:
    first, last = chat(owner, friend, 2)
    take_away(owner, friend, first)
    delete_message(actor=friend, user_id=owner.pk, message_id=last)
    assert previews(owner, friend) == [REMOVED] * 2
    delete_message(actor=owner, user_id=friend.pk, message_id=first)
    assert previews(owner, friend) == [""] * 2
    assert take_away(owner, friend, first, removed=False) is None


def test_what_dies_leaves_message_and_lists_together(owner: User, friend: User) -> None:
    [last] = chat(owner, friend, 1)
    for removed in (True, False):
        for writes in count():
            ended = survives(lambda: take_away(owner, friend, last, removed=removed), writes=writes)  # noqa: B023
            hidden = Message.get(*message_key(owner.pk, friend.pk, last)).removed
            assert previews(owner, friend) == [REMOVED if hidden else "number 0"] * 2
            if ended:
                break
        assert (writes, hidden) == (1, removed)


@pytest.mark.parametrize("change", ["send", "delete"])
def test_what_happens_in_the_same_moment_is_not_lost(owner: User, friend: User, change: str) -> None:
    first, last = chat(owner, friend, 2)
    meanwhile = {
        "send": lambda: send_message(actor=owner, to_user_id=friend.pk, text="and now"),
        "delete": lambda: delete_message(actor=friend, user_id=owner.pk, message_id=last),
    }
    with interrupted(after=0, by=meanwhile[change], once=True):
        assert take_away(owner, friend, first) is not None
    assert previews(owner, friend) == ["and now" if change == "send" else REMOVED] * 2


def test_staff_reads_what_it_said_in_one_call(owner: User, friend: User, counted: Counted) -> None:
    ids = chat(owner, friend, 30)
    take_away(owner, friend, ids[0])
    found = message_for_staff(friend.pk, owner.pk, ids[0])
    assert found is not None
    assert (found.text, found.removed) == ("number 0", True)
    for number in (3, 30):
        keys = [(owner.pk, friend.pk, message_id) for message_id in [*ids[:number], MISSING, "x"]]
        with counted() as calls:
            assert [message.message_id for message in messages_for_staff(keys)] == ids[:number]
        assert calls.dynamodb == ["BatchGetItem"]
    assert message_for_staff(owner.pk, friend.pk, MISSING) is None
    assert take_away(owner, friend, MISSING) is take_away(owner, friend, "x") is None
