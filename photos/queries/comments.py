"""Comments under a photo that the viewer may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User, may_moderate
from core.dynamo import batch_get, query_page
from core.errors import Forbidden, Invalid, NotFound
from core.ids import PhotoId, UserId, is_id
from photos import models
from photos.models import Comment, CommentsTable
from photos.queries.seeing import SeenPhoto, photo_visible_to
from social.queries import Person, people

COMMENTS_ON_A_PAGE = 50
NOT_YOURS = "Only who wrote this comment, or whose photo it is, may delete it."


@dataclass(frozen=True)
class Comments:
    """Some comments, oldest first; `before` and `after` say where older and newer ones begin, None where none are."""

    photo: SeenPhoto
    comments: Sequence[Comment]
    writers: Mapping[UserId, Person]
    before: str | None
    after: str | None = None


def comments_under(
    viewer: User, photo_id: str, *, before: str = "", after: str = "", limit: int = COMMENTS_ON_A_PAGE
) -> Comments:
    """Read the newest comments, those before one, or with `after` those behind one; always oldest first.

    Comments that a moderator has removed, and those of people who are gone or blocked, are left out. Raises NotFound
    when the photo may not be seen.
    """
    photo = photo_visible_to(viewer, photo_id)
    for name, given in (("before", before), ("after", after)):
        if given and not is_id(given):
            raise Invalid(fields={name: ["This is no comment id."]})
    beyond = None
    if after:
        beyond = Comment.sk > models.comment_sort_key(after)
    elif before:
        beyond = Comment.sk < models.comment_sort_key(before)
    page = query_page(
        Comment,
        models.photo_partition(photo.photo.photo_id),
        limit=limit,
        key_condition=beyond,
        newest_first=not after,
        consistent=True,
    )
    writers = people({UserId(int(comment.user_id)) for comment in page.items}, viewer) if page.items else {}
    shown = [item for item in page.items if not item.removed and UserId(int(item.user_id)) in writers]
    edge = page.items[-1].comment_id if page.after else None
    return Comments(photo, shown, writers, None, edge) if after else Comments(photo, shown[::-1], writers, edge)


def comment_visible_to(viewer: User, photo_id: str, comment_id: str) -> tuple[SeenPhoto, Comment]:
    """Answer a comment with its photo, or raise NotFound: also when its writer is gone, or a moderator removed it."""
    photo, comment = _comment_of_somebody(viewer, photo_id, comment_id)
    if comment.removed:
        raise NotFound
    return photo, comment


def own_comment_or_moderated(actor: User, photo_id: str, comment_id: str) -> Comment:
    """Answer a comment that the actor may delete: its author, the photo's owner, or a moderator.

    Raises NotFound when there is none to be seen, Forbidden when it is not the actor's to delete.
    """
    photo, comment = comment_visible_to(actor, photo_id, comment_id)
    if not (photo.is_mine or int(comment.user_id) == actor.pk or may_moderate(actor)):
        raise Forbidden(NOT_YOURS)
    return comment


def comment_to_delete(actor: User, photo_id: str, comment_id: str) -> tuple[SeenPhoto, Comment]:
    """Answer a comment that the actor may delete, as above, with its photo.

    Its author and the photo's owner may do so also when a moderator has taken it from everybody's sight.
    """
    photo, comment = _comment_of_somebody(actor, photo_id, comment_id)
    if photo.is_mine or int(comment.user_id) == actor.pk:
        return photo, comment
    if comment.removed:
        raise NotFound
    if not may_moderate(actor):
        raise Forbidden(NOT_YOURS)
    return photo, comment


def stored_comment(photo_id: PhotoId, comment_id: str) -> Comment | None:
    """Read a comment for services, whoever asks, also one that was removed from sight; None when there is none."""
    keys = [models.comment_key(photo_id, comment_id)] if is_id(comment_id) else []
    return next((item for item in batch_get(CommentsTable, keys) if isinstance(item, Comment)), None)


def _comment_of_somebody(viewer: User, photo_id: str, comment_id: str) -> tuple[SeenPhoto, Comment]:
    """Answer a comment, removed or not, whose writer and whose photo are there for the viewer, or raise NotFound."""
    photo = photo_visible_to(viewer, photo_id)
    comment = stored_comment(photo.photo.id, comment_id)
    if comment is None or not people([UserId(int(comment.user_id))], viewer):
        raise NotFound
    return photo, comment
