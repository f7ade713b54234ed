"""Comments under a photo that the viewer may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User, may_moderate
from core.dynamo import query_page
from core.errors import Forbidden, Invalid, NotFound
from core.ids import UserId, is_id
from photos import models
from photos.models import Comment
from photos.queries.seeing import SeenPhoto, photo_visible_to
from social.queries import Person, people

COMMENTS_ON_A_PAGE = 50


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

    Comments of people who are gone or blocked are left out. Raises NotFound when the photo may not be seen.
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
    shown = [comment for comment in page.items if UserId(int(comment.user_id)) in writers]
    edge = page.items[-1].comment_id if page.after else None
    return Comments(photo, shown, writers, None, edge) if after else Comments(photo, shown[::-1], writers, edge)


def comment_visible_to(viewer: User, photo_id: str, comment_id: str) -> tuple[SeenPhoto, Comment]:
    """Answer a comment with its photo, or raise NotFound: also when its writer is gone."""
    photo = photo_visible_to(viewer, photo_id)
    if not is_id(comment_id):
        raise NotFound
    partition, sort_key = models.comment_key(photo.photo.photo_id, comment_id)
    found = query_page(Comment, partition, limit=1, key_condition=Comment.sk == sort_key, consistent=True).items
    if not found or not people([UserId(int(found[0].user_id))], viewer):
        raise NotFound
    return photo, found[0]


def own_comment_or_moderated(actor: User, photo_id: str, comment_id: str) -> Comment:
    """Answer a comment that the actor may delete: its author, the photo's owner, or a moderator.

    Raises NotFound when there is none to be seen, Forbidden when it is not the actor's to delete.
    """
    photo, comment = comment_visible_to(actor, photo_id, comment_id)
    if not (photo.is_mine or int(comment.user_id) == actor.pk or may_moderate(actor)):
        message = "Only who wrote this comment, or whose photo it is, may delete it."
        raise Forbidden(message)
    return comment
