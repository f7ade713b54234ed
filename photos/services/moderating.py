"""What moderators do with photos and comments. Who may, and why it was done, is for the applications above to know.

Everything may be done twice, is done in one transaction, and is tried again when something else changed meanwhile.
"""

from collections.abc import Sequence

from accounts.models import User
from core.dynamo import ConditionFailed, Transaction
from core.errors import Conflict, NotFound
from core.ids import PhotoId
from photos import models
from photos.models import APPROVED, DELETED, STANDINGS, Comment, Photo
from photos.queries import checked_id, forget_photo_count, stored_comment, stored_photo
from photos.services.deleting import delete_stored
from photos.services.hints import hint_of_change
from photos.services.sharing import is_shared
from photos.services.standing import copy_of, leave, now_after, settle
from photos.signals import photo_published, photo_shared

TRIES = 5
CHANGING = "This is being changed by somebody else. Please try again."


def settle_photo(*, photo_id: PhotoId, status: str, reasons: Sequence[str] = ()) -> Photo | None:
    """Make a photo approved, held or rejected, with the reasons for its owner, wherever it stands now.

    Answers None when it is gone, or was not settled in the first place (in preparation, failed). Raises Conflict when
    it is changed again and again in the same moment.
    """
    if status not in STANDINGS:
        message = f"no standing of a photo: {status!r}"
        raise ValueError(message)
    for _ in range(TRIES):
        old = stored_photo(photo_id)
        if old is None or old.status not in STANDINGS:
            return None
        if (old.status, list(old.reasons)) == (status, list(reasons)):
            # What a crash has left to do.
            leave(old)
            return old
        new = _standing(old, status, reasons)
        if settle(old, new, screening="over"):
            _tell_standing(old, new)
            return new
    raise Conflict(CHANGING)


def set_sensitive(*, photo_id: PhotoId, reason: str) -> Photo | None:
    """Cover a photo until somebody wishes to see it, and say why; an empty reason uncovers it. None when it is gone."""
    photo = stored_photo(photo_id)
    if photo is None or photo.status == DELETED:
        return None
    if photo.sensitive == reason:
        return photo
    change = Transaction()
    condition = Photo.pk.exists() & (Photo.status != DELETED)
    change.update(photo, [Photo.sensitive.set(reason)], condition=condition)
    try:
        change.commit()
    except ConditionFailed:
        return None
    photo.sensitive = reason
    hint_of_change(photo_id)
    return photo


def remove_photo_for_good(*, actor: User, photo_id: str) -> None:
    """Delete a photo for the site, whoever's it is and however it stands. Raises NotFound when it is gone already."""
    photo = stored_photo(checked_id(photo_id))
    if photo is None or photo.status == DELETED:
        raise NotFound
    delete_stored(actor=actor, photo=photo)
    forget_photo_count(photo.owner_id)
    hint_of_change(photo.photo_id)


def set_comment_removed(*, photo_id: PhotoId, comment_id: str, removed: bool) -> Comment | None:
    """Take a comment from everybody's sight, or bring it back, and count it so; None when it is gone."""
    for _ in range(TRIES):
        comment = stored_comment(photo_id, comment_id)
        if comment is None or comment.removed == removed:
            return comment
        change = Transaction()
        change.update(comment, [Comment.removed.set(removed)], condition=comment.is_unchanged)
        photo = Photo(*models.photo_key(photo_id))
        change.update(photo, [Photo.comments.add(-1 if removed else 1)], condition=Photo.pk.exists())
        try:
            change.commit()
        except ConditionFailed:
            if stored_photo(photo_id) is None:
                return None
            continue
        comment.removed = removed
        hint_of_change(photo_id)
        return comment
    raise Conflict(CHANGING)


def _standing(old: Photo, status: str, reasons: Sequence[str]) -> Photo:
    new = copy_of(old)
    new.status, new.reasons = status, list(reasons)
    if APPROVED in {old.status, status}:
        # Somebody may have seen it from now on, or until now.
        new.published_at = old.published_at or now_after(old)
    return new


def _tell_standing(old: Photo, new: Photo) -> None:
    if new.status == APPROVED and not old.published_at and old.status != APPROVED:
        photo_published.send_robust(sender=Photo, photo=new)
    if is_shared(new) and not is_shared(old):
        photo_shared.send_robust(sender=Photo, photo=new)
    forget_photo_count(new.owner_id)
    hint_of_change(new.photo_id)
