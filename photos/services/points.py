"""What makes a photo trend: points for likes and views by day, and the ranking that is made of them."""

import functools
import heapq
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.cache import cache

from accounts.models import User
from core.dynamo import ConditionFailed, Transaction, every_item, in_parallel
from core.errors import Unavailable
from photos import models
from photos.models import APPROVED, Photo, Points, Ranking
from photos.queries import SeenPhoto
from photos.signals import photo_viewed

LIKE_POINTS, VIEW_POINTS = 3, 1
DAYS = 7
# A day's points count half as much two days later.
HALF_LIFE_DAYS = 2.0
RANKED = 500
VIEW_SECONDS = 3600
# A tally is kept a little longer than it counts.
KEPT = timedelta(days=DAYS + 3)
PAGE = 1000
# A ranking that took this long is never rebuilt while somebody waits, and no ranking takes more of the time than 0.5 %.
CHEAP_SECONDS = 0.1
DEAREST = 200.0
DUE, COST = "ranking-not-due", "ranking-cost"


def tally(change: Transaction, photo: Photo, points: int) -> None:
    """Add points to the photo's day within a transaction."""
    today = datetime.now(UTC)
    day = Points(models.points_of_day(today.date()), models.entry_sort_key(photo.photo_id))
    kept = [Points.photo_id.set(photo.photo_id), Points.expires_at.set(today + KEPT)]
    change.tally(day, [Points.points.add(points), *kept])


def count_view(*, viewer: User, seen: SeenPhoto) -> None:
    """Count that a photo was looked at: by others only, once per person and hour. Approximate, so never in the way."""
    if seen.is_mine or seen.photo.status != APPROVED:
        return
    if not cache.add(f"view:{seen.photo.photo_id}:{viewer.pk}", 1, VIEW_SECONDS):
        return
    change = Transaction()
    change.update(seen.photo, [Photo.views.add(1)], condition=Photo.status == APPROVED)
    tally(change, seen.photo, VIEW_POINTS)
    try:
        change.commit()
    except (ConditionFailed, Unavailable):
        # Deleted in this moment, or looked at by so many that the writes collided.
        return
    photo_viewed.send_robust(sender=Photo, photo=seen.photo, viewer=viewer)


def refresh_ranking() -> None:
    """Rebuild the ranking for somebody who looks at it, if it is due and was cheap to build the last time.

    On a small site it is thereby always fresh; on a large one `manage.py rebuild_trending` keeps it.
    """
    if not cache.add(DUE, 1, settings.TRENDING_SECONDS) or cache.get(COST, 0.0) > CHEAP_SECONDS:
        return
    began = time.monotonic()
    rebuild_ranking()
    cost = time.monotonic() - began
    cache.set(COST, cost, None)
    cache.set(DUE, 1, min(settings.TRENDING_SECONDS, DEAREST * cost))


def rebuild_ranking() -> int:
    """Rank the photos of the last days by their points, newer ones counting more, and answer how many there are.

    Two at once come to the same outcome, so nothing is locked.
    """
    scores: dict[str, float] = defaultdict(float)
    today = datetime.now(UTC).date()
    days = [today - timedelta(days=age) for age in range(DAYS)]
    tallies = in_parallel([functools.partial(_points_of, models.points_of_day(day)) for day in days])
    for age, tallied in enumerate(tallies):
        for photo_id, points in tallied:
            scores[photo_id] += 0.5 ** (age / HALF_LIFE_DAYS) * points
    best = heapq.nlargest(RANKED, ((score, photo_id) for photo_id, score in scores.items() if score > 0))
    ids = [photo_id for _, photo_id in best]
    change = Transaction()
    change.put(Ranking(*models.RANKING, photo_ids=ids, built_at=int(time.time() * 1000)))
    change.commit()
    return len(ids)


def _points_of(day: str) -> list[tuple[str, int]]:
    found = every_item(Points, day, at_a_time=PAGE, newest_first=False)
    return [(item.photo_id, int(item.points)) for item in found]
