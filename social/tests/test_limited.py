"""Who is limited: there for friends, for who has asked or was asked, and for themselves; for nobody else."""

from typing import Any

import pytest

from accounts.models import User
from accounts.services import limit, unlimit
from social.tests.circles import ask, befriend, post, relation
from tests.cast import Counted, Uploads, browser_of


@pytest.fixture
def photo_id(bert: User, upload: Uploads) -> str:
    """Let Bert, who is limited, have a photo that everyone may see."""
    limit(user_id=bert.pk)
    return str(upload(bert, title="The lake").photo_id)


def sees(viewer: User, photo_id: str) -> bool:
    """Say whether somebody sees Bert's profile and photo; pages and JSON agree."""
    browser = browser_of(viewer)
    paths = (f"/p/{photo_id}/", f"/api/photos/{photo_id}", "/u/bert/", "/api/users/lookup?username=bert")
    [status] = {browser.get(path).status_code for path in paths}
    listed = [photo["id"] for photo in browser.get("/api/photos?scope=all").json()]
    assert (photo_id in listed) == (status == 200)
    return bool(status == 200)


def test_a_stranger_and_who_was_declined_see_nothing(anna: User, bert: User, photo_id: str) -> None:
    assert not sees(anna, photo_id)
    request_id = ask(bert, anna)
    post(anna, "friends/respond", {"request_id": request_id, "action": "decline"})
    assert not sees(anna, photo_id)
    assert not browser_of(anna).get("/api/users/search?q=be").json()


def test_a_friend_sees_everything(anna: User, bert: User, photo_id: str) -> None:
    unlimit(user_id=bert.pk)
    befriend(anna, bert)
    limit(user_id=bert.pk)
    assert sees(anna, photo_id)
    assert relation(anna, bert) == "friend"
    assert post(anna, "messages", {"to_user_id": bert.pk, "text": "Hello"}).status_code == 201
    assert post(bert, "messages", {"to_user_id": anna.pk, "text": "Hello"}).status_code == 201


def test_who_was_asked_sees_who_asks_and_may_accept(anna: User, bert: User, photo_id: str) -> None:
    request_id = ask(bert, anna)
    assert sees(anna, photo_id)
    assert relation(anna, bert) == "incoming"
    answer = post(anna, "friends/respond", {"request_id": request_id, "action": "accept"})
    assert answer.status_code == 200
    assert relation(anna, bert) == "friend"


def test_a_stranger_cannot_ask_or_write(anna: User, bert: User, photo_id: str) -> None:
    assert post(anna, "friends/request", {"username": "bert"}).status_code == 404
    assert post(anna, "messages", {"to_user_id": bert.pk, "text": "Hello"}).status_code == 404
    assert post(anna, f"photos/{photo_id}/comments", {"text": "Hello"}).status_code == 404


def test_who_is_limited_sees_themselves_and_everybody_else(anna: User, bert: User, photo_id: str) -> None:
    assert sees(bert, photo_id)
    assert relation(bert, bert) == "self"
    assert relation(bert, anna) == "none"


def test_whoever_is_not_limited_any_more_is_seen_again(anna: User, bert: User, photo_id: str) -> None:
    unlimit(user_id=bert.pk)
    assert sees(anna, photo_id)


def test_it_costs_no_further_query(anna: User, bert: User, upload: Uploads, counted: Counted, settings: Any) -> None:
    settings.RATE_LIMITS = False
    upload(bert)
    browser = browser_of(anna)
    numbers = []
    for change in (unlimit, limit):
        change(user_id=bert.pk)
        with counted() as calls:
            assert browser.get("/api/photos?scope=all").status_code == 200
        numbers.append(len(calls.sql))
    assert numbers[0] == numbers[1]
