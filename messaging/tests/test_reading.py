"""Threads as JSON: pages from the newest back, what is new since, and what nobody can mean."""

import pytest

from accounts.models import User
from messaging.tests.talking import MISSING, befriend, calls_about_messages, chat, read_by, texts_in
from photos.tests.seeing import pages_of
from tests.cast import Counted, browser_of, person


def test_pages_go_from_the_newest_back_each_oldest_first(owner: User, friend: User) -> None:
    ids = chat(owner, friend, 60)
    said = [f"number {number}" for number in range(60)]
    for reader, other in ((owner, friend), (friend, owner)):
        browser, path = browser_of(reader), f"/api/messages?user_id={other.pk}"
        for query, sizes in (("", [50, 10]), ("&limit=25", [25, 25, 10]), ("&limit=30", [30, 30]), ("&limit=60", [60])):
            pages = pages_of(browser, path + query)
            assert [len(page) for page in pages] == sizes
            assert [message["text"] for page in reversed(pages) for message in page] == said
        newer = pages_of(browser, f"{path}&after={ids[9]}&limit=20")
        assert [len(page) for page in newer] == [20, 20, 10]
        assert [message["text"] for page in newer for message in page] == said[10:]
    assert texts_in(read_by(owner, friend, f"&before={ids[3]}")) == said[:3]
    assert texts_in(read_by(owner, friend, f"&before={ids[0]}")) == []
    assert texts_in(read_by(owner, friend, f"&after={ids[59]}")) == []
    assert "Link" not in read_by(owner, friend, f"&after={ids[59]}")


def test_a_conversation_of_friends_begins_empty(owner: User, friend: User) -> None:
    assert read_by(owner, friend).json() == []


def test_each_conversation_is_its_own(owner: User, friend: User) -> None:
    other = person("other")
    befriend(owner, other)
    befriend(friend, other)
    chat(owner, friend, 2)
    chat(other, friend, 3)
    assert len(read_by(owner, friend).json()) == 2
    assert read_by(owner, other).json() == []
    assert len(read_by(friend, other).json()) == 3


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "before=x", "after=x", "before=%00", f"after={MISSING.upper()}"]
)
def test_a_page_that_nobody_can_mean_is_refused(owner: User, friend: User, query: str) -> None:
    assert read_by(owner, friend, f"&{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["", "?user_id=", "?user_id=x", "?user_id=%00", "?user_id=1.5", "?user_id=" + "9" * 5000]
)
def test_whom_to_read_has_to_be_a_number(owner: User, query: str) -> None:
    assert browser_of(owner).get(f"/api/messages{query}").status_code == 400


@pytest.mark.parametrize("number", ["0", "-1", "999999", "9" * 30])
def test_nobody_by_that_number_is_not_found(owner: User, number: str) -> None:
    answers = [
        browser_of(owner).get(f"/api/messages?user_id={number}"),
        browser_of(owner).post(f"/api/conversations/{number}/read"),
        browser_of(owner).delete(f"/api/conversations/{number}"),
        browser_of(owner).delete(f"/api/messages/{number}/{MISSING}"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4


@pytest.mark.parametrize("number", [3, 30])
def test_a_thread_is_one_query_however_long(owner: User, friend: User, counted: Counted, number: int) -> None:
    chat(owner, friend, number)
    browser = browser_of(friend)
    with counted() as calls, calls_about_messages() as about:
        assert len(browser.get(f"/api/messages?user_id={owner.pk}").json()) == number
    assert about == calls.dynamodb == ["Query"]
    # The session's person, and the other one with what is between them.
    assert len(calls.sql) <= 3
