"""People around a photo."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from core.dynamo import Condition, query_page
from core.errors import Invalid
from core.ids import UserId, number_in
from photos import models
from photos.models import Like
from photos.queries.seeing import SeenPhoto, photo_visible_to
from photos.queries.wanted import PAGE_SIZE
from social.queries import Person, people


@dataclass(frozen=True)
class Likers:
    """Some of those who like a photo, in no promised order; `before` is where the next page begins."""

    photo: SeenPhoto
    people: Sequence[Person]
    before: UserId | None


def likers(viewer: User, photo_id: str, *, before: str = "", limit: int = PAGE_SIZE) -> Likers:
    """Read who likes a photo that the viewer may see; people who are gone are left out."""
    photo = photo_visible_to(viewer, photo_id)
    if before and number_in(before) is None:
        raise Invalid(fields={"before": ["This is nobody's id."]})
    beyond: Condition = Like.sk.startswith(models.LIKES)
    if before:
        # "!" sorts before every digit, so that 120 still comes behind 12.
        beyond = Like.sk.between(f"{models.LIKES}{before}!", f"{models.LIKES}~")
    partition = models.photo_partition(photo.photo.photo_id)
    page = query_page(Like, partition, limit=limit, key_condition=beyond, newest_first=False)
    ids = [UserId(int(like.user_id)) for like in page.items]
    found = people(ids, viewer) if ids else {}
    return Likers(photo, [found[user_id] for user_id in ids if user_id in found], ids[-1] if page.after else None)
