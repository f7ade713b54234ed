"""All that a person made or did with photos goes for good. Safe to repeat: what leads to something goes after it."""

from accounts.models import User
from core.dynamo import ConditionFailed, Transaction, batch_delete, delete_partition
from core.ids import PhotoId, UserId
from photos import models
from photos.models import Comment, Entry, Like, Photo, Saved
from photos.queries import comments_written_by, listed, photos_made_by, stored_comment
from photos.services.commenting import remove_comment
from photos.services.deleting import hide, remove
from photos.services.hints import hint_of_change
from photos.services.portraits import erase_portrait


def erase_person(*, person: User) -> dict[str, int]:
    """Remove a person's portrait, photos in every state, comments, likes, saved photos, and home feed.

    The photos of others stay, and count what is left. Nobody is told of it. Raises Unavailable when a store is away,
    and Conflict when a photo is being changed in this moment; what is gone by then is gone.
    """
    person_id = UserId(person.pk)
    erase_portrait(person=person)
    done = {
        "photos": sum(_erase_photo(photo) for photo in photos_made_by(person_id)),
        "comments": sum(_erase_comment(comment) for comment in comments_written_by(person_id)),
        "likes": sum(_erase_like(person_id, entry) for entry in listed(models.liked_by(person_id))),
        "saved photos": sum(_erase_saved(person_id, entry) for entry in listed(models.saved_by(person_id))),
    }
    # What is left in these leads to nothing any more.
    for listing in (models.photos_of(person_id), models.feed_of(person_id)):
        delete_partition(Entry, listing)
    return done


def _erase_photo(photo: Photo) -> bool:
    hide(photo=photo)
    remove(photo_id=photo.id)
    return True


def _erase_comment(comment: Comment) -> bool:
    """Remove a comment, also when a moderator takes it from sight in the same moment; the index may be late."""
    now: Comment | None = comment
    while now is not None:
        if remove_comment(comment=now):
            return True
        now = stored_comment(PhotoId(comment.photo_id), comment.comment_id)
    return False


def _erase_like(person_id: UserId, entry: Entry) -> bool:
    """Remove a like with its entry and its count; the day's points stay, for they were of another day."""
    partition = models.photo_partition(entry.photo_id)
    row = Like(partition, f"{models.LIKES}{person_id}", photo_id=entry.photo_id, user_id=person_id)
    change = Transaction()
    change.update(Photo(*models.photo_key(entry.photo_id)), [Photo.likes.add(-1)], condition=Photo.pk.exists())
    change.delete(row, condition=Like.pk.exists())
    change.delete(entry)
    try:
        change.commit()
    except ConditionFailed:
        # The photo or the like itself is gone, and there is nothing to count.
        _delete_in_order(row, entry)
        return False
    hint_of_change(entry.photo_id)
    return True


def _erase_saved(person_id: UserId, entry: Entry) -> bool:
    partition = models.photo_partition(entry.photo_id)
    row = Saved(partition, f"{models.SAVES}{person_id}", photo_id=entry.photo_id, user_id=person_id)
    _delete_in_order(row, entry)
    return True


def _delete_in_order(row: Like | Saved, entry: Entry) -> None:
    """Remove a row, and only then the entry by which it is found."""
    batch_delete([row])
    batch_delete([entry])
