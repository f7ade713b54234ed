"""Open requests through JSON: listing them, accepting, declining, taking back."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from social.models import FriendRequest
from social.queries import pending_count
from social.tests.circles import HUGE, JSON, ask, befriend, pages_of, pairs, post, relation
from tests.cast import browser_of, person

REQUESTS = "/api/friends/requests"
ANSWERS = ({"action": "accept"}, {"action": "decline"}, {"accept": True}, {"accept": False})


def respond(user: User, request_id: object, **answer: object) -> Any:
    """Answer a request as clients do."""
    return post(user, "friends/respond", {"request_id": request_id, **answer})


def listed(user: User, query: str = "") -> list[dict[str, Any]]:
    """List open requests."""
    answer = browser_of(user).get(f"{REQUESTS}{query}")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()
    return found


def test_an_open_request_is_listed_for_both(anna: User, bert: User, carl: User) -> None:
    request_id = ask(anna, bert)
    for found in (listed(bert), listed(bert, "?direction=incoming"), listed(anna, "?direction=outgoing")):
        [only] = found
        asked = datetime.fromisoformat(only.pop("created_at"))
        assert abs((datetime.now(asked.tzinfo) - asked).total_seconds()) < 60
        assert only == {
            "id": request_id,
            "status": "pending",
            "requester_id": anna.pk,
            "requester_username": "anna",
            "receiver_id": bert.pk,
            "receiver_username": "bert",
        }
    nothing = [listed(anna), listed(bert, "?direction=outgoing"), listed(carl), listed(carl, "?direction=outgoing")]
    assert nothing == [[]] * 4
    assert (pending_count(bert), pending_count(anna)) == (1, 0)


@pytest.mark.parametrize("end", ["accept", "decline", "cancel", "mirror", "block", "deactivate"])
def test_what_is_no_longer_open_is_no_longer_listed(anna: User, bert: User, end: str) -> None:
    request_id = ask(anna, bert)
    if end in {"accept", "decline"}:
        assert respond(bert, request_id, action=end).status_code == 200
    elif end == "cancel":
        assert browser_of(anna).delete(f"{REQUESTS}/{request_id}").status_code == 204
    elif end == "mirror":
        ask(bert, anna)
    elif end == "block":
        assert browser_of(bert).put(f"/api/blocks/{anna.pk}").status_code == 204
    else:
        User.objects.filter(pk=anna.pk).update(is_active=False)
    assert listed(bert) == []
    assert pending_count(bert) == 0
    if end != "deactivate":
        assert listed(anna, "?direction=outgoing") == []


def test_requests_come_newest_first_over_the_pages(anna: User) -> None:
    everybody = [person(f"person{number}") for number in range(7)]
    made = [ask(somebody, anna) for somebody in everybody][::-1]
    for limit, sizes in ((1, [1] * 7), (3, [3, 3, 1]), (100, [7])):
        pages = pages_of(browser_of(anna), f"{REQUESTS}?direction=incoming&limit={limit}")
        assert [len(page) for page in pages if page] == sizes
        assert [request["id"] for page in pages for request in page] == made
    sent = [ask(anna, person(f"other{number}")) for number in range(5)][::-1]
    pages = pages_of(browser_of(anna), f"{REQUESTS}?direction=outgoing&limit=2")
    assert [request["id"] for page in pages for request in page] == sent


@pytest.mark.parametrize(
    "query",
    [
        *("direction=", "direction=both", "direction=%00", "direction=INCOMING"),
        *("limit=0", "limit=101", "limit=-1", "limit=x", "limit=", "limit=1e1"),
        *("before=0", "before=-1", "before=x", "before=", f"before={2**63}", f"before={'9' * 5_000}", "before=1.5"),
    ],
)
def test_a_list_of_what_will_not_do_is_refused(anna: User, query: str) -> None:
    answer = browser_of(anna).get(f"{REQUESTS}?{query}")
    assert answer.status_code in {400, 404}
    assert answer.json()["message"]


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_an_answer_settles_the_request(anna: User, bert: User, answer: dict[str, object]) -> None:
    request_id = ask(anna, bert)
    accepted = True in answer.values() or "accept" in answer.values()
    status = "accepted" if accepted else "declined"
    said = respond(bert, request_id, **answer)
    assert said.status_code == 200
    assert said.json() == {
        "id": request_id,
        "status": status,
        "message": "You are friends now." if accepted else "Declined.",
    }
    assert pairs() == [(anna.pk, bert.pk, status)]
    assert relation(anna, bert) == relation(bert, anna) == ("friend" if accepted else "none")


def test_both_forms_of_the_same_answer_may_come_together(anna: User, bert: User) -> None:
    request_id = ask(anna, bert)
    assert respond(bert, request_id, action="accept", accept=False).status_code == 400
    assert respond(bert, request_id, action="decline", accept=True).status_code == 400
    assert respond(bert, request_id, action="accept", accept=True).status_code == 200


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_what_is_not_mine_or_not_open_is_404_and_looks_like_nothing(
    anna: User, bert: User, carl: User, answer: dict[str, object]
) -> None:
    open_one, answered, declined = ask(anna, bert), befriend(carl, anna), ask(carl, bert)
    respond(bert, declined, action="decline")
    before = list(FriendRequest.objects.order_by("pk").values())
    missing = respond(bert, 2**40, **answer)
    assert missing.status_code == 404
    others = [
        *(respond(anna, open_one, **answer), respond(carl, open_one, **answer)),
        *(respond(anna, answered, **answer), respond(carl, answered, **answer)),
        *(respond(bert, declined, **answer), respond(carl, declined, **answer)),
        *(respond(bert, wrong, **answer) for wrong in (0, -1, *HUGE)),
    ]
    User.objects.filter(pk=anna.pk).update(is_active=False)
    others.append(respond(bert, open_one, **answer))
    assert {(other.status_code, other.content) for other in others} == {(404, missing.content)}
    assert list(FriendRequest.objects.order_by("pk").values()) == before


WRONG_ANSWERS = [
    *({"action": wrong} for wrong in ("", "yes", "ACCEPT", "accept\0", 1, True, None, ["accept"])),
    *({"accept": wrong} for wrong in ("", "true", 1, 0, None, [True])),
    *({}, {"status": "accepted"}, {"action": "accept", "accept": "yes"}),
]


@pytest.mark.parametrize("answer", WRONG_ANSWERS, ids=ascii)
def test_what_is_no_answer_is_refused(anna: User, bert: User, answer: dict[str, object]) -> None:
    assert respond(bert, ask(anna, bert), **answer).status_code == 400
    assert pairs() == [(anna.pk, bert.pk, "pending")]


@pytest.mark.parametrize("wrong", ["1", "x", "", None, True, 1.5, [1], {"id": 1}, "\0"], ids=ascii)
def test_what_is_no_id_is_refused(anna: User, bert: User, wrong: object) -> None:
    ask(anna, bert)
    assert respond(bert, wrong, action="accept").status_code == 400
    assert pairs() == [(anna.pk, bert.pk, "pending")]


@pytest.mark.parametrize("body", ["", "{", "[]", "null", f'{{"request_id": {"9" * 5_000}, "accept": true}}'], ids=len)
def test_a_body_that_is_no_answer_is_refused(anna: User, body: str) -> None:
    assert post(anna, "friends/respond", body).status_code == 400


def test_a_request_is_taken_back_by_its_sender_alone(anna: User, bert: User, carl: User) -> None:
    request_id = ask(anna, bert)
    missing = browser_of(bert).delete(f"{REQUESTS}/{2**40}")
    for other in (bert, carl):
        refused = browser_of(other).delete(f"{REQUESTS}/{request_id}")
        assert (refused.status_code, refused.content) == (missing.status_code, missing.content)
    assert missing.status_code == 404
    browser = browser_of(anna)
    done, again = browser.delete(f"{REQUESTS}/{request_id}"), browser.delete(f"{REQUESTS}/{request_id}")
    assert (done.status_code, done.content, again.status_code) == (204, b"", 404)
    assert pairs() == []
    assert relation(bert, anna) == "none"


def test_what_was_answered_is_not_taken_back(anna: User, bert: User, carl: User) -> None:
    friendship, declined = befriend(anna, bert), ask(anna, carl)
    respond(carl, declined, action="decline")
    browser = browser_of(anna)
    assert {browser.delete(f"{REQUESTS}/{request_id}").status_code for request_id in (friendship, declined)} == {404}
    assert [status for *_, status in pairs()] == ["accepted", "declined"]


def test_a_request_to_somebody_who_is_gone_now_is_taken_back(anna: User, bert: User) -> None:
    request_id = ask(anna, bert)
    User.objects.filter(pk=bert.pk).update(is_active=False)
    assert browser_of(anna).delete(f"{REQUESTS}/{request_id}").status_code == 204


@pytest.mark.parametrize("wrong", [0, *HUGE, "9" * 5_000, "-1", "x", "1.5", "%00", "1/2", "\u0661"])
def test_strange_ids_are_404_and_change_nothing(anna: User, bert: User, wrong: object) -> None:
    ask(anna, bert)
    answer = browser_of(anna).delete(f"{REQUESTS}/{wrong}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert len(pairs()) == 1


def test_other_methods_are_405(anna: User) -> None:
    browser = browser_of(anna)
    wrong = [
        *(browser.get("/api/friends/request"), browser.get("/api/friends/respond"), browser.put(REQUESTS)),
        *(browser.post(REQUESTS), browser.get(f"{REQUESTS}/1"), browser.patch("/api/friends/1")),
        *(browser.post("/api/friends"), browser.post("/api/blocks/1"), browser.post("/api/users/lookup")),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in wrong} == {(405, "method_not_allowed")}


def test_visitors_learn_and_change_nothing(anna: User, bert: User) -> None:
    request_id = ask(anna, bert)
    browser = Client()
    answers = [
        *(browser.get(REQUESTS), browser.delete(f"{REQUESTS}/{request_id}"), browser.get("/api/friends")),
        *(browser.get("/api/friends/list"), browser.delete(f"/api/friends/{bert.pk}"), browser.get("/api/blocks")),
        *(browser.put(f"/api/blocks/{anna.pk}"), browser.delete(f"/api/blocks/{anna.pk}")),
        browser.post("/api/friends/respond", {"request_id": request_id, "accept": True}, content_type=JSON),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert not any(b"anna" in answer.content or b"bert" in answer.content for answer in answers)
    assert pairs() == [(anna.pk, bert.pk, "pending")]
