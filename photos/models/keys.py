"""How keys are built. The time in a sort key is the one inside the id, so that a key follows from the id alone."""

import zlib
from datetime import date

from django.conf import settings

from core.ids import PhotoId, UserId, made_at, milliseconds

META = "META"
# What begins the sort keys of the rows beside a photo.
LIKES, SAVES, COMMENTS = "LIKE#", "SAVE#", "COMMENT#"
TOPICS = "TOPICS"
RANKING = ("RANKING", "TRENDING")


def photo_partition(photo_id: str) -> str:
    """Build the partition of a photo and of the rows beside it."""
    return f"PHOTO#{photo_id}"


def photo_key(photo_id: str) -> tuple[str, str]:
    """Build the key of the photo itself."""
    return photo_partition(photo_id), META


def comment_sort_key(comment_id: str) -> str:
    """Build the sort key of a comment."""
    return f"{COMMENTS}{milliseconds(comment_id):013d}#{comment_id}"


def comment_key(photo_id: str, comment_id: str) -> tuple[str, str]:
    """Build the key of a comment."""
    return photo_partition(photo_id), comment_sort_key(comment_id)


def entry_sort_key(photo_id: str) -> str:
    """Build the sort key of a photo's entry in any listing."""
    return f"PHOTO#{photo_id}"


def id_in_sort_key(sort_key: str) -> PhotoId:
    """Read the photo's id back out of an entry's sort key."""
    return PhotoId(sort_key.removeprefix("PHOTO#"))


def photos_of(user_id: UserId) -> str:
    """Name the listing of all photos of a person."""
    return f"USER#{user_id}"


def feed_of(user_id: UserId) -> str:
    """Name the home feed of a person: their own photos and those of their friends."""
    return f"FEED#{user_id}"


def liked_by(user_id: UserId) -> str:
    """Name the listing of what a person likes."""
    return f"LIKED#{user_id}"


def saved_by(user_id: UserId) -> str:
    """Name the listing of what a person has saved."""
    return f"SAVED#{user_id}"


def explore(shard: int) -> str:
    """Name one of the listings that together hold what everyone may see."""
    return f"EXPLORE#{shard}"


def explore_shards() -> list[str]:
    """Name all of them."""
    return [explore(shard) for shard in range(settings.EXPLORE_SHARDS)]


def shard_of(photo_id: str) -> int:
    """Choose the shard of a photo, evenly and always the same."""
    return zlib.crc32(photo_id.encode()) % int(settings.EXPLORE_SHARDS)


def tagged(tag: str) -> str:
    """Name the listing of a tag; tags are stored in lower case."""
    return f"TAG#{tag.lower()}"


def topic_key(topic: str) -> str:
    """Spell a topic so that its case makes no difference."""
    return topic.casefold()


def with_topic(topic: str) -> str:
    """Name the listing of a topic."""
    return f"TOPIC#{topic_key(topic)}"


def titled(title: str) -> str:
    """Name the listing of exactly this title."""
    return f"TITLE#{title}"


def with_term(term: str) -> str:
    """Name the listing of a search word."""
    return f"TERM#{term}"


def with_staff_term(term: str) -> str:
    """Name the listing of a word of photos that not everyone may see, for moderators alone."""
    return f"STAFFTERM#{term}"


def of_month(item_id: str) -> str:
    """Name the listing, for moderators alone, of everything that was made in the same month (UTC)."""
    return month(made_at(item_id).date())


def month(day: date) -> str:
    """Name the listing of the month of a day."""
    return f"ALL#{day:%Y-%m}"


def with_status(status: str) -> str:
    """Name the listing of photos that something still has to be done with, or that are held, rejected or failed."""
    return f"STATUS#{status}"


def points_of_day(day: date) -> str:
    """Name the tally of the likes and views of a day."""
    return f"POINTS#{day.isoformat()}"
