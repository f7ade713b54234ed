"""Asking somebody to be friends through JSON: to whom, how often, and what stands in the way."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from social.models import FriendRequest
from social.tests.circles import JSON, NOBODY, ask, befriend, blocks, pairs, post, relation
from tests.cast import browser_of, person


def asking(one: User, username: object) -> Any:
    """Ask as clients do."""
    return post(one, "friends/request", {"username": username})


def respond(user: User, request_id: object, **answer: object) -> Any:
    """Answer a request as clients do."""
    return post(user, "friends/respond", {"request_id": request_id, **answer})


def declined(one: User, other: User) -> int:
    """Let one ask and the other decline."""
    request_id = ask(one, other)
    assert respond(other, request_id, action="decline").status_code == 200
    return request_id


def age(request_id: int, **time: float) -> None:
    """Let time pass since a request was answered."""
    FriendRequest.objects.filter(pk=request_id).update(responded_at=timezone.now() - timedelta(**time))


@pytest.mark.parametrize("name", ["bert", "BERT", " Bert "])
def test_asking_is_201_and_the_request_is_open_for_both(anna: User, bert: User, name: str) -> None:
    answer = asking(anna, name)
    [row] = FriendRequest.objects.all()
    assert answer.status_code == 201
    assert answer.json() == {"id": row.pk, "message": "Your request is on its way.", "status": "pending"}
    assert pairs() == [(anna.pk, bert.pk, "pending")]
    assert (relation(anna, bert), relation(bert, anna)) == ("outgoing", "incoming")


def test_nobody_is_their_own_friend(anna: User) -> None:
    answer = asking(anna, "ANNA")
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["username"]
    assert pairs() == []


@pytest.mark.parametrize("name", [NOBODY, "x" * 40_000, "ber", "bért", "bert%", "-1", "1"])
def test_who_is_not_there_cannot_be_asked(anna: User, bert: User, name: str) -> None:
    answer = asking(anna, name)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert pairs() == []
    assert bert.pk


WRONG_BODIES = [
    *({"username": wrong} for wrong in ("", "  ", "\u200b", "ber\0t", "\ud800", None, 1, True, ["bert"], {"a": 1})),
    *({}, {"name": "bert"}, "[]", '"bert"', "null", "{", "", "[" * 100_000, '{"username": NaN}'),
]


@pytest.mark.parametrize("body", WRONG_BODIES, ids=lambda body: ascii(body)[:30])
def test_a_body_that_names_nobody_is_refused(anna: User, bert: User, body: object) -> None:
    answer = post(anna, "friends/request", body)
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert pairs() == []
    assert bert.pk


def test_a_body_that_is_too_large_is_refused(anna: User) -> None:
    assert asking(anna, "x" * 70_000).status_code in {400, 413}


def test_a_body_decides_nothing_else(anna: User, bert: User, carl: User) -> None:
    more = {"status": "accepted", "requester": carl.pk, "requester_id": carl.pk, "feeds_filled": True, "id": 77}
    assert post(anna, "friends/request", {"username": "bert", **more}).json()["status"] == "pending"
    [row] = FriendRequest.objects.all()
    assert (row.requester_id, row.receiver_id, row.status, row.feeds_filled) == (anna.pk, bert.pk, "pending", False)
    assert row.pk != 77


@pytest.mark.parametrize("way", ["blocked", "blocker", "deactivated"])
def test_who_is_hidden_is_answered_like_nobody(anna: User, bert: User, way: str) -> None:
    if way == "deactivated":
        User.objects.filter(pk=bert.pk).update(is_active=False)
    else:
        one, other = (anna, bert) if way == "blocked" else (bert, anna)
        assert browser_of(one).put(f"/api/blocks/{other.pk}").status_code == 204
    hidden, nobody = asking(anna, "bert"), asking(anna, NOBODY)
    assert hidden.status_code == nobody.status_code == 404
    assert hidden.content == nobody.content
    assert pairs() == []


def test_asking_twice_is_409_and_changes_nothing(anna: User, bert: User) -> None:
    asking(anna, "bert")
    before = list(FriendRequest.objects.values())
    answer = asking(anna, "bert")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert list(FriendRequest.objects.values()) == before
    assert relation(bert, anna) == "incoming"


def test_friends_are_409_either_way(anna: User, bert: User) -> None:
    befriend(anna, bert)
    assert [asking(anna, "bert").status_code, asking(bert, "anna").status_code] == [409, 409]
    assert pairs() == [(anna.pk, bert.pk, "accepted")]


def test_a_request_that_meets_its_mirror_image_is_a_friendship(anna: User, bert: User) -> None:
    first = asking(anna, "bert").json()["id"]
    answer = asking(bert, "anna")
    assert answer.status_code == 201
    assert answer.json() == {"id": first, "message": "You are friends now.", "status": "accepted"}
    assert pairs() == [(anna.pk, bert.pk, "accepted")]
    assert relation(anna, bert) == relation(bert, anna) == "friend"


def test_who_was_declined_waits_a_day_and_then_asks_again(anna: User, bert: User) -> None:
    request_id = declined(anna, bert)
    assert asking(anna, "bert").status_code == 409
    age(request_id, hours=23, minutes=59)
    assert asking(anna, "bert").status_code == 409
    assert relation(anna, bert) == relation(bert, anna) == "none"
    age(request_id, hours=24, seconds=1)
    assert asking(anna, "bert").status_code == 201
    assert pairs() == [(anna.pk, bert.pk, "pending")]
    assert respond(bert, request_id, action="accept").status_code == 200
    assert relation(anna, bert) == "friend"


def test_who_declined_may_ask_at_once(anna: User, bert: User) -> None:
    request_id = declined(anna, bert)
    assert asking(bert, "anna").status_code == 201
    assert pairs() == [(bert.pk, anna.pk, "pending")]
    assert (relation(anna, bert), relation(bert, anna)) == ("incoming", "outgoing")
    assert respond(bert, request_id, action="accept").status_code == 404
    assert respond(anna, request_id, action="accept").status_code == 200


def test_declining_in_turn_makes_the_other_one_wait(anna: User, bert: User) -> None:
    declined(anna, bert)
    declined(bert, anna)
    assert asking(bert, "anna").status_code == 409
    assert asking(anna, "bert").status_code == 201


def test_a_declined_request_cannot_be_shaken_off_by_a_block(anna: User, bert: User) -> None:
    declined(anna, bert)
    browser = browser_of(anna)
    assert browser.put(f"/api/blocks/{bert.pk}").status_code == 204
    assert browser.delete(f"/api/blocks/{bert.pk}").status_code == 204
    assert asking(anna, "bert").status_code == 409
    assert pairs() == [(anna.pk, bert.pk, "declined")]
    assert blocks() == []


def test_a_request_that_was_taken_back_may_be_made_again(anna: User, bert: User) -> None:
    first = asking(anna, "bert").json()["id"]
    assert browser_of(anna).delete(f"/api/friends/requests/{first}").status_code == 204
    assert asking(anna, "bert").status_code == 201
    assert relation(bert, anna) == "incoming"


def test_the_31st_request_within_an_hour_is_too_many(anna: User) -> None:
    everybody = [person(f"person{number:02}") for number in range(32)]
    # What is refused for another reason than a rule between two people costs nothing.
    assert [asking(anna, name).status_code for name in (NOBODY, "anna", "")] == [404, 400, 400]
    assert {asking(anna, somebody.username).status_code for somebody in everybody[:30]} == {201}
    answer = asking(anna, everybody[30].username)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    assert 1 <= int(answer["Retry-After"]) <= 3600
    page = browser_of(anna).post("/friends/ask/", {"username": everybody[30].username})
    assert page.status_code == 429
    assert 1 <= int(page["Retry-After"]) <= 3600
    assert len(pairs()) == 30
    # It is hers alone, and answering goes on.
    assert asking(everybody[31], "anna").status_code == 201


def test_without_limits_nothing_is_too_many(anna: User, settings: Any) -> None:
    settings.RATE_LIMITS = False
    everybody = [person(f"person{number:02}") for number in range(32)]
    assert {asking(anna, somebody.username).status_code for somebody in everybody} == {201}


def test_visitors_and_people_who_were_deactivated_ask_nobody(anna: User, bert: User) -> None:
    gone = browser_of(anna)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    for browser in (Client(), gone):
        answer = browser.post("/api/friends/request", {"username": "bert"}, content_type=JSON)
        assert answer.status_code == 401
        assert b"bert" not in answer.content
    assert pairs() == []
    assert bert.pk


def test_another_site_asks_nobody(anna: User, bert: User) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        answer = browser_of(anna).post(
            "/api/friends/request", {"username": bert.username}, content_type=JSON, headers=headers
        )
        assert answer.status_code == 403
    assert pairs() == []
