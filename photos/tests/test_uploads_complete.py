"""Pictures that went straight into the storage, and the word that they are there: then they are photos like others."""

from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from photos.services import receive
from photos.tests.images_made import exif, plain, saved
from photos.tests.seeing import MISSING, SIZES, broken_pictures, ids_in, post_photo, signed_bytes, size_of
from photos.tests.ticketing import complete, files_of, send, sent, status_of, ticket, uploaded
from tests.cast import befriended, browser_of, files_stored, items_stored, jpeg, person

BROKEN = {kind: content for kind, content in broken_pictures().items() if content}
WORDS = {
    "title": "The beach",
    "caption": "In the evening",
    "description": "We were\nall there.",
    "topic": "Travel",
    "tags": "Sea, evening",
    "alt": "Waves",
    "visibility": "friends",
}


def test_a_photo_that_came_directly_is_as_any_other(owner: User) -> None:
    browser, picture = browser_of(owner), jpeg(640, 480)
    given = ticket(browser, picture, filename="beach.jpg", **WORDS)
    assert status_of(browser, given["photoId"]) == {"photoId": given["photoId"], "status": "awaiting"}
    assert send(given, picture) == 204
    answer = complete(browser, given["photoId"])
    assert answer.status_code == 200
    photo = answer.json()
    told = {**WORDS, "tags": ["sea", "evening"], "id": given["photoId"], "status": "approved", "reasons": []}
    told |= {"width": 640, "height": 480, "content_type": "image/jpeg", "file_size": len(picture)}
    told |= {"filename": "beach.jpg", "username": "owner", "likes": 0}
    assert {name: photo[name] for name in told} == told
    assert datetime.fromisoformat(photo["updated_at"]) > datetime.fromisoformat(photo["created_at"])
    assert photo == browser.get(f"/api/photos/{given['photoId']}").json()
    for size in SIZES:
        assert max(size_of(signed_bytes(photo["images"][size]))) <= 640
    original = browser.get(f"/api/photos/{given['photoId']}/image/original")
    assert signed_bytes(original["Location"]) == picture
    assert files_stored() == files_of(given["photoId"])
    assert status_of(browser, given["photoId"]) == {"photoId": given["photoId"], "status": "approved"}
    assert not [pk for pk, _ in items_stored() if pk.startswith("STATUS#")]


def test_friends_find_it_in_their_home(owner: User, stranger: User) -> None:
    befriended(owner, stranger)
    photo = uploaded(browser_of(owner), visibility="friends")
    assert ids_in(browser_of(stranger)) == [photo["id"]]
    assert ids_in(browser_of(person("somebody")), "?scope=all") == []


def test_without_a_word_on_visibility_the_default_counts(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(default_visibility="me")
    assert uploaded(browser_of(owner))["visibility"] == "me"


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("GIF", "gif"), ("WEBP", "webp"), ("HEIF", "heic")])
def test_what_it_is_is_told_by_its_bytes(owner: User, kind: str, ending: str) -> None:
    photo = uploaded(browser_of(owner), saved(plain(), kind), contentType="image/jpeg")
    assert (photo["width"], photo["height"]) == (96, 64)
    assert photo["content_type"] == f"image/{ending}"
    assert files_stored() == files_of(photo["id"], ending)


def test_the_original_stays_and_what_others_see_is_clean(owner: User) -> None:
    picture = saved(plain(), "JPEG", exif=exif(6))
    photo = uploaded(browser_of(owner), picture)
    assert (photo["width"], photo["height"]) == (64, 96)
    assert all(b"PLANTED" not in signed_bytes(url) for url in photo["images"].values())


def test_nothing_is_complete_before_something_has_come(owner: User) -> None:
    browser = browser_of(owner)
    given = ticket(browser)
    for _ in range(2):
        answer = complete(browser, given["photoId"])
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert send(given) == 204
    assert complete(browser, given["photoId"]).status_code == 200


def test_the_word_may_be_said_twice(owner: User) -> None:
    browser = browser_of(owner)
    photo = uploaded(browser)
    again = complete(browser, photo["id"])
    assert (again.status_code, again.json()) == (200, photo)
    assert ids_in(browser) == [photo["id"]]
    assert files_stored() == files_of(photo["id"])


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_upload_of_somebody_else_is_not_there(owner: User, stranger: User, method: str) -> None:
    befriended(owner, stranger)
    published, awaited = uploaded(browser_of(owner))["id"], sent(browser_of(owner))
    paths = [f"/api/uploads/{photo_id}" for photo_id in (published, awaited, MISSING, "nonsense")]
    for path in paths:
        answer = getattr(browser_of(stranger), method)(path if method == "get" else f"{path}/complete")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert getattr(Client(), method)(path if method == "get" else f"{path}/complete").status_code == 401
    assert ids_in(browser_of(owner)) == [published]


def test_a_photo_that_came_through_the_site_is_complete(owner: User) -> None:
    browser = browser_of(owner)
    photo = post_photo(browser).json()
    assert complete(browser, photo["id"]).json() == photo
    assert status_of(browser, photo["id"])["status"] == "approved"


def test_while_somebody_is_at_it_the_answer_is_202(owner: User) -> None:
    browser = browser_of(owner)
    photo_id = sent(browser)
    cache.set(f"receiving:{photo_id}", 1)
    answer = complete(browser, photo_id)
    assert (answer.status_code, answer.json()) == (202, {"photoId": photo_id, "status": "processing"})
    assert receive(photo_id=photo_id) == "processing"
    cache.delete(f"receiving:{photo_id}")
    assert complete(browser, photo_id).status_code == 200
    cache.set(f"receiving:{photo_id}", 1)
    assert complete(browser, photo_id).status_code == 200
