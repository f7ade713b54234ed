"""Blocks through JSON: what they end, what they leave, and who knows of them."""

import pytest

from accounts.models import User
from social.models import FriendRequest
from social.tests.circles import HUGE, ask, assert_sound, befriend, blocks, names, pages_of, pairs, post, relation
from tests.cast import browser_of, person


@pytest.mark.parametrize("between", ["nothing", "friends", "asked", "was asked"])
def test_a_block_ends_what_is_between_two(anna: User, bert: User, between: str) -> None:
    if between == "friends":
        befriend(anna, bert)
    elif between != "nothing":
        ask(*((anna, bert) if between == "asked" else (bert, anna)))
    answer = browser_of(anna).put(f"/api/blocks/{bert.pk}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert blocks() == [(anna.pk, bert.pk)]
    assert pairs() == []
    assert relation(anna, bert) == relation(bert, anna) == ""
    assert names(browser_of(anna), "friends") == names(browser_of(bert), "friends") == []
    assert_sound()


@pytest.mark.parametrize("mine", [True, False])
def test_a_block_keeps_a_declined_request(anna: User, bert: User, *, mine: bool) -> None:
    one, other = (anna, bert) if mine else (bert, anna)
    post(other, "friends/respond", {"request_id": ask(one, other), "action": "decline"})
    assert browser_of(anna).put(f"/api/blocks/{bert.pk}").status_code == 204
    assert pairs() == [(one.pk, other.pk, "declined")]


def test_repeating_a_block_changes_nothing(anna: User, bert: User) -> None:
    browser = browser_of(anna)
    assert [browser.put(f"/api/blocks/{bert.pk}").status_code for _ in range(3)] == [204] * 3
    assert blocks() == [(anna.pk, bert.pk)]
    User.objects.filter(pk=bert.pk).update(is_active=False)
    assert browser.put(f"/api/blocks/{bert.pk}").status_code == 204


def test_only_who_blocks_knows_of_it(anna: User, bert: User) -> None:
    browser_of(anna).put(f"/api/blocks/{bert.pk}")
    assert browser_of(anna).get("/api/blocks").json() == [{"id": bert.pk, "username": "bert"}]
    assert "bert" in browser_of(anna).get("/settings/privacy/").text
    theirs = browser_of(bert)
    assert theirs.get("/api/blocks").json() == []
    assert "anna" not in theirs.get("/settings/privacy/").text
    assert theirs.delete(f"/api/blocks/{anna.pk}").status_code == 404
    assert blocks() == [(anna.pk, bert.pk)]


def test_who_is_blocked_cannot_tell_it_from_nobody(anna: User, bert: User) -> None:
    browser_of(anna).put(f"/api/blocks/{bert.pk}")
    theirs = browser_of(bert)
    for send in (theirs.put, theirs.delete):
        hidden, nobody = send(f"/api/blocks/{anna.pk}"), send(f"/api/blocks/{2**40}")
        assert (hidden.status_code, hidden.content) == (404, nobody.content)
    assert blocks() == [(anna.pk, bert.pk)]


def test_unblocking_shows_both_to_each_other_and_makes_no_friends(anna: User, bert: User) -> None:
    befriend(anna, bert)
    browser = browser_of(anna)
    browser.put(f"/api/blocks/{bert.pk}")
    answer = browser.delete(f"/api/blocks/{bert.pk}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert relation(anna, bert) == relation(bert, anna) == "none"
    assert browser.get("/api/blocks").json() == []
    assert browser.delete(f"/api/blocks/{bert.pk}").status_code == 404
    ask(bert, anna)
    assert relation(anna, bert) == "incoming"


def test_somebody_who_is_gone_is_unblocked_all_the_same(anna: User, bert: User) -> None:
    browser = browser_of(anna)
    browser.put(f"/api/blocks/{bert.pk}")
    User.objects.filter(pk=bert.pk).update(is_active=False)
    assert browser.delete(f"/api/blocks/{bert.pk}").status_code == 204


def test_nobody_blocks_themselves_or_who_is_not_there(anna: User, bert: User) -> None:
    browser = browser_of(anna)
    assert browser.put(f"/api/blocks/{anna.pk}").status_code == 400
    User.objects.filter(pk=bert.pk).update(is_active=False)
    nobody = browser.put(f"/api/blocks/{2**40}")
    gone = browser.put(f"/api/blocks/{bert.pk}")
    assert (gone.status_code, gone.content) == (404, nobody.content)
    assert blocks() == []


@pytest.mark.parametrize("method", ["put", "delete"])
@pytest.mark.parametrize("wrong", [0, *HUGE, "9" * 5_000, "-1", "x", "1.5", "%00", "bert"])
def test_strange_ids_are_404(anna: User, bert: User, method: str, wrong: object) -> None:
    answer = getattr(browser_of(anna), method)(f"/api/blocks/{wrong}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert blocks() == []
    assert bert.pk


def test_the_pages_show_each_once_the_newest_first(anna: User) -> None:
    everybody = [person(f"person{number}") for number in range(5)]
    browser = browser_of(anna)
    for somebody in everybody:
        browser.put(f"/api/blocks/{somebody.pk}")
    for limit in (1, 2, 5, 100):
        pages = pages_of(browser, f"/api/blocks?limit={limit}")
        assert [row["id"] for page in pages for row in page] == [somebody.pk for somebody in everybody][::-1]
        assert all(len(page) <= limit for page in pages)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "before=x", "before=0", f"before={2**63}"])
def test_a_page_of_what_will_not_do_is_refused(anna: User, query: str) -> None:
    assert browser_of(anna).get(f"/api/blocks?{query}").status_code == 400


def test_a_person_who_is_removed_leaves_no_row(anna: User, bert: User, carl: User) -> None:
    befriend(anna, bert)
    ask(bert, carl)
    browser_of(anna).put(f"/api/blocks/{carl.pk}")
    for user in (anna, bert):
        user.delete()
    assert list(FriendRequest.objects.values()) == []
    assert blocks() == []
