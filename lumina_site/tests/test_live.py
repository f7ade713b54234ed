"""`GET /live/`: what a page without a socket asks every few seconds."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.realtime import group_of_user, publish
from tests.cast import Counted, browser_of


def pulse(browser: Client) -> str:
    answer = browser.get("/live/")
    assert answer.status_code == 200
    return str(json.loads(answer.content)["pulse"])


@pytest.mark.django_db
def test_nobody_has_a_pulse() -> None:
    answer = browser_of(None).get("/live/")
    assert answer.status_code == 401
    assert "no-store" in answer["Cache-Control"]


def test_who_was_switched_off_has_none_any_more(owner: User) -> None:
    browser = browser_of(owner)
    pulse(browser)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert browser.get("/live/").status_code == 401


def test_nothing_new_is_an_empty_answer(owner: User) -> None:
    browser = browser_of(owner)
    for _ in range(2):
        answer = browser.get("/live/", {"after": pulse(browser)})
        assert (answer.status_code, answer.content) == (204, b"")
        publish(group_of_user(owner.pk), {"type": "badges"})


def test_what_is_published_changes_the_pulse_of_its_person_alone(owner: User, stranger: User) -> None:
    browser, other = browser_of(owner), browser_of(stranger)
    before, elsewhere = pulse(browser), pulse(other)
    publish(group_of_user(owner.pk), {"type": "badges"})
    after = pulse(browser)
    assert after != before
    assert json.loads(browser.get("/live/", {"after": before}).content) == {"pulse": after}
    assert other.get("/live/", {"after": elsewhere}).status_code == 204


def test_a_thing_that_happens_between_people_is_noticed(
    owner: User, stranger: User, django_capture_on_commit_callbacks: Any
) -> None:
    browser, other = browser_of(owner), browser_of(stranger)
    before = pulse(browser)
    with django_capture_on_commit_callbacks(execute=True):
        other.post("/api/friends/request", {"username": "owner"}, "application/json")
    assert pulse(browser) != before


@pytest.mark.parametrize("after", ["", "0" * 5000, "\0", "\ud83d", "a&after=b"], ids=range(5))
def test_any_word_may_be_asked_with(owner: User, after: str) -> None:
    publish(group_of_user(owner.pk), {"type": "badges"})
    query = {"after": after.encode("utf-8", "surrogatepass")}
    assert browser_of(owner).get("/live/", query).status_code == 200


def test_no_answer_is_kept(owner: User) -> None:
    browser = browser_of(owner)
    for query in ({}, {"after": pulse(browser)}):
        answer = browser.get("/live/", query)
        assert answer["Cache-Control"] == "private, no-store"
        assert "Cookie" in answer["Vary"]
        assert "lumina_session" not in answer.cookies


def test_it_costs_the_session_and_nothing_else(owner: User, counted: Counted) -> None:
    browser = browser_of(owner)
    after = pulse(browser)
    for query in ({}, {"after": after}):
        with counted() as calls:
            browser.get("/live/", query)
        assert calls.dynamodb == []
        assert len(calls.sql) <= 2
        assert all("django_session" in sql or "accounts_user" in sql for sql in calls.sql)


def test_it_is_only_read(owner: User) -> None:
    browser = browser_of(owner)
    assert browser.head("/live/").status_code == 200
    for method in (browser.post, browser.put, browser.patch, browser.delete):
        assert method("/live/").status_code == 405
