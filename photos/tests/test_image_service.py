"""The image service: one's own photos in the shape of reference document 002, through the same stores as all else."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.dynamo import batch_get
from photos.models import PhotosTable, photo_key
from photos.tests.seeing import MISSING, Uploads, broken_pictures, ids_in, plant, signed_bytes
from tests.cast import Counted, browser_of, files_stored, items_stored, jpeg, upload_file

IMAGES = "/api/v1/images"


def store(browser: Client, content: bytes | None = None, **fields: Any) -> Any:
    """Upload as clients of the image service do."""
    return browser.post(IMAGES, {"file": upload_file(content), **fields})


def put(browser: Client, image_id: str, body: Any) -> Any:
    """Change an image's words."""
    return browser.put(f"{IMAGES}/{image_id}", body, content_type="application/json")


def found(browser: Client, **asked: Any) -> list[str]:
    """List the titles that a filter finds."""
    answer = browser.get(IMAGES, asked)
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["count"] == len(body["images"])
    assert body["filter"] == asked.get("filter_by", "user")
    return [image["title"] for image in body["images"]]


def check_refused(answer: Any, status: int) -> None:
    """Look at an error: the message stands under both names."""
    assert answer.status_code == status, answer.content
    body = answer.json()
    assert body["error"] == body["message"] != ""
    assert body["code"]


def test_an_upload_answers_what_was_stored(owner: User) -> None:
    picture = jpeg(80, 60)
    answer = store(browser_of(owner), picture, title="My trip", description="Two\nlines", tags="Sea, sea,beach ")
    assert answer.status_code == 201
    body = answer.json()
    assert signed_bytes(body.pop("url")) == picture
    image_id = body["image_id"]
    assert body == {
        "message": "Image uploaded successfully",
        "image_id": image_id,
        "user_id": owner.pk,
        "s3_key": f"originals/{image_id}.jpg",
        "title": "My trip",
        "description": "Two\nlines",
        "tags": ["sea", "beach"],
    }
    assert body["s3_key"] in files_stored()


def test_it_is_the_same_photo_as_everywhere_else(owner: User) -> None:
    browser = browser_of(owner)
    User.objects.filter(pk=owner.pk).update(default_visibility="friends")
    image_id = store(browser, title="Once").json()["image_id"]
    photo = browser.get(f"/api/photos/{image_id}").json()
    assert (photo["title"], photo["visibility"], photo["status"]) == ("Once", "friends", "approved")
    assert ids_in(browser, "?scope=profile") == [image_id]
    assert browser.delete(f"/api/photos/{image_id}").status_code == 204
    check_refused(browser.get(f"{IMAGES}/{image_id}"), 404)
    assert found(browser) == []


def test_only_the_picture_is_needed_and_a_visibility_may_be_said(owner: User) -> None:
    browser = browser_of(owner)
    bare = store(browser, title="").json()
    assert (bare["title"], bare["description"], bare["tags"]) == ("", "", [])
    private = store(browser, visibility="me").json()["image_id"]
    assert browser.get(f"/api/photos/{private}").json()["visibility"] == "me"


def test_the_bytes_come_back_as_they_were(owner: User) -> None:
    browser = browser_of(owner)
    picture = jpeg(90, 30) + b"what follows the end of the picture"
    image_id = store(browser, picture).json()["image_id"]
    answer = browser.get(f"{IMAGES}/{image_id}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(answer.streaming_content) == picture  # type: ignore[attr-defined]
    assert answer["Content-Length"] == str(len(picture))
    assert answer["Content-Disposition"] == 'inline; filename="photo.jpg"'
    assert answer["Cache-Control"] == "private, no-store"
    head = browser.head(f"{IMAGES}/{image_id}")
    assert (head.status_code, head["Content-Length"]) == (200, str(len(picture)))
    answer.close()
    head.close()


@pytest.mark.parametrize(("name", "content"), broken_pictures().items())
def test_what_is_no_picture_is_refused_under_the_name_of_its_field(owner: User, name: str, content: bytes) -> None:
    answer = store(browser_of(owner), content)
    check_refused(answer, 400)
    assert "photo" not in answer.json().get("fields", {}), name
    assert (files_stored(), items_stored()) == ([], [])


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title": "x" * 201}, "title"),
        ({"description": "x" * 5001}, "description"),
        ({"tags": ",".join(str(number) for number in range(21))}, "tags"),
        ({"title": "nul\x00"}, "title"),
        ({"visibility": "nobody"}, "visibility"),
        ({"visibility": ["me", "everyone"]}, "visibility"),
    ],
)
def test_words_that_will_not_do_store_nothing(owner: User, fields: dict[str, Any], name: str) -> None:
    answer = store(browser_of(owner), **fields)
    check_refused(answer, 400)
    assert name in answer.json()["fields"]
    assert (files_stored(), items_stored()) == ([], [])


def test_an_upload_without_a_file(owner: User) -> None:
    answer = browser_of(owner).post(IMAGES, {"title": "Nothing"})
    check_refused(answer, 400)
    assert list(answer.json()["fields"]) == ["file"]


def test_a_file_that_is_too_large(owner: User, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 100
    answer = store(browser_of(owner), jpeg(300, 300))
    check_refused(answer, 413)
    assert list(answer.json()["fields"]) == ["file"]


@pytest.fixture
def album(owner: User, stranger: User) -> Client:
    """Plant photos of the owner's, some of them private, and the stranger's with the same words."""
    plant(owner, title="First", tags="sea", visibility="me")
    plant(owner, title="Trip", tags="sea,boat")
    plant(owner, title="Trip", tags="boat", visibility="me", description="the second")
    plant(owner, title="", tags="lake", visibility="friends")
    plant(owner, title="trip")
    plant(stranger, title="Trip", tags="sea,boat,lake")
    return browser_of(owner)


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, ["trip", "", "Trip", "Trip", "First"]),
        ({"filter_by": "user"}, ["trip", "", "Trip", "Trip", "First"]),
        ({"filter_by": "user", "limit": 2}, ["trip", ""]),
        ({"filter_by": "tags", "tags": "sea"}, ["Trip", "First"]),
        ({"filter_by": "tags", "tags": " SEA , lake"}, ["", "Trip", "First"]),
        ({"filter_by": "tags", "tags": "#boat", "limit": 1}, ["Trip"]),
        ({"filter_by": "tags", "tags": "se"}, []),
        ({"filter_by": "title", "title": "Trip"}, ["Trip", "Trip"]),
        ({"filter_by": "title", "title": " Trip "}, ["Trip", "Trip"]),
        ({"filter_by": "title", "title": "trip"}, ["trip"]),
        ({"filter_by": "title", "title": "Tri"}, []),
        ({"filter_by": "title", "title": ""}, [""]),
    ],
    ids=str,
)
def test_filters(album: Client, asked: dict[str, Any], titles: list[str]) -> None:
    assert found(album, **asked) == titles


def test_ones_own_user_id_may_be_said_and_another_is_forbidden(album: Client, owner: User, stranger: User) -> None:
    assert len(found(album, filter_by="user", user_id=owner.pk)) == 5
    questions: list[dict[str, str]] = [
        {},
        {"filter_by": "tags", "tags": "sea"},
        {"filter_by": "title", "title": "Trip"},
    ]
    for filtered in questions:
        for user_id in (str(stranger.pk), "999999", "nobody", f"0{owner.pk}"):
            check_refused(album.get(IMAGES, {**filtered, "user_id": user_id}), 403)


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=101", "limit=x", "filter_by=nonsense", "filter_by=tags", "filter_by=tags&tags=,%20,"),
        *("filter_by=title", "filter_by=title&title=%00", f"filter_by=tags&tags={'x' * 1001}"),
    ],
)
def test_a_question_that_will_not_do(owner: User, query: str) -> None:
    check_refused(browser_of(owner).get(f"{IMAGES}?{query}"), 400)


def test_all_matches_are_found_and_not_only_among_the_newest(owner: User, counted: Counted) -> None:
    old = [plant(owner, title="Needle", tags="rare", visibility="me").photo_id for _ in range(3)]
    for number in range(120):
        plant(owner, title=f"Hay {number}")
    browser = browser_of(owner)
    with counted() as calls:
        answer = browser.get(IMAGES, {"filter_by": "title", "title": "Needle", "limit": "100"}).json()
    assert [image["image_id"] for image in answer["images"]] == old[::-1]
    # Two pages of the listing, each with its photos.
    assert calls.dynamodb == ["Query", "BatchGetItem"] * 2
    assert found(browser, filter_by="tags", tags="rare,none", limit=2) == ["Needle"] * 2


def test_a_list_names_what_a_client_needs(owner: User) -> None:
    browser = browser_of(owner)
    picture = jpeg(50, 50)
    stored = store(browser, picture, title="One", description="Words", tags="a,b").json()
    (image,) = browser.get(IMAGES).json()["images"]
    assert signed_bytes(image["url"]) == picture
    assert image["created_at"] <= image["updated_at"]
    known = ("image_id", "user_id", "s3_key", "title", "description", "tags")
    assert {name: image[name] for name in known} == {name: stored[name] for name in known}


def test_changing_the_words(owner: User) -> None:
    browser = browser_of(owner)
    image_id = store(browser, title="Old", description="Kept", tags="a,b").json()["image_id"]
    answer = put(browser, image_id, {"title": "New", "tags": ["C", "d"]})
    assert (answer.status_code, answer.json()) == (200, {"message": "Image metadata updated successfully"})
    (image,) = browser.get(IMAGES).json()["images"]
    assert (image["title"], image["description"], image["tags"]) == ("New", "Kept", ["c", "d"])
    assert put(browser, image_id, {"title": "", "tags": "e, f"}).status_code == 200
    (image,) = browser.get(IMAGES, {"filter_by": "title", "title": ""}).json()["images"]
    assert (image["description"], image["tags"]) == ("Kept", ["e", "f"])
    assert put(browser, image_id, {"user_id": 1, "image_id": MISSING, "visibility": "me"}).status_code == 200
    photo = browser.get(f"/api/photos/{image_id}").json()
    assert (photo["user_id"], photo["visibility"]) == (owner.pk, "everyone")


@pytest.mark.parametrize(
    "body",
    ["{", "[]", '"text"', '{"title": 1}', '{"tags": 1}', '{"title": "\\u0000"}', '{"tags": ["%s"]}' % ("x" * 41)],
)
def test_a_change_that_will_not_do(owner: User, body: str) -> None:
    browser = browser_of(owner)
    image_id = store(browser, title="Kept").json()["image_id"]
    check_refused(put(browser, image_id, body), 400)
    assert found(browser) == ["Kept"]


def test_deleting(owner: User) -> None:
    browser = browser_of(owner)
    image_id = store(browser).json()["image_id"]
    answer = browser.delete(f"{IMAGES}/{image_id}")
    assert (answer.status_code, answer.json()) == (200, {"message": "Image deleted successfully"})
    check_refused(browser.delete(f"{IMAGES}/{image_id}"), 404)
    assert files_stored() == []
    assert batch_get(PhotosTable, [photo_key(image_id)]) == []


@pytest.mark.parametrize("visibility", ["everyone", "me"])
def test_what_is_anothers_is_not_there(owner: User, stranger: User, upload: Uploads, visibility: str) -> None:
    image_id = upload(owner, title="Hidden", visibility=visibility).photo_id
    browser = browser_of(stranger)
    for method, body in (("GET", ""), ("PUT", '{"title": "Mine"}'), ("DELETE", "")):
        answers = [
            browser.generic(method, f"{IMAGES}/{name}", body, content_type="application/json")
            for name in (image_id, MISSING, "nonsense")
        ]
        for answer in answers:
            check_refused(answer, 404)
        assert len({answer.content for answer in answers}) == 1
    assert found(browser) == []
    assert found(browser_of(owner)) == ["Hidden"]


def test_nobody_signed_in_and_ways_that_do_not_exist(owner: User) -> None:
    visitor, browser = Client(), browser_of(owner)
    for method, path in (("GET", ""), ("POST", ""), ("GET", "/x"), ("PUT", "/x"), ("DELETE", "/x")):
        check_refused(visitor.generic(method, f"{IMAGES}{path}"), 401)
        check_refused(visitor.generic(method, f"{IMAGES}{path}", headers={"X-User-ID": str(owner.pk)}), 401)
    for method, path in (("DELETE", ""), ("PATCH", "/x"), ("POST", "/x")):
        check_refused(browser.generic(method, f"{IMAGES}{path}"), 405)
    check_refused(browser.get(f"{IMAGES}/x/y"), 404)
    check_refused(browser.post(IMAGES, headers={"Origin": "https://elsewhere.example"}), 403)
    assert "error" not in browser.get("/api/photos/nothing").json()


def test_the_gate_lets_pictures_in(settings: Any) -> None:
    assert IMAGES in settings.UPLOAD_PATHS
