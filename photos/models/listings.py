"""Which listings a photo stands in: the one place that says so, for publishing, editing, deleting and repairing."""

from collections.abc import Iterable

from accounts.models import Visibility
from photos.models import keys
from photos.models.comments import Comment, CommentEntry
from photos.models.items import (
    APPROVED,
    AWAITING,
    DELETED,
    FAILED,
    HELD,
    PROCESSING,
    REJECTED,
    SHARING,
    UNSCREENED,
    Entry,
    Photo,
)
from photos.search import DESCRIPTION_CHARACTERS, terms

# Nobody but who is at it looks at these; what they stand in is a mark.
UNFINISHED = frozenset({AWAITING, PROCESSING, DELETED})
# What moderators list by its status. The approved ones are everywhere.
LISTED_BY_STATUS = frozenset({HELD, REJECTED, FAILED, *UNFINISHED})


def terms_of(photo: Photo) -> list[str]:
    """List the words that a photo is found by; short texts first, so that a long caption leaves none of them out.

    What the screening has found comes last: what somebody says about their photo counts for more.
    """
    description = photo.description[:DESCRIPTION_CHARACTERS]
    said = [photo.title, photo.topic, photo.username, *photo.tags, photo.caption, description]
    return terms([*said, *photo.labels, photo.detected_text])


def listings_of(photo: Photo) -> list[str]:
    """Name every listing of a photo, by its status and its visibility.

    Its owner and moderators find it from its settling on, others when it is approved and for everyone; then it is
    found by its words in TERM#, else by moderators in STAFFTERM#. With 20 tags and 60 words these are at most 86, so
    that they fit into one transaction (100) with the photo. The feeds of friends are filled afterwards
    (photos/services/sharing.py).
    """
    names = [keys.with_status(photo.status)] if photo.status in LISTED_BY_STATUS else []
    if photo.status in UNFINISHED:
        return names
    names += [keys.photos_of(photo.owner_id), keys.feed_of(photo.owner_id), keys.of_month(photo.photo_id)]
    if photo.status == APPROVED and photo.visibility == Visibility.EVERYONE:
        return names + _public(photo)
    return names + [keys.with_staff_term(term) for term in terms_of(photo)]


def every_listing_of(photo: Photo) -> list[str]:
    """Name every listing in which a photo with these words can have been left, whatever its status is or was."""
    names = [keys.photos_of(photo.owner_id), keys.feed_of(photo.owner_id), keys.of_month(photo.photo_id)]
    names += [keys.with_status(status) for status in sorted({*LISTED_BY_STATUS, SHARING, UNSCREENED} - {DELETED})]
    return names + _public(photo) + [keys.with_staff_term(term) for term in terms_of(photo)]


def _public(photo: Photo) -> list[str]:
    names = [keys.explore(keys.shard_of(photo.photo_id)), *(keys.tagged(tag) for tag in photo.tags)]
    names += [keys.with_topic(photo.topic)] if photo.topic else []
    names += [keys.titled(photo.title)] if photo.title else []
    return names + [keys.with_term(term) for term in terms_of(photo)]


def entry(listing: str, photo: Photo) -> Entry:
    """Build the entry of a photo in a listing; what is not approved is for its owner, whatever it will be."""
    return Entry(
        listing,
        keys.entry_sort_key(photo.photo_id),
        photo_id=photo.photo_id,
        user_id=photo.user_id,
        visibility=photo.visibility if photo.status == APPROVED else Visibility.ME,
    )


def entries(listings: Iterable[str], photo: Photo) -> list[Entry]:
    """Build the entries of a photo in several listings."""
    return [entry(listing, photo) for listing in listings]


def comment_entry(comment: Comment) -> CommentEntry:
    """Build the entry by which moderators find a comment: by its month."""
    return CommentEntry(
        keys.of_month(comment.comment_id),
        keys.comment_sort_key(comment.comment_id),
        comment_id=comment.comment_id,
        photo_id=comment.photo_id,
        user_id=comment.user_id,
    )
