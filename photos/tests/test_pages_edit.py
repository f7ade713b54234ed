"""The page for changing the words of one's own photo."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from photos.tests.interrupting import interrupted
from photos.tests.seeing import forms_in, plant
from photos.tests.test_editing import STORED, WORDS, words_in
from tests.cast import Uploads, browser_of


def test_the_page_shows_the_words_and_stores_what_is_sent(owner: User) -> None:
    photo_id = plant(owner, **WORDS, visibility="friends").photo_id
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    assert f'href="/p/{photo_id}/edit/"' in browser.get(f"/p/{photo_id}/").text
    page = browser.get(f"/p/{photo_id}/edit/")
    [form] = [form for form in forms_in(page) if form.action in {"", f"/p/{photo_id}/edit/"}]
    shown = {name: form.fields[name] for name in STORED}
    # Without the line end that a browser drops from the beginning of a textarea.
    assert shown == {**WORDS, "tags": "sea, boat", "visibility": "friends"}
    answer = browser.post(f"/p/{photo_id}/edit/", form.fields)
    assert (answer.status_code, answer["Location"]) == (302, f"/p/{photo_id}/")
    assert "Your changes are saved." in browser.get(f"/p/{photo_id}/").text
    assert words_in(browser.get(f"/api/photos/{photo_id}")) == {**STORED, "visibility": "friends"}
    sent = {**form.fields, "title": "The lake", "tags": "lake", "visibility": "me", "seen": ""}
    assert browser.post(f"/p/{photo_id}/edit/", sent).status_code == 302
    outcome = {"title": "The lake", "tags": ["lake"], "visibility": "me"}
    assert words_in(browser.get(f"/api/photos/{photo_id}")) == {**STORED, **outcome}
    assert browser.post(f"/p/{photo_id}/edit/", {"title": "without the token"}).status_code == 403


def test_an_empty_form_clears_the_words_but_shares_with_nobody_else(owner: User) -> None:
    photo_id = plant(owner, **WORDS, visibility="friends").photo_id
    browser = browser_of(owner)
    assert browser.post(f"/p/{photo_id}/edit/", {}).status_code == 302
    cleared = {**dict.fromkeys(STORED, ""), "tags": [], "visibility": "friends"}
    assert words_in(browser.get(f"/api/photos/{photo_id}")) == cleared


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("title", "x" * 201), ("caption", "x" * 2001), ("description", "x" * 5001), ("topic", "x" * 61)),
        *(("alt", "x" * 1001), ("tags", "x" * 41), ("tags", ",".join(map(str, range(21)))), ("title", "esc\x1b")),
        *(("caption", "nul\0"), ("visibility", "everybody"), ("visibility", ["me", "everyone"])),
    ],
    ids=range(11),
)
def test_what_will_not_do_is_refused_at_its_field(owner: User, field: str, value: object) -> None:
    photo_id = plant(owner, **WORDS).photo_id
    browser = browser_of(owner)
    page: Any = browser.post(f"/p/{photo_id}/edit/", {"alt": "What I had typed", "visibility": "me", field: value})
    assert page.status_code == 400
    assert list(page.context["form"].errors) == [field]
    assert field == "alt" or "What I had typed" in page.text
    assert words_in(browser.get(f"/api/photos/{photo_id}")) == STORED


def test_who_was_overtaken_is_told_and_keeps_what_was_typed(owner: User) -> None:
    photo_id = plant(owner, **WORDS).photo_id
    browser, other = browser_of(owner), browser_of(owner)
    with interrupted(after=0, by=lambda: other.post(f"/p/{photo_id}/edit/", {"title": "First"}), once=True):
        page: Any = browser.post(f"/p/{photo_id}/edit/", {"title": "Second"})
    assert page.status_code in {400, 409}
    assert "changed at the same time" in page.text
    assert "Second" in page.text
    assert browser.get(f"/api/photos/{photo_id}").json()["title"] == "First"


def test_topics_in_use_are_offered(owner: User, stranger: User) -> None:
    plant(stranger, topic="Mountains")
    photo_id = plant(owner).photo_id
    for path in (f"/p/{photo_id}/edit/", "/upload/"):
        assert 'value="Mountains"' in browser_of(owner).get(path).text


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_do_not_open_it(owner: User, stranger: User, moderator: User, method: str) -> None:
    public, hidden = plant(owner, **WORDS).photo_id, plant(owner, visibility="me").photo_id
    for user in (stranger, moderator):
        for photo_id, status in ((public, 403), (hidden, 404), ("x", 404)):
            assert getattr(browser_of(user), method)(f"/p/{photo_id}/edit/").status_code == status
    assert words_in(browser_of(owner).get(f"/api/photos/{public}")) == STORED
    assert "/edit/" not in browser_of(stranger).get(f"/p/{public}/").text


def test_a_form_from_another_window_does_not_overwrite(owner: User, upload: Uploads) -> None:
    photo_id = upload(owner, title="First").photo_id
    browser = browser_of(owner)
    seen = browser.get(f"/p/{photo_id}/edit/").context["form"].initial["seen"]
    assert browser.post(f"/p/{photo_id}/edit/", {"title": "Second", "seen": seen}).status_code == 302
    late = browser.post(f"/p/{photo_id}/edit/", {"title": "Third", "seen": seen})
    assert late.status_code == 400
    assert "changed at the same time" in late.content.decode()
    assert browser.get(f"/api/photos/{photo_id}").json()["title"] == "Second"
