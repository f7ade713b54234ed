"""A process that dies before any write of an edit, a like, a comment or the end of a photo that people talk about."""

from collections.abc import Callable
from itertools import count

import pytest
from django.test import Client

from accounts.models import User
from photos.models import Photo, listings_of, photo_key
from photos.services import add_comment, like_photo, save_photo
from photos.tests.interrupting import interrupted, repair, survives
from photos.tests.seeing import Uploads, crowd, ids_in, plant, traces
from tests.cast import browser_of, files_stored, items_stored

JSON = "application/json"


def full(word: str) -> dict[str, str]:
    """Say as much about a photo as stands in listings, so that old and new do not fit into one transaction."""
    said = {"title": f"{word} title", "topic": f"{word} topic", "tags": ",".join(f"{word}{tag}" for tag in range(20))}
    return said | {"caption": " ".join(f"{word}{number}" for number in range(99))}


def assert_sound(photo: Photo) -> None:
    """Expect counters that equal their rows, and no listing that the words do not name (but those still to leave)."""
    now = Photo.get(*photo_key(photo.photo_id), consistent_read=True)
    keys, entry = items_stored(), f"PHOTO#{photo.photo_id}"
    beside = [sk for pk, sk in keys if pk == entry]
    assert now.likes == len([sk for sk in beside if sk.startswith("LIKE#")])
    assert now.likes == len([pk for pk, sk in keys if pk.startswith("LIKED#") and sk == entry])
    assert now.comments == len([sk for sk in beside if sk.startswith("COMMENT#")])
    people = ("LIKED#", "SAVED#", "POINTS#")
    listings = {pk for pk, sk in keys if sk == entry and not pk.startswith(people)}
    assert set(listings_of(now)) <= listings <= {*listings_of(now), *now.leaving}


def assert_every_death_leaves_it_sound(
    work: Callable[[Client, str], object], user: User, photo: Photo, *, least: int
) -> None:
    """Let the work die before each of its writes, until it comes to its end."""
    for writes in count():
        browser = browser_of(user)
        ended = survives(lambda: work(browser, f"/api/photos/{photo.photo_id}"), writes=writes)  # noqa: B023
        repair()
        assert_sound(photo)
        if ended:
            break
    assert writes >= least


def test_likes_that_die_are_there_or_not(owner: User, stranger: User) -> None:
    photo = plant(owner)
    for send in (Client.post, Client.delete):
        assert_every_death_leaves_it_sound(
            lambda browser, path, send=send: send(browser, f"{path}/like"),  # type: ignore[misc]
            stranger,
            photo,
            least=1,
        )


def test_saving_that_dies_is_done_or_not(owner: User, stranger: User) -> None:
    photo = plant(owner)
    for send, saved in ((Client.put, True), (Client.delete, False)):
        assert_every_death_leaves_it_sound(
            lambda browser, path, send=send: send(browser, f"{path}/save"),  # type: ignore[misc]
            stranger,
            photo,
            least=1,
        )
        keys = {sk if pk.startswith("PHOTO#") else pk for pk, sk in traces()}
        assert {f"SAVE#{stranger.pk}", f"SAVED#{stranger.pk}"} & keys == (
            {f"SAVE#{stranger.pk}", f"SAVED#{stranger.pk}"} if saved else set()
        )


def test_comments_that_die_are_there_or_not(owner: User, stranger: User) -> None:
    photo = plant(owner)
    said = {"text": "Hello"}
    assert_every_death_leaves_it_sound(
        lambda browser, path: browser.post(f"{path}/comments", said, content_type=JSON), stranger, photo, least=1
    )
    comment_id = browser_of(owner).get(f"/api/photos/{photo.photo_id}/comments").json()[0]["comment_id"]
    assert_every_death_leaves_it_sound(
        lambda browser, path: browser.delete(f"{path}/comments/{comment_id}"), stranger, photo, least=1
    )


def test_an_edit_that_dies_is_done_or_not_and_the_next_one_clears_up(owner: User) -> None:
    photo = plant(owner, **full("first"))
    words = iter(full(f"word{number}") for number in range(99))
    assert_every_death_leaves_it_sound(
        lambda browser, path: browser.patch(path, next(words), content_type=JSON), owner, photo, least=2
    )
    listings = [pk for pk, sk in traces() if sk == f"PHOTO#{photo.photo_id}"]
    now = Photo.get(*photo_key(photo.photo_id))
    assert sorted(listings) == sorted(listings_of(now))
    assert now.leaving == []


def test_words_that_come_back_after_an_edit_that_died_are_found(owner: User) -> None:
    photo = plant(owner, **full("old"))
    path = f"/api/photos/{photo.photo_id}"
    browser = browser_of(owner)
    assert not survives(lambda: browser.patch(path, full("new"), content_type=JSON), writes=1)
    assert ids_in(browser, "?scope=all&q=old1") == []
    browser.patch(path, full("old"), content_type=JSON)
    assert_sound(photo)
    assert ids_in(browser, "?scope=all&q=old1") == ids_in(browser, "?scope=all&tag=old19") == [photo.photo_id]
    assert ids_in(browser, "?scope=all&q=new1") == []
    assert [pk for pk, _ in traces() if "#new" in pk] == []


@pytest.mark.parametrize(("method", "end"), [("post", "like"), ("put", "save"), ("post", "comments")])
def test_nothing_is_done_with_a_photo_whose_deletion_has_begun(
    owner: User, stranger: User, upload: Uploads, method: str, end: str
) -> None:
    path = f"/api/photos/{upload(owner).photo_id}"
    mine, theirs = browser_of(owner), browser_of(stranger)
    with interrupted(after=0, by=lambda: survives(lambda: mine.delete(path), writes=1), once=True):
        answer = getattr(theirs, method)(f"{path}/{end}", {"text": "Hello"}, content_type=JSON)
    assert answer.status_code == 404
    assert [sk for _, sk in traces() if sk.startswith(("LIKE#", "SAVE#", "COMMENT#"))] == []
    repair()
    assert traces() == []


@pytest.mark.parametrize("edited", [False, True])
def test_the_end_of_a_photo_that_people_talk_about_is_completed(owner: User, upload: Uploads, *, edited: bool) -> None:
    people = crowd(9)
    browser = browser_of(owner)
    for writes in count():
        photo = upload(owner, **full("old"))
        path = f"/api/photos/{photo.photo_id}"
        for user in people:
            like_photo(actor=user, photo_id=photo.photo_id)
            save_photo(actor=user, photo_id=photo.photo_id)
            add_comment(actor=user, photo_id=photo.photo_id, text="Hello")
        if edited:
            assert not survives(lambda: browser.patch(path, full("new"), content_type=JSON), writes=1)  # noqa: B023
        ended = survives(lambda: browser.delete(path), writes=writes)  # noqa: B023
        if writes:
            assert browser.get(path).status_code == 404
            assert ids_in(browser_of(people[0]), "?scope=saved") == []
            repair()
        else:
            assert_sound(photo)
            browser.delete(path)
        assert traces() == []
        assert files_stored() == []
        if ended:
            break
    assert writes >= 12
