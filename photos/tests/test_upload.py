"""Uploading as JSON: what a photo answers, what is refused, and that a refusal stores nothing."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.ids import is_id
from photos.tests.seeing import SIZES, broken_pictures, post_photo, signed_bytes, size_of
from tests.cast import browser_of, files_stored, items_stored, jpeg, upload_file

BROKEN = broken_pictures()


def assert_nothing_stored() -> None:
    """Look into every store."""
    assert files_stored() == []
    assert items_stored() == []


def test_a_photo_answers_every_field(owner: User) -> None:
    picture = jpeg(640, 480)
    answer = post_photo(
        browser_of(owner),
        picture,
        name="beach.jpg",
        title="The beach",
        caption="In the evening",
        description="We were\nall there.",
        topic="Travel",
        tags="Sea, evening",
        alt="Waves",
        visibility="me",
    )
    assert answer.status_code == 201
    photo = answer.json()
    assert is_id(photo["id"])
    assert photo["timestamp"] == int(photo["id"].replace("-", "")[:12], 16)
    made_at = datetime.fromisoformat(photo["created_at"])
    assert made_at.timestamp() == pytest.approx(photo["timestamp"] / 1000)
    assert datetime.fromisoformat(photo["updated_at"]) >= made_at
    assert photo["placeholder"].startswith("data:image/")
    assert photo["thumbnail"] == photo["images"]["thumb"]
    assert photo["fullRes"] == photo["images"]["full"]
    assert set(photo["images"]) == set(SIZES)
    told = {
        "user_id": owner.pk,
        "username": "owner",
        "status": "approved",
        "visibility": "me",
        "title": "The beach",
        "caption": "In the evening",
        "description": "We were\nall there.",
        "topic": "Travel",
        "tags": ["sea", "evening"],
        "alt": "Waves",
        "filename": "beach.jpg",
        "likes": 0,
        "comments": 0,
        "views": 0,
        "width": 640,
        "height": 480,
        "content_type": "image/jpeg",
        "file_size": len(picture),
    }
    assert {name: photo[name] for name in told} == told


def test_only_the_picture_is_needed(owner: User) -> None:
    photo = post_photo(browser_of(owner)).json()
    assert photo["visibility"] == "everyone"
    assert photo["tags"] == []
    assert {photo[name] for name in ("title", "caption", "description", "topic", "alt")} == {""}


@pytest.mark.parametrize("visibility", ["everyone", "friends", "me"])
def test_a_new_photo_begins_as_its_owner_likes(owner: User, visibility: str) -> None:
    User.objects.filter(pk=owner.pk).update(default_visibility=visibility)
    assert post_photo(browser_of(owner)).json()["visibility"] == visibility
    assert post_photo(browser_of(owner), visibility="me").json()["visibility"] == "me"


def test_words_are_trimmed_and_invisible_ones_are_empty(owner: User) -> None:
    photo = post_photo(
        browser_of(owner), title="  The \n beach ", caption="\r\nOne\r\ntwo\n ", alt="\u200b\u200d \ufeff", topic=" \t "
    ).json()
    assert (photo["title"], photo["caption"], photo["alt"], photo["topic"]) == ("The beach", "One\ntwo", "", "")


def test_tags_are_trimmed_lowered_and_said_once(owner: User) -> None:
    photo = post_photo(browser_of(owner), tags=" Sea,#SEA , ,Été,two  words,\u200b").json()
    assert photo["tags"] == ["sea", "été", "two words"]


LONGEST = {"title": 200, "caption": 2000, "description": 5000, "topic": 60, "alt": 1000}


@pytest.mark.parametrize("letter", ["x", "é", "😀"])
def test_the_longest_words_fit(owner: User, letter: str) -> None:
    words = {name: letter * length for name, length in LONGEST.items()}
    answer = post_photo(browser_of(owner), tags=",".join(f"{number:02}" + letter * 38 for number in range(20)), **words)
    assert answer.status_code == 201
    assert {name: answer.json()[name] for name in words} == words


@pytest.mark.parametrize("field", LONGEST)
def test_a_word_too_long_is_refused_at_its_field(owner: User, field: str) -> None:
    answer = post_photo(browser_of(owner), **{field: "x" * (LONGEST[field] + 1)})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert_nothing_stored()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("visibility", value) for value in ("everybody", "ME", "public", "everyone,me", "[]")),
        *(("tags", value) for value in (",".join(map(str, range(21))), "x" * 41, "nul\0", "esc\x1b")),
        *((field, "nul\0") for field in (*LONGEST, "visibility")),
        *((field, "esc\x1b") for field in LONGEST),
    ],
    ids=ascii,
)
def test_what_will_not_do_is_refused_at_its_field(owner: User, field: str, value: str) -> None:
    answer = post_photo(browser_of(owner), **{field: value})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert_nothing_stored()


@pytest.mark.parametrize("values", [["me", "everyone"], ["everyone", "me"], ["me", "me"]], ids=str)
def test_a_visibility_that_is_said_twice_is_refused(owner: User, values: list[str]) -> None:
    answer = post_photo(browser_of(owner), visibility=values)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["visibility"]
    assert_nothing_stored()


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_whole_picture_is_refused(owner: User, kind: str) -> None:
    answer = post_photo(browser_of(owner), BROKEN[kind])
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert_nothing_stored()


@pytest.mark.parametrize("fields", [{}, {"title": "No picture"}, {"photo": "no file"}], ids=str)
def test_a_form_without_a_file_is_refused(owner: User, fields: dict[str, str]) -> None:
    answer = browser_of(owner).post("/api/photos", fields)
    assert answer.status_code == 400
    assert_nothing_stored()


@pytest.mark.parametrize("body", [b"{}", b"", b"\xff" * 100])
@pytest.mark.parametrize(
    "kind", ["application/json", "image/jpeg", "multipart/form-data", "multipart/form-data; boundary=x"]
)
def test_a_body_that_is_no_form_is_refused(owner: User, body: bytes, kind: str) -> None:
    assert browser_of(owner).post("/api/photos", body, content_type=kind).status_code == 400
    assert_nothing_stored()


def test_a_picture_above_the_limit_is_too_large(owner: User, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = len(jpeg()) - 1
    answer = post_photo(browser_of(owner))
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"
    assert_nothing_stored()


def test_a_picture_of_exactly_the_limit_is_taken(owner: User, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = len(jpeg())
    assert post_photo(browser_of(owner)).status_code == 201


def test_a_form_decides_nothing_that_is_not_its_owners_to_say(owner: User, stranger: User) -> None:
    claimed: dict[str, Any] = {
        "user_id": stranger.pk,
        "username": "stranger",
        "id": "x",
        "photo_id": "x",
        "status": "held",
        "likes": 99,
        "comments": 99,
        "views": 99,
        "width": 1,
        "height": 1,
        "sha256": "x",
        "pk": "x",
        "PK": "x",
        "content_type": "text/html",
        "file_size": 1,
        "created_at": 1,
        "timestamp": 1,
        "filename": "planted",
    }
    photo = post_photo(browser_of(owner), **claimed).json()
    assert (photo["user_id"], photo["username"], photo["status"]) == (owner.pk, "owner", "approved")
    assert (photo["likes"], photo["comments"], photo["views"]) == (0, 0, 0)
    assert (photo["width"], photo["content_type"], photo["filename"]) == (60, "image/jpeg", "photo.jpg")
    assert is_id(photo["id"])
    assert photo["timestamp"] > 1


def test_the_declared_type_decides_nothing(owner: User) -> None:
    file = upload_file(name="page.html")
    file.content_type = "text/html"
    photo = browser_of(owner).post("/api/photos", {"photo": file}).json()
    assert photo["content_type"] == "image/jpeg"
    assert size_of(signed_bytes(photo["fullRes"])) == (60, 40)


@pytest.mark.django_db
def test_a_visitor_uploads_nothing() -> None:
    answer = post_photo(Client())
    assert answer.status_code == 401
    assert_nothing_stored()


def test_another_site_uploads_nothing(owner: User) -> None:
    browser = browser_of(owner)
    answer = browser.post("/api/photos", {"photo": upload_file()}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert_nothing_stored()
