"""Listings: paged, each photo stands in them once; entries that no longer hold show nothing."""

from itertools import chain
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.dynamo import Transaction
from photos import models
from photos.models import Photo
from photos.queries import Wanted, neighbours
from photos.services import rebuild_ranking
from photos.tests.seeing import ids_in, pages_of, plant, tiles_in
from tests.cast import browser_of, items_stored

WORDS = {"title": "The lake", "tags": "sea", "topic": "Travel"}
EVERYWHERE = (
    *("scope=all", "scope=all&tag=sea", "scope=all&topic=travel", "scope=all&title=The+lake", "scope=all&q=lake"),
    *("scope=all&q=the+lake+travel", "scope=all&user=owner", "scope=saved", "scope=liked", "scope=saved&tag=sea"),
    *("user=owner", "user=owner&tag=sea", "scope=trending", "scope=trending&user=owner"),
)


def ids_of_pages(browser: Client, query: str) -> list[list[str]]:
    """Follow a list to its end."""
    return [[photo["id"] for photo in page] for page in pages_of(browser, f"/api/photos?{query}")]


def keep(browser: Client, photo_id: str) -> None:
    """Like and save a photo."""
    browser.post(f"/api/photos/{photo_id}/like")
    browser.put(f"/api/photos/{photo_id}/save")


def test_every_listing_shows_each_of_60_photos_once_over_its_pages(owner: User, stranger: User) -> None:
    browser = browser_of(stranger)
    made: list[str] = []
    for _ in range(60):
        made.insert(0, plant(owner, **WORDS).photo_id)
        keep(browser, made[0])
    for query in EVERYWHERE:
        for limit, sizes in ((None, [24, 24, 12]), (7, [7] * 8 + [4]), (60, [60])):
            pages = ids_of_pages(browser, query + (f"&limit={limit}" if limit else ""))
            assert [len(page) for page in pages] == sizes, query
            found = list(chain(*pages))
            assert (sorted(found) if "trending" in query else found[::-1]) == made[::-1], query


def test_pages_pass_over_what_does_not_hold(owner: User, stranger: User) -> None:
    for number in range(40):
        plant(owner, title="red" if number % 5 else "red boat", tags="sea")
    wanted = [photo["id"] for page in pages_of(browser_of(owner), "/api/photos") for photo in page][4::5]
    pages = ids_of_pages(browser_of(stranger), "scope=all&q=red+boat&limit=3")
    assert list(chain(*pages)) == ids_in(browser_of(stranger), "?scope=all&q=boat")
    assert len(wanted) == len(list(chain(*pages))) == 8
    pages = ids_of_pages(browser_of(stranger), "scope=all&tag=sea&q=boat&limit=3")
    assert [len(page) for page in pages] == [3, 3, 2]


def test_a_neighbour_is_found_behind_many_that_are_hidden(owner: User, stranger: User) -> None:
    first, last = plant(owner, title="red boat").photo_id, ""
    for _ in range(30):
        plant(owner, title="longer boat")
    last = plant(owner, title="red boat").photo_id
    wanted = Wanted(stranger, "all", words="red boat", tag="")
    around = neighbours(wanted, Photo(photo_id=last).id)
    assert around.previous is None
    assert around.following is not None
    assert around.following.photo.photo_id == first
    back = neighbours(wanted, Photo(photo_id=first).id)
    assert back.previous is not None
    assert back.previous.photo.photo_id == last


def stale(photo: Photo) -> None:
    """Write entries again, as a crash or a slow store may leave them behind."""
    change = Transaction()
    for entry in models.entries(models.listings_of(photo), photo):
        change.put(entry)
    change.commit()


@pytest.mark.parametrize("change", [{"visibility": "me"}, {"visibility": "friends"}, "delete", "deactivate"], ids=str)
def test_what_may_no_longer_be_seen_disappears_at_the_next_read(
    owner: User, stranger: User, change: dict[str, str] | str
) -> None:
    kept, gone = plant(stranger, **WORDS).photo_id, plant(owner, **WORDS)
    browser, mine = browser_of(stranger), browser_of(owner)
    for photo_id in (kept, gone.photo_id):
        keep(browser, photo_id)
    rebuild_ranking()
    for query in EVERYWHERE:
        assert gone.photo_id in ids_in(browser, f"?{query}"), query
    if isinstance(change, dict):
        mine.patch(f"/api/photos/{gone.photo_id}", change, content_type="application/json")
        stale(gone)
    elif change == "delete":
        mine.delete(f"/api/photos/{gone.photo_id}")
        stale(gone)
    else:
        User.objects.filter(pk=owner.pk).update(is_active=False)
    assert ("TAG#sea", f"PHOTO#{gone.photo_id}") in items_stored()
    for query in EVERYWHERE:
        if "user=" not in query:
            assert ids_in(browser, f"?{query}") == [kept], query
    assert browser.get("/api/photos?user=owner").json() == [] or change == "deactivate"
    if change != "deactivate":
        # The owner still sees the photo, but not among what everyone may see.
        assert all(gone.photo_id not in ids_in(mine, f"?{query}") for query in EVERYWHERE if "scope=all" in query)


def test_what_no_longer_matches_disappears_at_the_next_read(owner: User, stranger: User) -> None:
    photo = plant(owner, **WORDS)
    browser = browser_of(stranger)
    change = {"title": "x", "tags": "y", "topic": "z"}
    browser_of(owner).patch(f"/api/photos/{photo.photo_id}", change, content_type="application/json")
    stale(photo)
    for query in ("tag=sea", "topic=travel", "title=The+lake", "q=lake"):
        assert ids_in(browser, f"?scope=all&{query}") == []
    assert ids_in(browser, "?scope=all") == [photo.photo_id]


def test_all_is_merged_from_its_parts_newest_first(owner: User, stranger: User, settings: Any) -> None:
    settings.EXPLORE_SHARDS = 3
    made = [plant(owner, title="The lake").photo_id for _ in range(40)][::-1]
    assert {key for key, _ in items_stored() if key.startswith("EXPLORE#")} == {
        f"EXPLORE#{shard}" for shard in range(3)
    }
    browser = browser_of(stranger)
    for limit in (1, 7, 24, 40, 100):
        pages = ids_of_pages(browser, f"scope=all&limit={limit}")
        assert list(chain(*pages)) == made
        assert all(len(page) == limit for page in pages[:-1])
    assert list(chain(*ids_of_pages(browser, "scope=all&q=lake&limit=9"))) == made
    assert tiles_in(browser.get("/explore/")) == made[:24]
    wanted = Wanted(stranger, "all")
    for index, photo_id in enumerate(made):
        around = neighbours(wanted, Photo(photo_id=photo_id).id)
        found = [seen.photo.photo_id if seen else None for seen in (around.previous, around.following)]
        assert found == [made[index - 1] if index else None, made[index + 1] if index < 39 else None]
