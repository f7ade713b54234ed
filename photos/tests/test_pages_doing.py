"""Liking and saving through pages: plain forms first, fragments for htmx, and nobody is sent elsewhere."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from photos.tests.seeing import MISSING, crowd, forms_in, plant, traces
from tests.cast import browser_of

HTMX = {"HX-Request": "true"}


def templates_of(answer: Any) -> set[str]:
    """List the templates that an answer was made of."""
    return {template.name for template in answer.templates}


@pytest.mark.parametrize(("action", "field"), [("like", "liked"), ("save", "saved")])
def test_a_plain_form_does_it_and_comes_back_to_the_photo(owner: User, stranger: User, action: str, field: str) -> None:
    photo_id = plant(owner).photo_id
    browser = browser_of(stranger)
    for value, done in (("1", True), ("1", True), ("0", False), ("0", False)):
        answer = browser.post(f"/p/{photo_id}/{action}/", {field: value})
        assert (answer.status_code, answer["Location"]) == (302, f"/p/{photo_id}/")
        assert browser.get(f"/api/photos/{photo_id}").json()[field] is done


@pytest.mark.parametrize(("action", "field"), [("like", "liked"), ("save", "saved")])
def test_the_buttons_of_the_page_work_without_script(owner: User, stranger: User, action: str, field: str) -> None:
    photo_id = plant(owner).photo_id
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(stranger)
    page = f"/p/{photo_id}/?in=all"
    for done in (True, False):
        forms = {form.action: form.fields for form in forms_in(browser.get(page))}
        answer = browser.post(f"/p/{photo_id}/{action}/", forms[f"/p/{photo_id}/{action}/"])
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"/p/{photo_id}/")
        assert browser.get(f"/api/photos/{photo_id}").json()[field] is done


@pytest.mark.parametrize(("action", "field"), [("like", "liked"), ("save", "saved")])
def test_htmx_gets_the_buttons_as_they_are_now(owner: User, stranger: User, action: str, field: str) -> None:
    photo_id = plant(owner).photo_id
    browser = browser_of(stranger)
    for value in ("1", "0"):
        answer = browser.post(f"/p/{photo_id}/{action}/", {field: value}, headers=HTMX)
        assert answer.status_code == 200
        assert "photos/_actions.html" in templates_of(answer)
        assert f'id="actions-{photo_id}"' in answer.text
        assert "<html" not in answer.text
        assert getattr(answer.context["photo"], field) is (value == "1")


@pytest.mark.parametrize("action", ["like", "save"])
@pytest.mark.parametrize(
    ("following", "local"),
    [
        *((path, True) for path in ("/explore/?before=x", "/p/x/?in=tag:a%20b#comments", "/")),
        *((path, False) for path in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "")),
        *(
            (path, False)
            for path in ("javascript:alert(1)", "http:///elsewhere.example", "\x00/", "\t//elsewhere.example")
        ),
    ],
    ids=range(11),
)
def test_a_form_leads_on_to_local_pages_only(owner: User, action: str, following: str, *, local: bool) -> None:
    photo_id = plant(owner).photo_id
    answer = browser_of(owner).post(f"/p/{photo_id}/{action}/", {"next": following})
    assert answer.status_code == 302
    assert answer["Location"] == (following if local else f"/p/{photo_id}/")


def test_a_line_end_in_the_next_page_makes_no_header(owner: User) -> None:
    answer = browser_of(owner).post(f"/p/{plant(owner).photo_id}/like/", {"next": "/p/\r\nSet-Cookie: a=b"})
    assert answer.status_code == 302
    assert "a" not in answer.cookies


@pytest.mark.parametrize("action", ["like", "save"])
def test_what_is_hidden_takes_no_form_and_no_page_is_only_for_looking(owner: User, stranger: User, action: str) -> None:
    hidden, public = plant(owner, visibility="me").photo_id, plant(owner).photo_id
    before = traces()
    for headers in ({}, HTMX):
        for photo_id in (hidden, MISSING, "x"):
            sent = {"liked": "1", "saved": "1"}
            assert browser_of(stranger).post(f"/p/{photo_id}/{action}/", sent, headers=headers).status_code == 404
    # Who comes by after logging in is shown the photo.
    assert browser_of(stranger).get(f"/p/{public}/{action}/")["Location"] == f"/p/{public}/"
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(stranger)
    assert strict.post(f"/p/{public}/{action}/", {"liked": "1", "saved": "1"}).status_code == 403
    assert traces() == before


def test_the_page_of_likers_names_each_once(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    browser = browser_of(stranger)
    people = crowd(30)
    for user in people:
        browser_of(user).post(f"/p/{photo_id}/like/", {"liked": "1"})
    for headers, template in (({}, "photos/likers.html"), (HTMX, "photos/_likers.html")):
        named: list[str] = []
        path = f"/p/{photo_id}/likes/"
        while path:
            page = browser.get(path, headers=headers)
            assert page.status_code == 200
            assert template in templates_of(page)
            assert ("<html" in page.text) == (not headers)
            named += [user.username for user in people if f'href="/u/{user.username}/"' in page.text]
            path = page.context["next_url"]
            assert not path or path in page.text
        assert sorted(named) == [user.username for user in people]


@pytest.mark.parametrize("before", ["x", "-1", "%00", "1%0A"])
def test_likers_behind_nobody_are_refused(owner: User, before: str) -> None:
    assert browser_of(owner).get(f"/p/{plant(owner).photo_id}/likes/?before={before}").status_code == 400


def test_a_photo_for_its_owner_alone_tells_nobody_who_likes_it(owner: User, stranger: User) -> None:
    hidden = plant(owner, visibility="me").photo_id
    assert browser_of(stranger).get(f"/p/{hidden}/likes/").status_code == 404
    assert browser_of(owner).get(f"/p/{hidden}/likes/").status_code == 200
