"""The catalogues by which moderators find photos and comments: every one of them, whoever else may see it."""

from collections.abc import Sequence
from datetime import date

from core.dynamo import WORDS, Access, Catalogue, bounds_of, query_page
from core.errors import Invalid
from core.ids import UserId
from core.listing import Asked, Listed
from photos import models
from photos.models import FAILED, HELD, REJECTED, Comment, CommentEntry, Entry, Photo, records
from photos.queries.staff import comments_for_staff, photos_for_staff
from photos.search import terms

# These have a listing of their own; what is up is everywhere.
LISTED = frozenset({HELD, REJECTED, FAILED})
# So many comments are looked through for a page when some of them are left out.
LOOKED_THROUGH = 100


def _month(month: str) -> str:
    return models.month(date.fromisoformat(f"{month}-01"))


def _terms(text: str) -> list[str]:
    """Answer the words that can be searched for, or raise Invalid when there are none."""
    found = terms([text])
    if not found:
        raise Invalid("These words are in nearly everything.")
    return found


def _with_words(text: str) -> Sequence[str]:
    """Name the listings of the longest word: of what everyone may see, and of all else."""
    longest = max(_terms(text), key=len)
    return [models.with_term(longest), models.with_staff_term(longest)]


PHOTOS = Catalogue[Entry, Photo](
    entry=Entry,
    sort_key=models.entry_sort_key,
    id_of=lambda entry: entry.photo_id,
    fetch=photos_for_staff,
    item_id=lambda photo: photo.photo_id,
    months=_month,
    accesses=(
        Access(WORDS, lambda photo, text: set(_terms(text)) <= set(models.terms_of(photo)), _with_words),
        Access(
            "status",
            lambda photo, status: photo.status == status,
            lambda status: [models.with_status(status)] if status in LISTED else [],
        ),
        Access(
            "person",
            lambda photo, user_id: photo.owner_id == int(user_id),
            lambda user_id: [models.photos_of(UserId(int(user_id)))],
        ),
        Access("visibility", lambda photo, visibility: photo.visibility == visibility),
        Access("sensitive", lambda photo, wanted: bool(photo.sensitive) == (wanted == "yes")),
    ),
)


class StaffComments:
    """Comments by month, by who wrote them, or by the photo that they stand under; a `core.listing.Source`.

    Their ids are photo_id:comment_id.
    """

    def read(self, object_ids: Sequence[str]) -> Sequence[Comment]:
        """Read the comments with these ids."""
        return comments_for_staff(_key(object_id) for object_id in object_ids)

    def page(self, asked: Asked) -> Listed[Comment]:
        """Read a page: one Query by person or photo, else the months."""
        chosen = dict(asked.chosen)
        if "person" in chosen or "photo" in chosen:
            return _of_one(asked, chosen)
        return _BY_MONTH.page(asked)


def _key(object_id: str) -> tuple[str, str]:
    photo_id, _, comment_id = object_id.partition(":")
    return photo_id, comment_id


def _says(comment: Comment, text: str) -> bool:
    return all(word in comment.text.casefold() for word in text.casefold().split())


def _is_removed(comment: Comment, wanted: str) -> bool:
    return comment.removed == (wanted == "yes")


_BY_MONTH = Catalogue[CommentEntry, Comment](
    entry=CommentEntry,
    sort_key=models.comment_sort_key,
    id_of=lambda entry: f"{entry.photo_id}:{entry.comment_id}",
    fetch=lambda object_ids: comments_for_staff(_key(object_id) for object_id in object_ids),
    item_id=records.Comment.id_of,
    made=lambda object_id: object_id.partition(":")[2],
    months=_month,
    accesses=(Access(WORDS, _says), Access("removed", _is_removed)),
)


def _of_one(asked: Asked, chosen: dict[str, str]) -> Listed[Comment]:
    """Read the comments of one person or under one photo, the newest first, and leave out what does not hold."""
    bounds = bounds_of(asked)
    if bounds.is_empty:
        return Listed([], None)
    keys = bounds.keys(Comment, models.comment_sort_key)
    checked = len(chosen) > 1 or bool(asked.words)
    most = max(asked.limit, LOOKED_THROUGH) if checked else asked.limit
    if "person" in chosen:
        page = models.comments_by(UserId(int(chosen["person"])), keys, limit=most)
    else:
        page = query_page(Comment, models.photo_partition(chosen["photo"]), limit=most, key_condition=keys)
    found = [comment for comment in page.items if _holds(comment, asked.words, chosen)]
    if len(found) > asked.limit:
        return Listed(found[: asked.limit], found[asked.limit - 1].comment_id)
    return Listed(found, page.items[-1].comment_id if page.after else None)


def _holds(comment: Comment, words: str, chosen: dict[str, str]) -> bool:
    return (
        _says(comment, words)
        and chosen.get("photo", comment.photo_id) == comment.photo_id
        and ("removed" not in chosen or _is_removed(comment, chosen["removed"]))
    )
