"""Deleting, as JSON and through the page: one's own only, and then gone from every store."""

import pytest
from django.test import Client

from accounts.models import User
from photos.tests.seeing import MISSING, Uploads, ids_in, tiles_in
from tests.cast import browser_of, files_stored, items_stored


def test_a_photo_of_ones_own_goes_from_every_store(owner: User, upload: Uploads) -> None:
    photo = upload(owner)
    browser = browser_of(owner)
    answer = browser.delete(f"/api/photos/{photo.photo_id}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert files_stored() == []
    assert items_stored() == []
    assert browser.get(f"/api/photos/{photo.photo_id}").status_code == 404
    assert browser.delete(f"/api/photos/{photo.photo_id}").status_code == 404
    assert ids_in(browser) == []


def test_other_photos_stay(owner: User, stranger: User, upload: Uploads) -> None:
    kept, other = upload(owner), upload(stranger)
    stored = files_stored(), items_stored()
    browser = browser_of(owner)
    browser.delete(f"/api/photos/{upload(owner).photo_id}")
    assert (files_stored(), items_stored()) == stored
    assert ids_in(browser, "?scope=all") == [other.photo_id, kept.photo_id]


def test_what_one_may_see_but_not_own_is_forbidden(
    owner: User, stranger: User, moderator: User, upload: Uploads
) -> None:
    photo = upload(owner)
    stored = files_stored(), items_stored()
    for user in (stranger, moderator):
        answer = browser_of(user).delete(f"/api/photos/{photo.photo_id}")
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        for method in ("get", "post"):
            assert getattr(browser_of(user), method)(f"/p/{photo.photo_id}/delete/").status_code == 403
    assert (files_stored(), items_stored()) == stored


def test_a_hidden_photo_is_not_there_to_be_deleted(owner: User, stranger: User, upload: Uploads) -> None:
    photo = upload(owner, visibility="me")
    browser = browser_of(stranger)
    hidden, missing = (browser.delete(f"/api/photos/{which}") for which in (photo.photo_id, MISSING))
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    for method in ("get", "post"):
        assert getattr(browser, method)(f"/p/{photo.photo_id}/delete/").status_code == 404
    assert ids_in(browser_of(owner)) == [photo.photo_id]


def test_visitors_delete_nothing(owner: User, upload: Uploads) -> None:
    photo = upload(owner)
    assert Client().delete(f"/api/photos/{photo.photo_id}").status_code == 401
    answer = Client().post(f"/p/{photo.photo_id}/delete/")
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next=/p/{photo.photo_id}/delete/")
    assert ids_in(browser_of(owner)) == [photo.photo_id]


def test_the_page_asks_first_and_deletes_then(owner: User, upload: Uploads) -> None:
    photo = upload(owner)
    browser = browser_of(owner)
    asked = browser.get(f"/p/{photo.photo_id}/delete/")
    assert "Delete this photo?" in asked.text
    assert tiles_in(browser.get("/")) == [photo.photo_id]
    answer = browser.post(f"/p/{photo.photo_id}/delete/")
    assert (answer.status_code, answer["Location"]) == (302, "/u/owner/")
    profile = browser.get("/u/owner/")
    assert "The photo is deleted." in profile.text
    assert tiles_in(profile) == []
    assert files_stored() == []
    assert items_stored() == []
    assert browser.post(f"/p/{photo.photo_id}/delete/").status_code == 404


def test_no_form_from_elsewhere_deletes(owner: User, upload: Uploads) -> None:
    photo = upload(owner)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    assert browser.post(f"/p/{photo.photo_id}/delete/").status_code == 403
    token = browser.get(f"/p/{photo.photo_id}/delete/").context["csrf_token"]
    assert ids_in(browser) == [photo.photo_id]
    sent = browser.post(f"/p/{photo.photo_id}/delete/", {"csrfmiddlewaretoken": str(token)})
    assert sent.status_code == 302
    assert ids_in(browser) == []


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}], ids=str
)
def test_no_call_from_another_site_deletes(owner: User, upload: Uploads, headers: dict[str, str]) -> None:
    photo = upload(owner)
    browser = browser_of(owner)
    assert browser.delete(f"/api/photos/{photo.photo_id}", headers=headers).status_code == 403
    assert ids_in(browser) == [photo.photo_id]
