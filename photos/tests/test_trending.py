"""Views and trending: who is counted, how often, and what that makes of the order."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command

from accounts.models import User
from core.dynamo import Transaction
from core.tests.shelf import Called, bad, real, server_between, standing_in
from photos import models
from photos.models import Points
from photos.services import rebuild_ranking
from photos.tests.seeing import crowd, ids_in, plant, tiles_in, traces
from tests.cast import Counted, browser_of, items_stored


def views(viewer: User, photo_id: str) -> int:
    """Read how often a photo was looked at, as its owner, whose look is not counted."""
    return int(browser_of(viewer).get(f"/api/photos/{photo_id}").json()["views"])


@pytest.mark.parametrize("path", ["/p/{}/", "/api/photos/{}"])
def test_a_view_counts_once_for_each_viewer_and_hour(owner: User, stranger: User, moderator: User, path: str) -> None:
    photo_id = plant(owner).photo_id
    for user, count in ((owner, 0), (stranger, 1), (stranger, 1), (owner, 1), (moderator, 2), (moderator, 2)):
        assert browser_of(user).get(path.format(photo_id)).status_code == 200
        assert views(owner, photo_id) == count


def test_the_next_hour_counts_again(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    for count in (1, 2):
        browser_of(stranger).get(f"/p/{photo_id}/")
        assert views(owner, photo_id) == count
        # What an hour does to the note that somebody was here.
        cache.clear()


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip"])
def test_a_page_that_is_only_fetched_ahead_is_not_looked_at(owner: User, stranger: User, purpose: str) -> None:
    photo_id = plant(owner).photo_id
    browser = browser_of(stranger)
    assert browser.get(f"/p/{photo_id}/", headers={"Sec-Purpose": purpose}).status_code == 200
    assert browser.head(f"/p/{photo_id}/").status_code == 200
    assert views(owner, photo_id) == 0
    browser.get(f"/p/{photo_id}/")
    assert views(owner, photo_id) == 1


def test_lists_images_and_refused_looks_count_nothing(owner: User, stranger: User) -> None:
    photo_id, hidden = plant(owner).photo_id, plant(owner, visibility="me").photo_id
    browser = browser_of(stranger)
    for path in ("/explore/", "/api/photos?scope=all", f"/api/photos/{photo_id}/image/full", f"/p/{photo_id}/likes/"):
        assert browser.get(path).status_code in {200, 302}
    assert browser.get(f"/p/{hidden}/").status_code == 404
    assert (views(owner, photo_id), views(owner, hidden)) == (0, 0)
    assert [key for key, _ in items_stored() if key.startswith("POINTS")] == []


def test_looking_costs_one_write_in_an_hour(owner: User, stranger: User, counted: Counted) -> None:
    photo_id = plant(owner).photo_id
    browser = browser_of(stranger)
    for written in (1, 0, 0):
        with counted() as calls:
            browser.get(f"/api/photos/{photo_id}")
        assert calls.dynamodb.count("TransactWriteItems") == written


def test_a_view_that_cannot_be_counted_is_in_nobodys_way(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id

    def busy(call: Called) -> Any:
        return (bad("ThrottlingException") if call.operation == "TransactWriteItems" else real)(call)

    with server_between(), standing_in(busy) as calls:
        for path in (f"/p/{photo_id}/", f"/api/photos/{photo_id}"):
            cache.delete(f"view:{photo_id}:{stranger.pk}")
            assert browser_of(stranger).get(path).status_code == 200
    assert [call.operation for call in calls].count("TransactWriteItems") > 1
    assert views(owner, photo_id) == 0


def give(photo_id: str, points: int, *, days_ago: int) -> None:
    """Give a photo points on an earlier day."""
    day = datetime.now(UTC).date() - timedelta(days=days_ago)
    change = Transaction()
    tally = Points(models.points_of_day(day), models.entry_sort_key(photo_id))
    change.tally(tally, [Points.points.add(points), Points.photo_id.set(photo_id)])
    change.commit()


def test_what_is_liked_and_looked_at_trends_and_a_like_counts_more(owner: User) -> None:
    plain, seen, liked = (plant(owner).photo_id for _ in range(3))
    first, second = (browser_of(user) for user in crowd(2))
    first.post(f"/api/photos/{liked}/like")
    for browser in (first, second):
        browser.get(f"/p/{seen}/")
    assert rebuild_ranking() == 2
    assert ids_in(first, "?scope=trending") == [liked, seen]
    assert plain not in first.get("/trending/").text
    first.delete(f"/api/photos/{liked}/like")
    assert rebuild_ranking() == 1
    assert ids_in(first, "?scope=trending") == [seen]


def test_points_count_less_from_day_to_day_and_not_after_a_week(owner: User) -> None:
    today, yesterday, older, oldest, long_ago = (plant(owner).photo_id for _ in range(5))
    for photo_id, points, days_ago in (
        (today, 10, 0),
        (yesterday, 13, 1),
        (older, 21, 2),
        (oldest, 70, 6),
        (long_ago, 9999, 7),
    ):
        give(photo_id, points, days_ago=days_ago)
    said = io.StringIO()
    call_command("rebuild_trending", stdout=said)
    assert said.getvalue() == "4 photos are trending.\n"
    # 21 / 2 points are more than 10, 13 / sqrt 2 are fewer, 70 / 8 still fewer.
    assert ids_in(browser_of(owner), "?scope=trending") == [older, today, yesterday, oldest]


def test_a_small_site_keeps_its_ranking_by_itself_but_not_at_each_look(owner: User, settings: Any) -> None:
    photo_id = plant(owner).photo_id
    browser = browser_of(owner)
    browser.post(f"/api/photos/{photo_id}/like")
    assert tiles_in(browser.get("/trending/")) == [photo_id]
    cache.clear()
    settings.TRENDING_SECONDS = 300
    with_likes = plant(owner).photo_id
    browser.get("/trending/")
    browser.post(f"/api/photos/{with_likes}/like")
    cache.set("ranking-not-due", 1, 300)
    assert tiles_in(browser.get("/trending/")) == [photo_id]
    cache.delete("ranking-not-due")
    assert set(tiles_in(browser.get("/trending/"))) == {photo_id, with_likes}


def test_photos_without_any_likes_make_an_empty_page(owner: User) -> None:
    plant(owner)
    answer = browser_of(owner).get("/trending/")
    assert (answer.status_code, tiles_in(answer)) == (200, [])
    assert traces()


def test_behind_a_photo_that_has_left_the_list_there_is_nothing(owner: User) -> None:
    photo_id, other = plant(owner).photo_id, plant(owner).photo_id
    give(photo_id, 1, days_ago=0)
    rebuild_ranking()
    assert ids_in(browser_of(owner), f"?scope=trending&before={other}") == []
    assert ids_in(browser_of(owner), f"?scope=trending&before={photo_id}") == []
