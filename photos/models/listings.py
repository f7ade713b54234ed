"""Which listings a photo stands in: the one place that says so, for publishing, editing, deleting and repairing."""

from collections.abc import Iterable

from accounts.models import Visibility
from photos.models import keys
from photos.models.items import Entry, Photo
from photos.search import DESCRIPTION_CHARACTERS, terms


def terms_of(photo: Photo) -> list[str]:
    """List the words that a photo is found by; short texts first, so that a long caption leaves none of them out."""
    description = photo.description[:DESCRIPTION_CHARACTERS]
    return terms([photo.title, photo.topic, photo.username, *photo.tags, photo.caption, description])


def listings_of_owner(photo: Photo) -> list[str]:
    """Name the listings in which its owner sees a photo, whatever became of it."""
    return [keys.photos_of(photo.owner_id), keys.feed_of(photo.owner_id)]


def listings_of(photo: Photo) -> list[str]:
    """Name every listing of a published photo: its owner's always, the others when everyone may see it.

    With 20 tags and 60 words these are at most 86, so that they fit into one transaction (100) with the photo. The
    feeds of friends are filled afterwards (photos/services/sharing.py).
    """
    names = listings_of_owner(photo)
    if photo.visibility == Visibility.EVERYONE:
        names.append(keys.explore(keys.shard_of(photo.photo_id)))
        names += [keys.tagged(tag) for tag in photo.tags]
        names += [keys.with_topic(photo.topic)] if photo.topic else []
        names += [keys.titled(photo.title)] if photo.title else []
        names += [keys.with_term(term) for term in terms_of(photo)]
    return names


def entry(listing: str, photo: Photo) -> Entry:
    """Build the entry of a photo in a listing."""
    return Entry(
        listing,
        keys.entry_sort_key(photo.photo_id),
        photo_id=photo.photo_id,
        user_id=photo.user_id,
        visibility=photo.visibility,
    )


def entries(listings: Iterable[str], photo: Photo) -> list[Entry]:
    """Build the entries of a photo in several listings."""
    return [entry(listing, photo) for listing in listings]
