"""Who is told of what: likes, comments, friendships, decisions; and never of one's own deeds."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from activity.kinds import NOTE_KINDS
from activity.models import Trace
from activity.services import mark_read
from activity.tests.telling import badges, befriend, comment, keys, like, post, texts, told
from activity.wording import sentence
from core.ids import is_id
from moderation.signals import decision_made
from photos.tests.seeing import crowd, plant
from tests.cast import Uploads, browser_of, person

pytestmark = pytest.mark.django_db

Committing = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Committing) -> Callable[[], AbstractContextManager[Any]]:
    """Let what is told on commit be told, though a test's transaction never commits."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_notification_has_the_shape_of_the_contract(owner: User, stranger: User) -> None:
    photo = plant(owner, title="The lake")
    like(stranger, photo)
    (note,) = told(owner)
    assert is_id(note.pop("id"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*Z", note.pop("created_at"))
    assert note.pop("timestamp") > 1_700_000_000_000
    assert note == {
        "kind": "like",
        "actors": [{"id": stranger.pk, "username": "stranger"}],
        "photo_id": photo.photo_id,
        "text": "stranger liked your photo “The lake”",
        "read": False,
    }


def test_the_page_says_the_same_and_leads_to_the_photo(owner: User, stranger: User, upload: Uploads) -> None:
    photo = upload(owner, title="<b>Lake</b>")
    comment(stranger, photo)
    page = browser_of(owner).get("/notifications/").content.decode()
    assert "stranger commented on your photo “&lt;b&gt;Lake&lt;/b&gt;”" in page
    assert f'href="/p/{photo.photo_id}/#comments"' in page
    assert f"{photo.photo_id}_thumb.jpg" in page


def test_likes_of_a_photo_are_told_in_one_sentence(owner: User, upload: Uploads) -> None:
    photo, other = upload(owner, title="The lake"), upload(owner)
    people = crowd(5)
    for number, liker in enumerate(people, 1):
        like(liker, photo)
        assert len(told(owner)) == 1
        if number == 2:
            assert texts(owner) == ["person01 and person00 liked your photo “The lake”"]
    assert texts(owner) == ["person04 and 4 others liked your photo “The lake”"]
    assert [actor["id"] for actor in told(owner)[0]["actors"]] == [someone.pk for someone in people[::-1]]
    comment(people[0], photo)
    like(people[0], other)
    assert [note["kind"] for note in told(owner)] == ["like", "comment", "like"]


def test_a_like_given_again_and_again_is_told_once(owner: User, stranger: User) -> None:
    photo = plant(owner)
    for _ in range(3):
        like(stranger, photo)
        browser_of(stranger).delete(f"/api/photos/{photo.photo_id}/like")
    assert len([key for key, sort in keys() if sort.startswith("NOTE#")]) == 1


def test_each_comment_is_told_and_its_writer_named_once(owner: User, stranger: User) -> None:
    photo = plant(owner)
    before = comment(stranger, photo)
    read_all(owner)
    comment(stranger, photo)
    assert texts(owner) == ["stranger commented on your photo"]
    assert told(owner)[0]["id"] > before
    assert told(owner)[0]["read"] is False


def test_nobody_is_told_of_their_own_deeds(owner: User) -> None:
    photo = plant(owner, caption="Me, @owner")
    like(owner, photo)
    comment(owner, photo, "I, @owner, like it")
    assert told(owner) == []


def test_the_two_sides_of_a_friendship_are_told(owner: User, stranger: User, committing: Committing) -> None:
    with committing():
        asked = post(stranger, "friends/request", username="owner").json()["id"]
    (note,) = told(owner)
    assert (note["kind"], note["text"]) == ("friend_request", "stranger wants to be your friend")
    assert (note["actors"], note["photo_id"]) == ([{"id": stranger.pk, "username": "stranger"}], None)
    with committing():
        post(owner, "friends/respond", request_id=asked, action="accept")
    assert texts(stranger) == ["owner accepted your friend request"]
    assert texts(owner) == ["stranger wants to be your friend"]
    page = browser_of(stranger).get("/notifications/").content.decode()
    assert 'href="/u/owner/"' in page


def test_requests_of_several_are_told_together(owner: User, committing: Committing) -> None:
    for asking in crowd(3):
        with committing():
            post(asking, "friends/request", username="owner")
    assert texts(owner) == ["person02 and 2 others want to be your friends"]


def test_a_request_that_is_taken_back_is_told_no_more_and_asking_again_tells_nobody_twice(
    owner: User, stranger: User, committing: Committing
) -> None:
    for _ in range(3):
        with committing():
            asked = post(stranger, "friends/request", username="owner").json()["id"]
        assert len(told(owner)) == 1
        browser_of(stranger).delete(f"/api/friends/requests/{asked}")
        assert told(owner) == []
    assert len([key for key, sort in keys() if sort.startswith("NOTE#")]) == 1


def test_asking_again_after_a_day_is_told_again(owner: User, stranger: User, committing: Committing) -> None:
    with committing():
        asked = post(stranger, "friends/request", username="owner").json()["id"]
    browser_of(stranger).delete(f"/api/friends/requests/{asked}")
    read_all(owner)
    (trace,) = [item for item in Trace.scan() if isinstance(item, Trace)]
    # The store may keep for two days what has expired.
    trace.update(actions=[Trace.expires_at.set(datetime.now(UTC) - timedelta(seconds=5))])
    with committing():
        post(stranger, "friends/request", username="owner")
    assert told(owner)[0]["read"] is False
    assert len([key for key, sort in keys() if sort.startswith("NOTE#")]) == 2


def test_a_friendship_that_has_ended_is_told_no_more(owner: User, stranger: User, committing: Committing) -> None:
    with committing():
        asked = post(stranger, "friends/request", username="owner").json()["id"]
        post(owner, "friends/respond", request_id=asked, action="accept")
    with committing():
        assert browser_of(owner).delete(f"/api/friends/{stranger.pk}").status_code == 204
    assert told(owner) == told(stranger) == []


def test_a_decision_is_told_in_its_own_words_and_each_alone(owner: User) -> None:
    for text in ("Your photo is hidden: nudity.", "Your photo\nis back."):
        decision_made.send(sender=None, person=owner, text=text, key=text)
        # As after a crash.
        decision_made.send(sender=None, person=owner, text=text, key=text)
    assert texts(owner) == ["Your photo\nis back.", "Your photo is hidden: nudity."]
    assert told(owner)[0]["actors"] == []
    page = browser_of(owner).get("/notifications/").content.decode()
    assert "Your photo is hidden: nudity." in page
    assert 'href="/settings/reports/"' in page


def read_all(user: User) -> None:
    """Mark all as read, as JSON clients do."""
    assert post(user, "notifications/read").status_code == 204


def test_the_badge_counts_what_is_told_and_not_read(owner: User) -> None:
    photos = [plant(owner) for _ in range(2)]
    browser, people = browser_of(owner), crowd(3)
    assert badges(browser) == {"messages": 0, "notifications": 0, "friends": 0}
    for liker in people:
        for photo in photos:
            like(liker, photo)
    assert badges(browser)["notifications"] == 2
    read_all(owner)
    assert badges(browser)["notifications"] == 0
    assert [note["read"] for note in told(owner)] == [True, True]
    comment(people[0], photos[0])
    assert badges(browser)["notifications"] == 1
    assert [note["read"] for note in told(owner)] == [False, True, True]


def test_friend_requests_have_a_badge_of_their_own(owner: User, stranger: User, committing: Committing) -> None:
    with committing():
        post(stranger, "friends/request", username="owner")
    assert badges(browser_of(owner)) == {"messages": 0, "notifications": 1, "friends": 1}


def test_opening_the_page_is_reading_it(owner: User, stranger: User) -> None:
    photo, browser = plant(owner), browser_of(owner)
    like(stranger, photo)
    for headers in ({"HX-Request": "true"}, {"Sec-Purpose": "prefetch;prerender"}):
        assert "is-unread" in browser.get("/notifications/", headers=headers).content.decode()
    browser.head("/notifications/")
    browser.get("/api/notifications")
    assert badges(browser)["notifications"] == 1
    assert "is-unread" in browser.get("/notifications/").content.decode()
    assert badges(browser)["notifications"] == 0
    assert "is-unread" not in browser.get("/notifications/").content.decode()


def test_reading_all_answers_forms_and_fragments(owner: User, stranger: User) -> None:
    like(stranger, plant(owner))
    browser = browser_of(owner)
    assert browser.post("/notifications/read/", headers={"HX-Request": "true"}).status_code == 204
    assert badges(browser)["notifications"] == 0
    for place, target in (("/explore/", "/explore/"), ("//evil.example/", "/notifications/"), ("", "/notifications/")):
        answer = browser.post("/notifications/read/", {"next": place})
        assert (answer.status_code, answer["Location"]) == (302, target)
    assert browser.get("/notifications/read/").status_code == 405


def test_an_old_page_does_not_make_newer_notes_unread_again(owner: User, stranger: User) -> None:
    like(stranger, plant(owner))
    old = told(owner)[0]["id"]
    comment(stranger, plant(owner))
    read_all(owner)
    mark_read(actor=owner, newest_id=old)
    assert all(note["read"] for note in told(owner))


@pytest.mark.parametrize("kind", NOTE_KINDS)
def test_there_are_words_for_every_kind(kind: str) -> None:
    assert sentence(kind, ["ana"])
    assert sentence(kind, ["ana", "ben", "cy"])


def test_one_persons_notifications_are_no_one_elses(owner: User, stranger: User) -> None:
    like(stranger, plant(owner))
    befriend(owner, stranger)
    assert told(stranger) == told(person("third")) == []
