"""Comments: a row, and a counter that changes only together with its row."""

from accounts.models import User
from core.dynamo import ConditionFailed, Transaction, batch_delete
from core.errors import Invalid, NotFound
from core.ids import PhotoId, new_id
from core.limits import consume
from core.text import cleaned, is_text
from photos import models
from photos.models import APPROVED, Comment, Photo
from photos.queries import own_comment_or_moderated, photo_visible_to, stored_photo
from photos.services.hints import hint_of_change
from photos.signals import comment_added, comment_deleted

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
    try:
        change.commit()
    except ConditionFailed as error:
        raise NotFound from error
    comment_added.send_robust(sender=Comment, comment=comment, photo=photo, actor=actor)
    hint_of_change(photo.photo_id)
    return comment


def delete_comment(*, actor: User, photo_id: str, comment_id: str) -> None:
    """Delete a comment: by its author, the photo's owner or a moderator."""
    comment = own_comment_or_moderated(actor, photo_id, comment_id)
    if not remove_comment(comment=comment):
        raise NotFound
    comment_deleted.send_robust(sender=Comment, comment=comment, actor=actor)


def remove_comment(*, comment: Comment) -> bool:
    """Remove a comment for good together with its count, and say whether it was there; without a photo it goes too."""
    change = Transaction()
    change.delete(comment, condition=Comment.pk.exists())
    photo = Photo(*models.photo_key(comment.photo_id))
    change.update(photo, [Photo.comments.add(-1)], condition=Photo.pk.exists())
    try:
        change.commit()
    except ConditionFailed:
        if stored_photo(PhotoId(comment.photo_id)) is None:
            # Nothing is left that counts it.
            batch_delete([comment])
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
