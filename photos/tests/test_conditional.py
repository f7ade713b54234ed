"""Photos as JSON carry a tag: who has them already gets 304 and no body, and what has changed comes whole."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core import media
from photos.tests.seeing import plant
from social import services
from tests.cast import Uploads, befriended, browser_of, program_of

pytestmark = pytest.mark.django_db

PHOTOS = "/api/photos"


def again(browser: Client, path: str, tag: str) -> Any:
    """Ask for what one has."""
    return browser.get(path, headers={"If-None-Match": tag})


def tag_of(browser: Client, path: str) -> str:
    """Ask for the first time."""
    answer = browser.get(path)
    assert answer.status_code == 200
    return str(answer["ETag"])


@pytest.mark.parametrize("listing", ["", "?scope=all", "?scope=profile", "?scope=trending", "?user=owner", "/{id}"])
def test_what_one_has_is_not_sent_again(owner: User, upload: Uploads, listing: str) -> None:
    path = PHOTOS + listing.format(id=upload(owner).photo_id)
    for browser in (browser_of(owner), program_of(owner)):
        first = browser.get(path)
        assert (first.status_code, first["ETag"][0], first["ETag"][-1]) == (200, '"', '"')
        same = again(browser, path, first["ETag"])
        assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
        for answer in (first, same):
            assert answer["Cache-Control"] == "private, no-cache"
            assert {"Cookie", "Authorization"} <= set(answer["Vary"].split(", "))


def test_many_forms_of_the_question_are_understood(owner: User) -> None:
    browser = browser_of(owner)
    tag = tag_of(browser, PHOTOS)
    for known in (tag, f"W/{tag}", f'"other", {tag}', f'W/"x",W/{tag}', "*"):
        assert again(browser, PHOTOS, known).status_code == 304, known
    for unknown in ("", '"other"', tag.strip('"'), tag[:-2] + '"', "nonsense", '"', ",,", "é", "W/*"):
        assert again(browser, PHOTOS, unknown).status_code == 200, unknown


def test_head_says_the_same(owner: User, upload: Uploads) -> None:
    path = f"{PHOTOS}/{upload(owner).photo_id}"
    browser = browser_of(owner)
    tag = tag_of(browser, path)
    assert browser.head(path)["ETag"] == tag
    assert browser.head(path, headers={"If-None-Match": tag}).status_code == 304


def test_every_change_changes_the_tag(owner: User, stranger: User, upload: Uploads) -> None:
    photo = upload(owner)
    mine, theirs = browser_of(owner), browser_of(stranger)
    one = f"{PHOTOS}/{photo.photo_id}"
    changes: list[Callable[[], Any]] = [
        lambda: mine.patch(one, '{"title": "New"}', content_type="application/json"),
        lambda: theirs.post(f"{one}/like"),
        lambda: theirs.post(f"{one}/comments", '{"text": "Hello"}', content_type="application/json"),
        lambda: mine.put(f"{one}/save"),
    ]
    for change in changes:
        tags = {path: tag_of(mine, path) for path in (PHOTOS, one)}
        assert change().status_code < 300
        for path, tag in tags.items():
            assert again(mine, path, tag).status_code == 200
    tag = tag_of(mine, PHOTOS)
    upload(owner)
    assert again(mine, PHOTOS, tag).status_code == 200


def test_a_tag_opens_nothing(owner: User, stranger: User) -> None:
    befriended(owner, stranger)
    one = f"{PHOTOS}/{plant(owner, visibility='friends').photo_id}"
    theirs = browser_of(stranger)
    tag = tag_of(theirs, one)
    assert again(Client(), one, tag).status_code == again(Client(), one, "*").status_code == 401
    services.unfriend(actor=owner, user_id=stranger.pk)
    for known in (tag, "*"):
        refused = again(theirs, one, known)
        assert refused.status_code == 404
        assert "ETag" not in refused
        assert "no-store" in refused["Cache-Control"]


def test_people_do_not_share_tags_of_what_differs(owner: User, stranger: User, upload: Uploads) -> None:
    path = f"{PHOTOS}/{upload(owner).photo_id}"
    # Who uploaded it is told its file name.
    assert tag_of(browser_of(owner), path) != tag_of(browser_of(stranger), path)


def test_a_view_changes_the_number_and_then_no_more(owner: User, stranger: User, upload: Uploads) -> None:
    path = f"{PHOTOS}/{upload(owner).photo_id}"
    theirs = browser_of(stranger)
    tag_of(theirs, path)
    tag = tag_of(theirs, path)
    assert again(theirs, path, tag).status_code == 304


def test_the_next_page_counts_and_is_said_again(owner: User) -> None:
    oldest, _ = plant(owner), plant(owner)
    browser = browser_of(owner)
    path = f"{PHOTOS}?limit=1"
    first = browser.get(path)
    same = again(browser, path, first["ETag"])
    assert (same.status_code, same["Link"]) == (304, first["Link"])
    assert browser.delete(f"{PHOTOS}/{oldest.photo_id}").status_code == 204
    last = again(browser, path, first["ETag"])
    # The same photo, and none behind it any more.
    assert (last.status_code, last.content == first.content, "Link" in last) == (200, True, False)


def test_the_tag_holds_as_long_as_the_signed_urls(
    owner: User, upload: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(owner)
    browser = browser_of(owner)
    tag = tag_of(browser, PHOTOS)
    start = media.window_start()
    for seconds, status in ((0, 304), (3599, 304), (3600, 200)):
        monkeypatch.setattr(time, "time", lambda now=start + seconds: now)
        assert again(browser, PHOTOS, tag).status_code == status


def test_other_answers_are_kept_by_nobody(owner: User) -> None:
    browser = browser_of(owner)
    for path in ("/api/auth/me", "/api/conversations", "/api/notifications", f"{PHOTOS}?scope=nonsense"):
        answer = browser.get(path)
        assert "no-store" in answer["Cache-Control"], path
        assert "ETag" not in answer
