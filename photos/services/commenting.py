"""Comments: a row with its entry for moderators, and a counter that changes only together with its row."""

from accounts.models import User
from core.dynamo import ConditionFailed, Transaction, batch_delete
from core.errors import Conflict, Invalid, NotFound
from core.ids import PhotoId, new_id
from core.limits import consume
from core.text import cleaned, is_text
from photos import models
from photos.models import APPROVED, Comment, Photo
from photos.queries import comment_to_delete, photo_visible_to, stored_comment, stored_photo
from photos.services.hints import hint_of_change
from photos.services.moderating import CHANGING, TRIES, set_comment_removed
from photos.signals import comment_added, comment_deleted, comment_moderated

COMMENT_LONGEST = 2000


def add_comment(*, actor: User, photo_id: str, text: str) -> Comment:
    """Write a comment under a photo that the actor may see. Raises Invalid for an empty or overlong one."""
    photo = photo_visible_to(actor, photo_id).photo
    clean = _checked(text)
    consume("comments", actor.pk)
    comment_id = new_id()
    comment = Comment(
        *models.comment_key(photo.photo_id, comment_id),
        comment_id=comment_id,
        photo_id=photo.photo_id,
        user_id=actor.pk,
        username=actor.username,
        text=clean,
    )
    change = Transaction()
    change.update(photo, [Photo.comments.add(1)], condition=Photo.status == APPROVED)
    change.put(comment, condition=Comment.pk.does_not_exist())
    change.put(models.comment_entry(comment))
    try:
        change.commit()
    except ConditionFailed as error:
        raise NotFound from error
    comment_added.send_robust(sender=Comment, comment=comment, photo=photo, actor=actor)
    hint_of_change(photo.photo_id)
    return comment


def delete_comment(*, actor: User, photo_id: str, comment_id: str) -> None:
    """Delete a comment for good: by its author or the photo's owner; a moderator takes it from sight instead.

    Raises NotFound when there is none (any more), Forbidden when it is nobody's business of the actor's.
    """
    for _ in range(TRIES):
        seen, comment = comment_to_delete(actor, photo_id, comment_id)
        if not (seen.is_mine or int(comment.user_id) == actor.pk):
            _moderate(comment, seen.photo, actor)
            return
        if remove_comment(comment=comment):
            comment_deleted.send_robust(sender=Comment, comment=comment, actor=actor)
            return
    raise Conflict(CHANGING)


def remove_comment_for_good(*, actor: User, photo_id: str, comment_id: str) -> None:
    """Delete somebody's comment for staff, whether others see it or not. Raises NotFound."""
    for _ in range(TRIES):
        comment = stored_comment(PhotoId(photo_id), comment_id)
        if comment is None:
            raise NotFound
        if remove_comment(comment=comment):
            comment_deleted.send_robust(sender=Comment, comment=comment, actor=actor)
            return
    raise Conflict(CHANGING)


def _moderate(comment: Comment, photo: Photo, actor: User) -> None:
    """Let the application that keeps the decisions decide; where there is none, the comment goes from sight."""
    if comment_moderated.has_listeners(Comment):
        comment_moderated.send(sender=Comment, comment=comment, photo=photo, actor=actor)
    else:
        set_comment_removed(photo_id=photo.id, comment_id=comment.comment_id, removed=True)


def remove_comment(*, comment: Comment) -> bool:
    """Remove a comment for good with its entry and its count; without a photo it goes too.

    False when it is gone, or has come back or was removed from sight since it was read.
    """
    change = Transaction()
    change.delete(comment, condition=comment.is_unchanged)
    change.delete(models.comment_entry(comment))
    photo = Photo(*models.photo_key(comment.photo_id))
    if comment.removed:
        # It is not counted any more.
        change.check(photo, condition=Photo.pk.exists())
    else:
        change.update(photo, [Photo.comments.add(-1)], condition=Photo.pk.exists())
    try:
        change.commit()
    except ConditionFailed:
        if stored_photo(PhotoId(comment.photo_id)) is None:
            # Nothing is left that counts it.
            batch_delete([comment, models.comment_entry(comment)])
        return False
    hint_of_change(comment.photo_id)
    return True


def _checked(text: str) -> str:
    clean = cleaned(text)
    if not is_text(text) or not clean:
        raise Invalid(fields={"text": ["Write something."]})
    if len(clean) > COMMENT_LONGEST:
        raise Invalid(fields={"text": [f"At most {COMMENT_LONGEST} characters; these are {len(clean)}."]})
    return clean
