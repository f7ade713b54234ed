"""Who sees a profile picture, and the form that sets it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from photos.tests import images_made as made
from photos.tests.portraying import CALL, PAGE, PROFILE, SIZES, assert_whole, names_of, plain, send, urls_of
from photos.tests.seeing import broken_pictures, post_photo, signed_bytes, size_of
from social.services import block
from tests.cast import browser_of, files_stored, jpeg, upload_file

pytestmark = pytest.mark.django_db

BROKEN = broken_pictures()

# --- Who sees it ------------------------------------------------------------------------------------------------


def picture_of(viewer: User | None, user_id: object, size: str = "thumb") -> Any:
    """Ask for somebody's picture by their id."""
    return browser_of(viewer).get(f"/api/users/{user_id}/profile-picture/{size}")


@pytest.mark.parametrize("size", SIZES)
def test_members_are_sent_on_to_the_picture(owner: User, stranger: User, size: str) -> None:
    send(owner, jpeg(600, 600))
    for viewer in (owner, stranger):
        answer = picture_of(viewer, owner.pk, size)
        assert answer.status_code == 302
        assert "no-store" in answer["Cache-Control"]
        assert size_of(signed_bytes(answer["Location"])) == (SIZES[size],) * 2
    assert picture_of(None, owner.pk, size).status_code == 401


@pytest.mark.parametrize("size", ["large", "FULL", "original", "thumb.jpg", "..%2Ffull"])
def test_another_size_is_refused_whoever_it_is(owner: User, size: str) -> None:
    send(owner)
    for user_id in (owner.pk, 4711):
        answer = picture_of(owner, user_id, size)
        assert answer.status_code == 400 if "%2F" not in size else 404
        assert "Location" not in answer


def test_who_is_not_there_and_who_has_no_picture_look_the_same_as_who_is_blocked(owner: User, stranger: User) -> None:
    missing = [picture_of(stranger, user_id) for user_id in (4711, 0, 2**63, 10**30)]
    send(owner)
    block(actor=owner, user_id=stranger.pk)
    hidden = picture_of(stranger, owner.pk)
    assert {answer.status_code for answer in (*missing, hidden)} == {404}
    assert hidden.content == missing[0].content
    send(stranger)
    assert picture_of(owner, stranger.pk).status_code == 404
    assert picture_of(owner, owner.pk).status_code == 302


def test_there_is_nothing_to_see_without_a_picture_or_an_active_owner(owner: User, stranger: User) -> None:
    assert picture_of(stranger, owner.pk).status_code == 404
    send(owner)
    assert picture_of(stranger, owner.pk).status_code == 302
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert picture_of(stranger, owner.pk).status_code == 404


@pytest.mark.parametrize("user_id", ["x", "-1", "1.5", "", "%00", "٣"], ids=ascii)
def test_what_is_no_id_finds_nobody(owner: User, user_id: str) -> None:
    answer = picture_of(owner, user_id)
    assert answer.status_code == 404
    assert answer.json()["message"]


def test_likers_are_shown_with_their_pictures(owner: User, stranger: User) -> None:
    send(stranger, jpeg(600, 600))
    photo = post_photo(browser_of(owner)).json()["id"]
    for user in (owner, stranger):
        browser_of(user).post(f"/api/photos/{photo}/like")
    likers = {liker["id"]: liker for liker in browser_of(owner).get(f"/api/photos/{photo}/likes").json()}
    assert (likers[owner.pk]["profilePic"], likers[owner.pk]["profileThumb"]) == (None, None)
    assert size_of(signed_bytes(likers[stranger.pk]["profilePic"])) == (512, 512)
    assert size_of(signed_bytes(likers[stranger.pk]["profileThumb"])) == (96, 96)
    assert "email" not in likers[stranger.pk]


# --- The settings -----------------------------------------------------------------------------------------------


def send_form(who_sends: User | Client, content: bytes | None = None, **fields: object) -> Any:
    """Send the form of the settings page."""
    browser = who_sends if isinstance(who_sends, Client) else browser_of(who_sends)
    return browser.post(PAGE, {"photo": upload_file(content), **fields})


def test_the_form_sets_the_picture_and_the_page_shows_it(owner: User) -> None:
    browser = browser_of(owner)
    answer = send_form(browser, plain(made.GREEN))
    assert (answer.status_code, answer["Location"]) == (302, PROFILE)
    page = browser.get(PROFILE)
    assert "Your profile picture is changed." in page.text
    assert urls_of(owner)["full"].replace("&", "&amp;") in page.text
    assert_whole(owner, made.GREEN)


def test_the_form_removes_the_picture(owner: User) -> None:
    browser = browser_of(owner)
    send_form(browser)
    answer = browser.post(PAGE, {"remove": "1"})
    assert (answer.status_code, answer["Location"]) == (302, PROFILE)
    page = browser.get(PROFILE)
    assert "Your profile picture is removed." in page.text
    assert "avatars/" not in page.text
    assert files_stored() == []


@pytest.mark.parametrize("kind", BROKEN)
def test_the_form_refuses_in_place_what_is_no_whole_picture(owner: User, kind: str) -> None:
    User.objects.filter(pk=owner.pk).update(bio="What I am")
    page = send_form(owner, BROKEN[kind])
    assert page.status_code == 400
    assert list(page.context["picture_form"].errors) == ["photo"]
    assert str(page.context["picture_form"].errors["photo"][0]).replace("'", "&#x27;") in page.text
    assert "What I am" in page.text
    assert page.context["form"].errors == {}
    assert files_stored() == []


@pytest.mark.parametrize("fields", [{}, {"photo": "no file"}, {"remove": "0"}, {"remove": ""}], ids=str)
def test_a_form_without_a_file_says_so_and_removes_nothing(owner: User, fields: dict[str, str]) -> None:
    send(owner)
    page = browser_of(owner).post(PAGE, fields)
    assert page.status_code == 400
    assert list(page.context["picture_form"].errors) == ["photo"]
    assert files_stored() == names_of(owner)


def test_the_form_refuses_a_picture_above_the_limit_in_place(owner: User, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = len(jpeg()) - 1
    page = send_form(owner)
    assert page.status_code == 400
    assert list(page.context["picture_form"].errors) == ["photo"]


def test_the_form_goes_back_to_where_it_came_from_but_nowhere_else(owner: User) -> None:
    assert send_form(owner, next="/u/owner/")["Location"] == "/u/owner/"
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        assert send_form(owner, next=elsewhere)["Location"] == PROFILE


def test_who_only_comes_by_is_shown_the_page(owner: User) -> None:
    answer = browser_of(owner).get(PAGE)
    assert (answer.status_code, answer["Location"]) == (302, PROFILE)


def test_a_visitor_is_sent_to_log_in_and_stores_nothing(owner: User) -> None:  # noqa: ARG001
    for answer in (Client().get(PAGE), send_form(Client())):
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={PAGE}")
    assert files_stored() == []


def test_a_form_without_its_token_is_refused(owner: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    assert send_form(browser).status_code == 403
    assert browser.post(PAGE, {"remove": "1"}).status_code == 403
    assert files_stored() == []


def test_the_gate_lets_pictures_in_at_both_addresses(settings: Any) -> None:
    assert {CALL, reverse("settings:picture")} <= set(settings.UPLOAD_PATHS)
    assert reverse("settings:picture") == PAGE
