"""Moderators change how a photo stands: with all its entries at once, as often as they like, whatever interrupts."""

import itertools
from itertools import count

import pytest
from django.core.cache import cache

from accounts.models import User
from core.errors import NotFound
from core.ids import PhotoId
from photos.models import APPROVED, HELD, REJECTED, Photo, listings_of
from photos.services import add_comment, like_photo, remove_photo_for_good, settle_photo
from photos.signals import photo_published, photo_shared
from photos.tests.interrupting import interrupted, repair, survives
from photos.tests.seeing import MISSING, Uploads, ids_in, plant, tiles_in, traces
from photos.tests.standings import assert_stands_right, heard, listings_with, stored
from photos.tests.test_crash_doing import full
from tests.cast import befriended, browser_of, files_stored

STATUSES = (APPROVED, HELD, REJECTED)


def settle(photo: Photo, status: str, *reasons: str) -> Photo:
    """Change how it stands, and expect that there is something to change."""
    now = settle_photo(photo_id=photo.id, status=status, reasons=reasons)
    assert now is not None
    return now


@pytest.mark.parametrize("visibility", ["everyone", "friends", "me"])
def test_every_way_between_two_standings_leaves_exactly_its_entries(owner: User, visibility: str) -> None:
    photo = plant(owner, visibility=visibility, **full("word"))
    for status in (HELD, REJECTED, HELD, APPROVED, REJECTED, APPROVED):
        assert settle(photo, status).status == status
        assert settle(photo, status).status == status
        assert_stands_right(photo.photo_id)
    topics = [topic["photos"] for topic in browser_of(owner).get("/api/topics").json()]
    assert topics == ([1] if visibility == "everyone" else [])


def test_what_is_taken_away_is_gone_for_others_and_comes_back(owner: User, stranger: User) -> None:
    befriended(owner, stranger)
    photo = plant(owner, tags="sea", topic="sea")
    like_photo(actor=stranger, photo_id=photo.photo_id)
    add_comment(actor=stranger, photo_id=photo.photo_id, text="Hello")
    mine, theirs, path = browser_of(owner), browser_of(stranger), f"/api/photos/{photo.photo_id}"
    assert "<strong>1</strong> photo<" in theirs.get("/u/owner/").text
    settle(photo, REJECTED, "It is an advertisement.")
    assert theirs.get(path).status_code == theirs.get(f"{path}/image/full").status_code == 404
    for query in ("", "?scope=all", "?user=owner", "?scope=liked", "?scope=all&tag=sea", "?scope=all&topic=sea"):
        assert ids_in(theirs, query) == []
    assert "<strong>0</strong> photos" in theirs.get("/u/owner/").text
    assert theirs.get("/api/topics").json() == []
    assert mine.get(path).json()["reasons"] == ["It is an advertisement."]
    assert "It is an advertisement." in mine.get(f"/p/{photo.photo_id}/").text
    settle(photo, APPROVED)
    assert ids_in(theirs) == ids_in(theirs, "?scope=all&tag=sea") == ids_in(theirs, "?scope=liked") == [photo.photo_id]
    now = theirs.get(path).json()
    assert (now["likes"], now["comments"], now["reasons"]) == (1, 1, [])


def test_it_is_told_as_new_only_the_first_time(owner: User) -> None:
    photo = plant(owner)
    before = stored(photo.photo_id).published_at
    assert before > 0
    with heard(photo_published) as told, heard(photo_shared) as shared:
        for status in (HELD, APPROVED, REJECTED, APPROVED, APPROVED):
            settle(photo, status)
    assert (told, len(shared)) == ([], 2)
    assert stored(photo.photo_id).published_at == before
    Photo(*(photo.pk, photo.sk)).update([Photo.status.set(HELD), Photo.published_at.set(0)])
    with heard(photo_published) as told:
        settle(photo, APPROVED)
        settle(photo, HELD)
        settle(photo, APPROVED)
    assert [what["photo"].photo_id for what in told] == [photo.photo_id]


def test_a_photo_from_before_there_was_moderation_counts_as_shown(owner: User) -> None:
    photo = plant(owner)
    Photo(photo.pk, photo.sk).update([Photo.published_at.remove(), Photo.screened.remove(), Photo.reasons.remove()])
    with heard(photo_published) as told:
        settle(photo, REJECTED)
        settle(photo, APPROVED)
    assert told == []


def test_there_is_nothing_to_settle_where_there_is_no_settled_photo(owner: User) -> None:
    photo = plant(owner)
    Photo(photo.pk, photo.sk).update([Photo.status.set("failed")])
    for photo_id in (photo.id, PhotoId(MISSING)):
        assert settle_photo(photo_id=photo_id, status=APPROVED) is None
    with pytest.raises(ValueError, match="failed"):
        settle_photo(photo_id=photo.id, status="failed")


@pytest.mark.parametrize(("first", "then"), list(itertools.permutations(STATUSES, 2)))
def test_a_change_that_dies_is_completed_by_the_next_one(owner: User, stranger: User, first: str, then: str) -> None:
    photo = plant(owner, **full("word"))
    for writes in count():
        settle(photo, first)
        ended = survives(lambda: settle_photo(photo_id=photo.id, status=then), writes=writes)
        status = stored(photo.photo_id).status
        assert status == (then if writes else first)
        # What is left of the old entries shows nothing to others.
        found = ids_in(browser_of(stranger), "?scope=all&q=word20")
        assert found == ([photo.photo_id] if status == APPROVED else [])
        assert set(listings_of(stored(photo.photo_id))) <= listings_with(photo.photo_id) | {"STATUS#sharing"}
        settle(photo, then)
        repair()
        assert_stands_right(photo.photo_id)
        if ended:
            break
    assert writes >= 1


@pytest.mark.parametrize("change", ["edit", "delete", "reject"])
def test_what_changes_in_the_same_moment_is_not_lost(owner: User, upload: Uploads, change: str) -> None:
    photo = upload(owner, title="Before", tags="old")
    browser, path = browser_of(owner), f"/api/photos/{photo.photo_id}"
    meanwhile = {
        "edit": lambda: browser.patch(path, {"title": "After", "tags": "new"}, content_type="application/json"),
        "delete": lambda: browser.delete(path),
        "reject": lambda: settle_photo(photo_id=photo.id, status=REJECTED, reasons=["No."]),
    }
    with interrupted(after=0, by=meanwhile[change], once=True):
        now = settle_photo(photo_id=photo.id, status=HELD)
    if change == "delete":
        assert (now, traces(), files_stored()) == (None, [], [])
        return
    assert now is not None
    assert now.title == ("After" if change == "edit" else "Before")
    assert (stored(photo.photo_id).status, stored(photo.photo_id).reasons) == (HELD, [])
    assert_stands_right(photo.photo_id)


def test_staff_deletes_whatever_its_owner_and_its_standing(owner: User, moderator: User, upload: Uploads) -> None:
    for status in STATUSES:
        photo = upload(owner, **full("word"))
        add_comment(actor=moderator, photo_id=photo.photo_id, text="Hello")
        settle(photo, status)
        cache.clear()
        remove_photo_for_good(actor=moderator, photo_id=photo.photo_id)
        assert (traces(), files_stored(), tiles_in(browser_of(owner).get("/"))) == ([], [], [])
        with pytest.raises(NotFound):
            remove_photo_for_good(actor=moderator, photo_id=photo.photo_id)
