"""Pages of notifications: what they cost, how they go on, and that each note stands on one of them."""

from itertools import chain
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from activity.tests.telling import badges, comment, like, planted_note, told
from core.ids import new_id
from photos.tests.seeing import crowd, pages_of, plant
from tests.cast import Counted, browser_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [3, 30])
def test_a_page_costs_the_same_however_much_has_happened(owner: User, counted: Counted, number: int) -> None:
    people = crowd(number)
    for somebody in people:
        like(somebody, plant(owner))
    browser = browser_of(owner)
    badges(browser)
    with counted() as calls:
        shown = browser.get("/api/notifications").json()
    assert len(shown) == min(number, 24)
    assert calls.dynamodb == ["Query", "BatchGetItem"]
    # Two for the session and the person who asks.
    assert len(calls.sql) <= 2 + 2
    with counted() as calls:
        assert badges(browser)["notifications"] == number
    assert calls.dynamodb[-2:] == ["Query", "BatchGetItem"]


def test_nothing_costs_one_query(owner: User, counted: Counted) -> None:
    browser = browser_of(owner)
    with counted() as calls:
        assert browser.get("/api/notifications").json() == []
    assert calls.dynamodb == ["Query"]


@pytest.mark.parametrize("limit", [1, 7, 24])
def test_the_pages_together_tell_everything_once(owner: User, limit: int) -> None:
    photos, people = [plant(owner) for _ in range(4)], crowd(5)
    for somebody in people:
        for photo in photos:
            like(somebody, photo)
    for number, photo in enumerate(photos):
        comment(people[number], photo)
    pages = pages_of(browser_of(owner), f"/api/notifications?limit={limit}")
    assert all(len(page) <= limit for page in pages)
    found = list(chain(*pages))
    deeds = [(note["kind"], note["photo_id"], actor["id"]) for note in found for actor in note["actors"]]
    assert len(deeds) == len(set(deeds)) == 4 * 5 + 4
    assert [note["id"] for note in found] == sorted((note["id"] for note in found), reverse=True)
    if limit >= 8:
        assert len(found) == 8


def test_more_than_a_hundred_notes_go_on_behind_a_link(owner: User, stranger: User) -> None:
    photo = plant(owner)
    for _ in range(130):
        planted_note(owner, what="comment", actor_id=stranger.pk, photo_id=photo.photo_id)
    browser = browser_of(owner)
    pages = pages_of(browser, "/api/notifications")
    assert [len(page) for page in pages] == [1, 1]
    browser.post("/api/notifications/read")
    assert all(note["read"] for page in pages_of(browser, "/api/notifications") for note in page)


def next_of(page: Any) -> str:
    """Find the link to what is older."""
    return str(page.context["more_url"])


def test_the_page_goes_on_below(owner: User) -> None:
    for somebody in crowd(30):
        like(somebody, plant(owner))
    browser = browser_of(owner)
    first = browser.get("/notifications/")
    assert first.content.decode().count('class="note ') == 24
    assert next_of(first).startswith("/notifications/?before=")
    rest = browser.get(next_of(first), headers={"HX-Request": "true"})
    assert rest.content.decode().count('class="note') >= 6
    assert len(rest.context["notes"]) == 6
    assert "<html" not in rest.content.decode()
    assert next_of(rest) == ""


@pytest.mark.parametrize("before", ["1", "x" * 5_000, "NOTE#", "\x00", "0189-'; --"])
def test_a_place_that_is_none_is_refused(owner: User, before: str) -> None:
    browser = browser_of(owner)
    for path in ("/api/notifications", "/notifications/", "/settings/activity/"):
        assert browser.get(path, {"before": before}).status_code == 400


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1.5"])
def test_a_limit_has_limits(owner: User, limit: str) -> None:
    assert browser_of(owner).get("/api/notifications", {"limit": limit}).status_code == 400


def test_a_place_where_nothing_is_ends_the_list(owner: User, stranger: User) -> None:
    like(stranger, plant(owner))
    assert len(told(owner, f"?before={new_id()}")) == 1
    assert told(owner, "?before=01890a5d-ac96-774b-bcce-b302099a8057") == []


def test_visitors_are_told_nothing() -> None:
    browser = Client()
    assert browser.get("/api/notifications").status_code == 401
    assert browser.post("/api/notifications/read").status_code == 401
    for path in ("/notifications/", "/badges/", "/settings/notifications/", "/settings/activity/"):
        assert browser.get(path)["Location"].startswith("/accounts/login/")
        assert browser.get(path, headers={"HX-Request": "true"}).status_code == 401
