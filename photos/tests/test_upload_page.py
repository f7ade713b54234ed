"""The upload page: the same rules as JSON, with every reason in its place."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from photos.tests.seeing import broken_pictures, ids_in
from tests.cast import browser_of, files_stored, items_stored, jpeg, upload_file

BROKEN = broken_pictures()
PAGE = "/upload/"


def send(user: User, content: bytes | None = None, /, **fields: object) -> Any:
    """Send the form as this person."""
    return browser_of(user).post(PAGE, {"photo": upload_file(content), "visibility": "everyone", **fields})


def assert_refused(page: Any, field: str) -> None:
    """Expect the form again, with a reason at this field, and nothing stored."""
    assert page.status_code == 400
    assert list(page.context["form"].errors) == [field]
    assert str(page.context["form"].errors[field][0]).replace("'", "&#x27;") in page.text
    assert files_stored() == []
    assert items_stored() == []


def test_a_photo_goes_up_and_its_page_follows(owner: User) -> None:
    browser = browser_of(owner)
    answer = browser.post(PAGE, {"photo": upload_file(), "title": "The beach", "tags": "Sea", "visibility": "me"})
    [photo_id] = ids_in(browser)
    assert (answer.status_code, answer["Location"]) == (302, f"/p/{photo_id}/")
    page = browser.get(answer["Location"])
    assert "Your photo is up." in page.text
    assert "The beach" in page.text
    assert browser.get(f"/api/photos/{photo_id}").json()["visibility"] == "me"


def test_the_form_begins_with_the_persons_own_default(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(default_visibility="me")
    page = browser_of(owner).get(PAGE)
    assert page.status_code == 200
    assert 'value="me" id="id_visibility_2" checked' in page.text.replace(" required", "")


def test_without_a_word_on_visibility_the_default_counts(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(default_visibility="me")
    browser = browser_of(owner)
    assert browser.post(PAGE, {"photo": upload_file()}).status_code == 302
    assert browser.get("/api/photos").json()[0]["visibility"] == "me"


@pytest.mark.parametrize("fields", [{}, {"title": "No picture"}, {"photo": "no file"}], ids=str)
def test_a_form_without_a_file_says_so(owner: User, fields: dict[str, str]) -> None:
    assert_refused(browser_of(owner).post(PAGE, {"visibility": "everyone", **fields}), "photo")


def test_an_empty_form_says_so(owner: User) -> None:
    assert_refused(browser_of(owner).post(PAGE, {}), "photo")


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_whole_picture_is_refused_in_place(owner: User, kind: str) -> None:
    page = send(owner, BROKEN[kind], title="What I had typed")
    assert_refused(page, "photo")
    assert "What I had typed" in page.text


def test_a_picture_above_the_limit_is_refused_in_place(owner: User, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = len(jpeg()) - 1
    assert_refused(send(owner), "photo")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 201),
        ("caption", "x" * 2001),
        ("description", "x" * 5001),
        ("topic", "x" * 61),
        ("alt", "x" * 1001),
        ("tags", ",".join(map(str, range(21)))),
        ("tags", "x" * 41),
        ("caption", "nul\0"),
        ("title", "esc\x1b"),
        ("visibility", "everybody"),
        ("visibility", ["everyone", "me"]),
        ("visibility", ["me", "everyone"]),
    ],
    ids=range(12),
)
def test_what_will_not_do_is_refused_at_its_field(owner: User, field: str, value: object) -> None:
    assert_refused(send(owner, **{field: value}), field)


def test_line_ends_count_as_one_character_as_the_browser_counts_them(owner: User) -> None:
    text = "\r\n".join(["x" * 99] * 20)
    assert send(owner, caption=text).status_code == 302
    assert browser_of(owner).get("/api/photos").json()[0]["caption"] == text.replace("\r\n", "\n")


def test_visitors_are_sent_to_log_in_and_store_nothing(db: None) -> None:  # noqa: ARG001
    for answer in (Client().get(PAGE), Client().post(PAGE, {"photo": upload_file(), "visibility": "everyone"})):
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/upload/")
    assert files_stored() == []
    assert items_stored() == []


def test_a_form_without_its_token_is_refused(owner: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    assert browser.post(PAGE, {"photo": upload_file(), "visibility": "everyone"}).status_code == 403
    assert files_stored() == []
    assert items_stored() == []
    token = str(browser.get(PAGE).context["csrf_token"])
    sent = browser.post(PAGE, {"photo": upload_file(), "visibility": "everyone", "csrfmiddlewaretoken": token})
    assert sent.status_code == 302
