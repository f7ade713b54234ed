"""Where a form or a fragment leads when the session has ended meanwhile, or when it names a way back."""

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import Uploads, browser_of

FORMS = {"like": {"liked": "1"}, "save": {"saved": "1"}, "comments": {"text": "Hello"}}


@pytest.mark.parametrize("form", FORMS)
def test_a_fragment_without_a_session_is_refused_and_replaces_nothing(owner: User, upload: Uploads, form: str) -> None:
    photo_id = upload(owner).photo_id
    answer = Client().post(f"/p/{photo_id}/{form}/", FORMS[form], headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "logged out" in answer.text
    assert browser_of(owner).get(f"/api/photos/{photo_id}").json()["comments"] == 0


def test_going_on_below_without_a_session_is_refused(owner: User, upload: Uploads) -> None:
    upload(owner)
    assert Client().get("/explore/", headers={"HX-Request": "true"}).status_code == 401


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("following", "is_followed"), [("/explore/", True), ("//evil.example", False), ("", False)])
def test_a_form_without_a_session_leads_back_to_a_page_that_is_there(
    owner: User, upload: Uploads, form: str, following: str, *, is_followed: bool
) -> None:
    place = f"/p/{upload(owner).photo_id}/{form}/"
    answer = Client().post(place, {**FORMS[form], "next": following})
    back = following if is_followed else place
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={back}")
    assert browser_of(owner).get(back, follow=True).status_code == 200


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("following", ["foo", "foo#x", "[::1", "home", "..", "//evil.example/", "https://evil.example"])
def test_a_way_back_that_is_no_path_here_leads_to_the_photo(
    owner: User, stranger: User, upload: Uploads, form: str, following: str
) -> None:
    photo_id = upload(owner).photo_id
    answer = browser_of(stranger).post(f"/p/{photo_id}/{form}/", {**FORMS[form], "next": following})
    assert answer.status_code == 302
    assert answer["Location"].removesuffix("#comments") == f"/p/{photo_id}/"
