"""Home feeds: a photo is written to the feeds of its owner's friends, so that reading a home never fans out.

Everything here may be done twice, and is done again from a mark when it stopped half way. An entry that should not be
there shows nothing: who may see a photo is decided when it is read.
"""

from collections.abc import Iterator

from accounts.models import Visibility
from core.dynamo import Transaction, batch_delete, batch_put, every_item, query_page
from core.ids import PhotoId, UserId
from photos import models
from photos.models import APPROVED, SHARING, Entry, Photo
from photos.queries import stored_photo
from social.queries import friend_ids
from social.services import note_feeds_filled

# So many of a new friend's photos are in one's home at once.
NEWEST = 100
AT_A_TIME = 1000
# Where the store leaves most of them out; it never answers more than 1 MB at once.
LOOKED_THROUGH = 5000


def share_with_friends(*, photo_id: PhotoId) -> None:
    """Write the photo to the feed of each friend, then take the mark away that this is still to be done."""
    photo = stored_photo(photo_id)
    if photo is not None and is_shared(photo):
        batch_put(models.entries((models.feed_of(friend) for friend in friend_ids(photo.owner_id)), photo))
    batch_delete([Entry(models.with_status(SHARING), models.entry_sort_key(photo_id))])


def exchange_feeds(*, one: UserId, other: UserId, friendship_id: int) -> None:
    """Write each other's newest photos to the feeds of two new friends."""
    for reader, owner in ((one, other), (other, one)):
        batch_put(_for_feed(reader, entry) for entry in _newest(owner))
    note_feeds_filled(friendship_id=friendship_id)


def part_feeds(*, one: UserId, other: UserId) -> None:
    """Remove each other's photos from the feeds of two who are no friends any more; unseen they are already."""
    for reader, owner in ((one, other), (other, one)):
        batch_delete(_of_owner(reader, owner))


def rebuild_feed(*, user_id: UserId) -> int:
    """Write one's own photos and the newest of each friend to a feed anew, and answer how many those are."""
    mine = [_for_feed(user_id, entry) for entry in every_item(Entry, models.photos_of(user_id), at_a_time=AT_A_TIME)]
    theirs = [_for_feed(user_id, entry) for friend in friend_ids(user_id) for entry in _newest(friend)]
    batch_put([*mine, *theirs])
    return len(mine) + len(theirs)


def mark_to_be_shared(change: Transaction, photo: Photo) -> bool:
    """Leave the mark in the transaction that shows a photo to friends, and say whether it does."""
    if is_shared(photo):
        change.put(models.entry(models.with_status(SHARING), photo))
    return is_shared(photo)


def is_shared(photo: Photo) -> bool:
    """Say whether friends may see a photo."""
    return photo.status == APPROVED and photo.visibility != Visibility.ME


def _newest(owner: UserId) -> list[Entry]:
    found = query_page(
        Entry,
        models.photos_of(owner),
        limit=NEWEST,
        look_through=4 * NEWEST,
        filter_condition=Entry.visibility != Visibility.ME,
        consistent=True,
    )
    return list(found.items)


def _for_feed(reader: UserId, entry: Entry) -> Entry:
    return Entry(
        models.feed_of(reader),
        entry.sk,
        photo_id=entry.photo_id,
        user_id=entry.user_id,
        visibility=entry.visibility,
    )


def _of_owner(reader: UserId, owner: UserId) -> Iterator[Entry]:
    return every_item(
        Entry,
        models.feed_of(reader),
        at_a_time=AT_A_TIME,
        look_through=LOOKED_THROUGH,
        filter_condition=Entry.user_id == owner,
    )
