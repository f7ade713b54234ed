"""Direct uploads that go other ways: replaced, refused, cancelled, late, or left by somebody who has died."""

import time
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from core.dynamo import Action
from core.ids import PhotoId
from photos.models import Photo, photo_key
from photos.services import receive
from photos.tests.seeing import MISSING, broken_pictures, ids_in, post_photo, signed_bytes, size_of
from photos.tests.ticketing import complete, files_of, send, sent, status_of, ticket
from tests.cast import browser_of, files_stored, items_stored, jpeg

BROKEN = {kind: content for kind, content in broken_pictures().items() if content}


def test_until_it_is_complete_another_picture_takes_its_place(owner: User) -> None:
    browser = browser_of(owner)
    given = ticket(browser, fileSize=None)
    assert (send(given, jpeg(30, 20)), send(given, jpeg(90, 60))) == (204, 204)
    assert complete(browser, given["photoId"]).json()["width"] == 90


def test_afterwards_another_picture_changes_nothing(owner: User) -> None:
    browser = browser_of(owner)
    given = ticket(browser, fileSize=None)
    send(given, jpeg(30, 20))
    photo = complete(browser, given["photoId"]).json()
    assert send(given, jpeg(90, 60)) == 204
    assert complete(browser, given["photoId"]).json() == photo
    assert receive(photo_id=PhotoId(given["photoId"])) == "approved"
    assert files_stored() == files_of(given["photoId"])
    assert size_of(signed_bytes(photo["fullRes"])) == (30, 20)
    original = browser.get(f"/api/photos/{given['photoId']}/image/original")
    assert size_of(signed_bytes(original["Location"])) == (30, 20)


@pytest.mark.parametrize("size", [-1, +1])
def test_the_storage_takes_exactly_what_was_announced(owner: User, size: int) -> None:
    given = ticket(browser_of(owner))
    assert send(given, jpeg() + b"\0" if size > 0 else jpeg()[:-1]) in {400, 413}
    assert files_stored() == []


def test_without_a_size_the_storage_takes_what_the_site_takes(owner: User, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = len(jpeg())
    given = ticket(browser_of(owner), fileSize=None)
    assert (send(given, jpeg() + b"\0"), send(given, b"")) in {(400, 400), (413, 400)}
    assert send(given, jpeg()) == 204


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_whole_picture_fails_and_says_why(owner: User, kind: str) -> None:
    browser = browser_of(owner)
    photo_id = sent(browser, BROKEN[kind])
    answer = complete(browser, photo_id)
    assert (answer.status_code, answer.json()["status"]) == (200, "failed")
    [reason] = answer.json()["reasons"]
    assert status_of(browser, photo_id) == {"photoId": photo_id, "status": "failed", "error": reason}
    assert complete(browser, photo_id).json()["status"] == "failed"
    assert files_stored() == []
    page = browser.get(f"/p/{photo_id}/")
    assert (page.status_code, reason in page.text) == (200, True)
    assert ids_in(browser) == [photo_id]


def test_nobody_else_hears_of_what_has_failed(owner: User, stranger: User) -> None:
    photo_id = sent(browser_of(owner), b"this is no picture")
    complete(browser_of(owner), photo_id)
    assert browser_of(stranger).get(f"/api/photos/{photo_id}").status_code == 404
    assert ids_in(browser_of(stranger), "?scope=all") == []
    assert browser_of(owner).delete(f"/api/photos/{photo_id}").status_code == 204
    assert (items_stored(), files_stored()) == ([], [])


def test_a_picture_that_has_failed_cannot_be_replaced(owner: User) -> None:
    browser = browser_of(owner)
    given = ticket(browser, fileSize=None)
    send(given, b"this is no picture")
    complete(browser, given["photoId"])
    assert send(given, jpeg()) == 204
    assert complete(browser, given["photoId"]).json()["status"] == "failed"
    assert files_stored() == []


def test_a_huge_file_that_somebody_else_put_there_is_not_even_fetched(owner: User, settings: Any) -> None:
    browser = browser_of(owner)
    photo_id = sent(browser)
    settings.MAX_UPLOAD_BYTES = len(jpeg()) - 1
    answer = complete(browser, photo_id)
    assert (answer.json()["status"], "larger than" in answer.json()["reasons"][0]) == ("failed", True)
    assert files_stored() == []


def test_the_picture_may_come_when_the_decoders_are_away(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = browser_of(owner)
    photo_id = sent(browser)
    monkeypatch.setattr("photos.images.worker.ROOT", "/nowhere")
    monkeypatch.setattr("photos.images.pool._pools", {})
    answer = complete(browser, photo_id)
    assert answer.status_code == 503
    assert status_of(browser, photo_id)["status"] == "awaiting"
    monkeypatch.undo()
    assert complete(browser, photo_id).status_code == 200


@pytest.mark.parametrize("has_come", [False, True])
def test_an_upload_is_cancelled_by_deleting_its_photo(owner: User, stranger: User, *, has_come: bool) -> None:
    browser = browser_of(owner)
    given = ticket(browser)
    if has_come:
        send(given)
    path = f"/api/photos/{given['photoId']}"
    assert browser_of(stranger).delete(path).status_code == 404
    assert browser.delete(path).status_code == 204
    assert (items_stored(), files_stored()) == ([], [])
    assert browser.delete(path).status_code == 404
    assert complete(browser, given["photoId"]).status_code == 404
    assert browser.get(f"/api/uploads/{given['photoId']}").status_code == 404


def test_what_comes_after_the_end_is_removed(owner: User) -> None:
    browser = browser_of(owner)
    given = ticket(browser)
    browser.delete(f"/api/photos/{given['photoId']}")
    assert send(given) == 204
    assert receive(photo_id=PhotoId(given["photoId"])) == "deleted"
    assert (items_stored(), files_stored()) == ([], [])


def test_what_a_dead_process_wrote_for_a_photo_that_is_gone_goes_with_the_next_event() -> None:
    for name in (f"incoming/{MISSING}", f"originals/{MISSING}.png", f"photos/{MISSING}_full.jpg"):
        default_storage.save(name, ContentFile(b"bytes"))
    assert receive(photo_id=PhotoId(MISSING)) == "deleted"
    assert files_stored() == []


def test_a_file_for_a_photo_that_waits_for_none_is_removed(owner: User) -> None:
    photo = post_photo(browser_of(owner)).json()
    default_storage.save(f"incoming/{photo['id']}", ContentFile(jpeg(90, 60)))
    assert receive(photo_id=photo["id"]) == "approved"
    assert files_stored() == files_of(photo["id"])


def decided_by_the_dead(owner: User, *, minutes_ago: int) -> dict[str, Any]:
    """Let a process die when it has decided what the picture is, and another picture come after that."""
    given = ticket(browser_of(owner), fileSize=None)
    photo = Photo.get(*photo_key(given["photoId"]))
    then = int((time.time() - minutes_ago * 60) * 1000)
    changes: list[Action] = [Photo.status.set("processing"), Photo.sha256.set("of another"), Photo.updated_at.set(then)]
    photo.update(changes)
    assert send(given, jpeg(90, 60)) == 204
    return given


def test_a_decision_stands_while_who_made_it_may_be_at_work(owner: User) -> None:
    given = decided_by_the_dead(owner, minutes_ago=5)
    assert complete(browser_of(owner), given["photoId"]).status_code == 202
    assert files_stored() == [f"incoming/{given['photoId']}"]


def test_a_decision_of_the_dead_is_made_anew(owner: User) -> None:
    given = decided_by_the_dead(owner, minutes_ago=20)
    photo = complete(browser_of(owner), given["photoId"]).json()
    assert (photo["status"], photo["width"]) == ("approved", 90)
    assert files_stored() == files_of(given["photoId"])


def test_what_was_stored_of_a_decision_is_what_is_published(owner: User) -> None:
    given = decided_by_the_dead(owner, minutes_ago=5)
    default_storage.save(f"originals/{given['photoId']}.jpg", ContentFile(jpeg(30, 20)))
    photo = complete(browser_of(owner), given["photoId"]).json()
    assert photo["status"] == "approved"
    assert size_of(signed_bytes(photo["fullRes"])) == (30, 20)
    assert files_stored() == files_of(given["photoId"])


def test_the_upload_page_says_whether_it_may_go_straight(owner: User) -> None:
    page = browser_of(owner).get("/upload/")
    assert ("data-direct" in page.text) == (settings.STORAGE_BACKEND == "s3")
    origin = settings.S3_ENDPOINT_URL or "'self'"
    [connect] = [part for part in page["Content-Security-Policy"].split(";") if "connect-src" in part]
    assert origin in connect


def test_one_who_comes_just_too_late_hears_that_it_is_done(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = browser_of(owner)
    photo_id = sent(browser)
    storage = type(default_storage._wrapped)  # type: ignore[attr-defined]  # noqa: SLF001 -- the seam of Django's storages
    fetch = storage.fetch

    def fetch_after_the_other(*arguments: Any, **options: Any) -> Any:
        monkeypatch.setattr(storage, "fetch", fetch)
        cache.clear()
        assert receive(photo_id=photo_id) == "approved"
        return fetch(*arguments, **options)

    monkeypatch.setattr(storage, "fetch", fetch_after_the_other)
    answer = complete(browser, photo_id)
    assert (answer.status_code, answer.json()["status"]) == (200, "approved")
    assert files_stored() == files_of(photo_id)


def test_without_what_came_the_original_does(owner: User) -> None:
    given = decided_by_the_dead(owner, minutes_ago=5)
    default_storage.save(f"originals/{given['photoId']}.jpg", ContentFile(jpeg(30, 20)))
    default_storage.delete(f"incoming/{given['photoId']}")
    assert complete(browser_of(owner), given["photoId"]).json()["status"] == "approved"
    assert files_stored() == files_of(given["photoId"])
