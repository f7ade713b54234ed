"""Likes and saved photos as JSON: once each, exact, and told to those who may see the photo."""

import pytest
from django.test import Client

from accounts.models import User
from photos.tests.seeing import MISSING, crowd, ids_in, pages_of, plant, traces
from tests.cast import browser_of, person


def test_a_like_counts_once_and_is_taken_back_once(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    browser, path = browser_of(stranger), f"/api/photos/{photo_id}/like"
    before = traces()
    for _ in range(2):
        answer = browser.post(path)
        assert (answer.status_code, answer.json()) == (200, {"likes": 1, "liked": True})
    assert browser_of(owner).post(path).json() == {"likes": 2, "liked": True}
    seen = browser.get(f"/api/photos/{photo_id}").json()
    assert (seen["likes"], seen["liked"]) == (2, True)
    browser_of(owner).delete(path)
    for _ in range(2):
        answer = browser.delete(path)
        assert (answer.status_code, answer.json()) == (200, {"likes": 0, "liked": False})
    assert traces() == before


def test_saving_and_its_end_may_be_repeated(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    browser, path = browser_of(stranger), f"/api/photos/{photo_id}/save"
    before = traces()
    for _ in range(2):
        answer = browser.put(path)
        assert (answer.status_code, answer.content) == (204, b"")
        assert browser.get(f"/api/photos/{photo_id}").json()["saved"] is True
        assert ids_in(browser, "?scope=saved") == [photo_id]
    assert ids_in(browser_of(owner), "?scope=saved") == []
    for _ in range(2):
        assert browser.delete(path).status_code == 204
        assert browser.get(f"/api/photos/{photo_id}").json()["saved"] is False
        assert ids_in(browser, "?scope=saved") == []
    assert traces() == before


@pytest.mark.parametrize(("method", "end"), [("post", "like"), ("delete", "like"), ("put", "save"), ("delete", "save")])
def test_what_is_hidden_or_missing_takes_neither(owner: User, stranger: User, method: str, end: str) -> None:
    hidden = plant(owner, visibility="me").photo_id
    before = traces()
    answers = [
        getattr(browser_of(stranger), method)(f"/api/photos/{photo_id}/{end}") for photo_id in (hidden, MISSING, "x")
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert answers[0].content == answers[1].content
    assert getattr(Client(), method)(f"/api/photos/{hidden}/{end}").status_code == 401
    assert traces() == before


def test_a_photo_that_is_made_private_leaves_the_likes_and_saved_ones_of_others(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    browser = browser_of(stranger)
    browser.post(f"/api/photos/{photo_id}/like")
    browser.put(f"/api/photos/{photo_id}/save")
    assert ids_in(browser, "?scope=liked") == ids_in(browser, "?scope=saved") == [photo_id]
    browser_of(owner).patch(f"/api/photos/{photo_id}", {"visibility": "me"}, content_type="application/json")
    assert ids_in(browser, "?scope=liked") == ids_in(browser, "?scope=saved") == []
    assert browser.delete(f"/api/photos/{photo_id}/like").status_code == 404


def test_the_list_of_likers_shows_each_once_over_its_pages(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    people = crowd(30)
    for user in people:
        browser_of(user).post(f"/api/photos/{photo_id}/like")
    browser, path = browser_of(stranger), f"/api/photos/{photo_id}/likes"
    for query, sizes in (("", [24, 6]), ("?limit=7", [7, 7, 7, 7, 2]), ("?limit=30", [30]), ("?limit=15", [15, 15])):
        pages = pages_of(browser, path + query)
        assert [len(page) for page in pages] == sizes
        assert sorted(liker["username"] for page in pages for liker in page) == [user.username for user in people]
    assert set(browser.get(path).json()[0]) >= {"id", "username"}
    assert "email" not in browser.get(path).json()[0]


def test_likers_who_were_deactivated_are_not_shown(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    for user in (stranger, gone := person("gone")):
        browser_of(user).post(f"/api/photos/{photo_id}/like")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    answer = browser_of(owner).get(f"/api/photos/{photo_id}/likes")
    assert [liker["username"] for liker in answer.json()] == ["stranger"]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=x", "before=x", "before=-1", "before=%00", "before=1%23", "before=" + "9" * 40],
)
def test_a_list_of_likers_that_nobody_can_mean_is_refused(owner: User, query: str) -> None:
    photo_id = plant(owner).photo_id
    assert browser_of(owner).get(f"/api/photos/{photo_id}/likes?{query}").status_code == 400


def test_likers_of_what_is_hidden_are_not_told(owner: User, stranger: User) -> None:
    hidden = plant(owner, visibility="me").photo_id
    browser_of(owner).post(f"/api/photos/{hidden}/like")
    answers = [browser_of(stranger).get(f"/api/photos/{photo_id}/likes") for photo_id in (hidden, MISSING)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
