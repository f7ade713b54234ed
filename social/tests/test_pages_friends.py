"""The page of friends: lists, requests, finding people, and asking by name."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from social.tests.circles import NOBODY, ask, befriend, pairs, without_names
from social.views import FRIENDS_ON_A_PAGE
from tests.cast import Counted, browser_of, person

FRIENDS, ASK = "/friends/", "/friends/ask/"
HTMX = {"HX-Request": "true"}


def names(people: Any) -> list[str]:
    """List names."""
    return [somebody.username for somebody in people]


def templates(answer: Any) -> list[str]:
    """List what an answer was rendered from."""
    return [str(template.name) for template in answer.templates]


def test_the_page_shows_friends_and_open_requests(anna: User, bert: User, carl: User) -> None:
    dora = person("dora")
    befriend(bert, anna)
    incoming, outgoing = ask(carl, anna), ask(anna, dora)
    page = browser_of(anna).get(FRIENDS)
    assert page.status_code == 200
    assert templates(page)[0] == "social/friends.html"
    assert page.context["nav"] == "friends"
    assert names(page.context["friends"]) == ["bert"]
    [come], [gone] = page.context["incoming"], page.context["outgoing"]
    assert (come["id"], come["person"].username, gone["id"], gone["person"].username) == (
        *(incoming, "carl"),
        *(outgoing, "dora"),
    )
    assert come["created_at"] <= gone["created_at"]
    for words in ("Message", "Accept", "Decline", "Requested", "Cancel"):
        assert words in page.text
    assert "no-cache" in page["Cache-Control"]
    assert "private" in page["Cache-Control"]


def test_the_page_stands_without_friends(anna: User) -> None:
    page = browser_of(anna).get(FRIENDS)
    assert page.status_code == 200
    assert page.context["friends"] == page.context["incoming"] == page.context["outgoing"] == []
    assert "No friends here yet" in page.text


def test_people_are_found_on_the_page_and_as_a_fragment(anna: User, bert: User, carl: User) -> None:
    befriend(anna, bert)
    browser = browser_of(anna)
    page = browser.get(FRIENDS, {"q": " BE "})
    assert (page.context["query"], names(page.context["found"])) == ("BE", ["bert"])
    fragment = browser.get(FRIENDS, {"q": "c"}, headers=HTMX)
    assert templates(fragment)[0] == "social/_found.html"
    assert names(fragment.context["found"]) == [carl.username]
    assert "<html" not in fragment.text
    nothing = browser.get(FRIENDS, {"q": ""}, headers=HTMX)
    assert (nothing.status_code, list(nothing.context["found"])) == (200, [])


@pytest.mark.parametrize("words", ["\0", "<script>alert(1)</script>", "'\"--", "ö" * 5_000, "%", "\u202e"])
def test_strange_words_find_nobody_and_break_nothing(anna: User, words: str) -> None:
    for headers in ({}, HTMX):
        page = browser_of(anna).get(FRIENDS, {"q": words}, headers=headers)
        assert (page.status_code, list(page.context["found"])) == (200, [])
        assert "<script>alert" not in page.text


def test_many_friends_come_in_pages(anna: User, settings: Any) -> None:
    settings.RATE_LIMITS = False
    number = FRIENDS_ON_A_PAGE + 3
    for index in range(number):
        befriend(anna, person(f"person{index:02}"))
    browser = browser_of(anna)
    page = browser.get(FRIENDS)
    assert len(page.context["friends"]) == FRIENDS_ON_A_PAGE
    url = page.context["more_url"]
    assert f'href="{url}"' in page.text
    fragment, whole = browser.get(url, headers=HTMX), browser.get(url)
    assert templates(fragment)[0] == "social/_friend_items.html"
    for more in (fragment, whole):
        assert names(more.context["friends"]) == ["person02", "person01", "person00"]
        assert more.context["more_url"] == ""


@pytest.mark.parametrize("before", ["x", "-1", "1.5", "%00", "9" * 19, "9" * 5_000, "\u0661"])
def test_a_place_that_is_no_id_is_refused(anna: User, before: str) -> None:
    browser = browser_of(anna)
    assert browser.get(f"{FRIENDS}?before={before}").status_code == 400
    assert browser.get(f"{FRIENDS}?before={before}", headers=HTMX).status_code == 400


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_costs_the_same_whatever_it_shows(anna: User, counted: Counted, number: int) -> None:
    for index in range(number):
        friend = person(f"friend{index:02}")
        befriend(anna, friend)
        ask(person(f"come{index:02}"), anna)
        ask(anna, person(f"gone{index:02}"))
        befriend(friend, person(f"far{index:02}"))
    browser = browser_of(anna)
    with counted() as calls:
        assert browser.get(FRIENDS).status_code == 200
    # Session and person, then two queries each for friends, incoming, outgoing, and three for suggestions.
    assert len(calls.sql) <= 11
    assert calls.dynamodb == []


def test_asking_by_name_sends_back_to_the_page_with_a_word(anna: User, bert: User) -> None:
    page = browser_of(anna).post(ASK, {"username": " Bert "}, follow=True)
    assert page.redirect_chain == [(FRIENDS, 302)]
    assert [str(word) for word in page.context["messages"]] == ["Your request is on its way."]
    assert pairs() == [(anna.pk, bert.pk, "pending")]


def test_asking_back_by_name_says_that_it_is_a_friendship(anna: User, bert: User) -> None:
    ask(bert, anna)
    page = browser_of(anna).post(ASK, {"username": "bert"}, follow=True)
    assert [str(word) for word in page.context["messages"]] == ["You are friends now."]
    assert names(page.context["friends"]) == ["bert"]


def assert_refused(user: User, typed: str, status: int) -> Any:
    """Expect the page again, with what was typed and why it will not do."""
    page = browser_of(user).post(ASK, {"username": typed})
    assert page.status_code == status
    assert templates(page)[0] == "social/friends.html"
    assert page.context["ask_error"] in page.text.replace("&#x27;", "'")
    assert page.context["asked"] == typed[:50]
    assert 'role="alert"' in page.text
    return page


def test_what_stands_in_the_way_is_said_on_the_page(anna: User, bert: User, carl: User) -> None:
    befriend(anna, bert)
    ask(anna, carl)
    assert_refused(anna, "anna", 400)
    assert_refused(anna, "", 400)
    assert_refused(anna, NOBODY, 404)
    assert_refused(anna, "be\0rt", 404)
    assert_refused(anna, "x" * 5_000, 404)
    assert_refused(anna, "bert", 409)
    assert_refused(anna, "carl", 409)
    assert len(pairs()) == 2


def test_who_is_hidden_is_asked_like_nobody(anna: User, bert: User, carl: User) -> None:
    browser_of(bert).put(f"/api/blocks/{anna.pk}")
    User.objects.filter(pk=carl.pk).update(is_active=False)
    nobody = without_names(assert_refused(anna, NOBODY, 404), NOBODY)
    for hidden in ("bert", "carl"):
        assert without_names(assert_refused(anna, hidden, 404), hidden) == nobody


def test_the_address_of_the_form_leads_to_the_page(anna: User) -> None:
    answer = browser_of(anna).get(ASK)
    assert (answer.status_code, answer["Location"]) == (302, FRIENDS)


def test_visitors_are_sent_to_log_in_and_back(anna: User) -> None:
    browser = Client()
    for path in (FRIENDS, ASK, f"/friends/{anna.pk}/", f"/friends/{2**40}/"):
        answer = browser.get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")
        assert browser.get(path, headers=HTMX).status_code == 401
    for path in (ASK, f"/friends/{anna.pk}/"):
        answer = browser.post(path, {"username": "anna", "do": "block", "next": "/u/anna/"})
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/u/anna/")


def test_a_form_without_its_token_is_refused(anna: User, bert: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna)
    assert browser.post(ASK, {"username": "bert"}).status_code == 403
    assert browser.post(f"/friends/{bert.pk}/", {"do": "ask"}).status_code == 403
    assert pairs() == []


def test_other_methods_are_405(anna: User, bert: User) -> None:
    browser = browser_of(anna)
    answers = [browser.post(FRIENDS), browser.put(ASK), browser.delete(f"/friends/{bert.pk}/"), browser.delete(FRIENDS)]
    assert {answer.status_code for answer in answers} == {405}
    assert {browser.head(path).status_code for path in (FRIENDS, ASK, f"/friends/{bert.pk}/")} == {200, 302}
