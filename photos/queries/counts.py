"""How many photos of a person somebody may see: counted within the store, and kept for a minute."""

from django.core.cache import cache

from accounts.models import Visibility
from core.dynamo import Condition, count_items
from photos import models
from photos.models import Entry
from social.queries import Person

CACHE_SECONDS = 60


def photo_count(owner: Person) -> int:
    """Count the photos of a person that the viewer, who stands in this relation to them, may see.

    From the entries, so that it is a count of hints: exact but for what is being changed in this minute.
    """
    audience = owner.relation if owner.is_friend or owner.is_viewer else "others"
    key = f"photo-count:{owner.id}:{audience}"
    found: int | None = cache.get(key)
    if found is None:
        found = count_items(Entry, models.photos_of(owner.id), filter_condition=_audience(owner))
        cache.set(key, found, CACHE_SECONDS)
    return found


def forget_photo_count(owner_id: int) -> None:
    """Count anew the next time, because the person has just changed it themselves."""
    cache.delete_many([f"photo-count:{owner_id}:{audience}" for audience in ("self", "friend", "others")])


def _audience(owner: Person) -> Condition | None:
    if owner.is_viewer:
        return None
    return Entry.visibility != Visibility.ME if owner.is_friend else Entry.visibility == Visibility.EVERYONE
