"""Who may see a photo: decided here, from the photo itself and its owner, for every surface."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from accounts.models import User, Visibility
from core.dynamo import batch_get, query_page
from core.errors import Forbidden, NotFound
from core.ids import PhotoId, UserId, is_id
from photos import models
from photos.models import APPROVED, DELETED, FAILED, HELD, PROCESSING, REJECTED, Entry, Like, Photo, Saved
from social.queries import Person, people

# What its owner sees, whatever others do.
FOR_OWNER = frozenset({APPROVED, PROCESSING, FAILED, HELD, REJECTED})


@dataclass(frozen=True)
class SeenPhoto:
    """A photo that this viewer may see, with its owner and what the viewer has done with it."""

    photo: Photo
    owner: Person
    is_mine: bool
    liked: bool = False
    saved: bool = False


def photo_visible_to(viewer: User, photo_id: str) -> SeenPhoto:
    """Answer the photo, or raise NotFound: what may not be seen looks like what does not exist."""
    found = seen(viewer, [checked_id(photo_id)])
    if not found:
        raise NotFound
    return found[0]


def photo_owned_by(viewer: User, photo_id: str) -> Photo:
    """Answer one's own photo; of somebody else it is Forbidden when it may be seen, else NotFound."""
    found = photo_visible_to(viewer, photo_id)
    if not found.is_mine:
        message = "This photo belongs to somebody else."
        raise Forbidden(message)
    return found.photo


@dataclass(frozen=True)
class Look:
    """Those of the photos that were asked for which the viewer may see, and the ids of those that do not exist."""

    photos: Sequence[SeenPhoto]
    missing: Sequence[PhotoId]


def seen(viewer: User, ids: Sequence[PhotoId]) -> Sequence[SeenPhoto]:
    """Read photos in the order of their ids, those that the viewer may see."""
    return look(viewer, ids).photos


def look(viewer: User, ids: Sequence[PhotoId], *, owner: Person | None = None) -> Look:
    """Read photos in the order of their ids: one BatchGetItem, one SQL query.

    Each photo takes three keys of the hundred that a call may have. Of an `owner` whom this request has just looked up
    for the viewer nobody is asked again; photos of others are then not there.
    """
    if not ids:
        return Look([], [])
    viewer_id = UserId(viewer.pk)
    items = batch_get(models.PhotosTable, [key for photo_id in ids for key in _keys(photo_id, viewer_id)])
    photos = {item.photo_id: item for item in items if isinstance(item, Photo)}
    liked = {item.photo_id for item in items if isinstance(item, Like)}
    saved = {item.photo_id for item in items if isinstance(item, Saved)}
    owners = {owner.id: owner} if owner else _owners(photos.values(), viewer)
    visible = [
        SeenPhoto(photo, owner, owner.is_viewer, photo_id in liked, photo_id in saved)
        for photo_id in ids
        if (photo := photos.get(photo_id)) and (owner := owners.get(photo.owner_id)) and _may_see(photo, owner)
    ]
    return Look(visible, [photo_id for photo_id in ids if photo_id not in photos])


def upload_of(owner: User, photo_id: str) -> Photo:
    """Answer one's own photo, also one that is still awaited; everything else is NotFound."""
    photo = stored_photo(checked_id(photo_id))
    if photo is None or photo.owner_id != owner.pk or photo.status == DELETED:
        raise NotFound
    return photo


def photos_for_owner(owner: User, ids: Sequence[PhotoId]) -> list[Photo]:
    """Read those of the photos that are one's own, in the order of their ids."""
    return [photo for photo in stored_photos(ids) if photo.owner_id == owner.pk and photo.status in FOR_OWNER]


def _owners(photos: Collection[Photo], viewer: User) -> dict[UserId, Person]:
    return people({photo.owner_id for photo in photos}, viewer) if photos else {}


def stored_photo(photo_id: PhotoId) -> Photo | None:
    """Read a photo for services, whoever asks; None when there is none."""
    found = stored_photos([photo_id])
    return found[0] if found else None


def unfinished(status: str, *, limit: int, newest_first: bool = False) -> list[Photo]:
    """Find the oldest (or newest) photos with a status that says that something is still to be done."""
    found = query_page(Entry, models.with_status(status), limit=limit, newest_first=newest_first, consistent=True)
    return stored_photos([PhotoId(entry.photo_id) for entry in found.items])


def checked_id(text: str) -> PhotoId:
    """Accept an id from outside, or raise NotFound."""
    if not is_id(text):
        raise NotFound
    return PhotoId(text)


def _keys(photo_id: PhotoId, viewer_id: UserId) -> list[tuple[str, str]]:
    partition = models.photo_partition(photo_id)
    return [
        (partition, models.META),
        (partition, f"{models.LIKES}{viewer_id}"),
        (partition, f"{models.SAVES}{viewer_id}"),
    ]


def stored_photos(ids: Sequence[PhotoId]) -> list[Photo]:
    """Read photos for services, in the order of their ids; those that do not exist are left out."""
    items = batch_get(models.PhotosTable, [models.photo_key(photo_id) for photo_id in ids])
    found = {item.photo_id: item for item in items if isinstance(item, Photo)}
    return [found[photo_id] for photo_id in ids if photo_id in found]


def _may_see(photo: Photo, owner: Person) -> bool:
    """Decide: the owner sees everything that is not deleted, others what is approved and for everyone or for friends.

    Whoever is blocked, either way, or gone, is no owner that the viewer knows of, so that it does not come this far.
    """
    if owner.is_viewer:
        return photo.status in FOR_OWNER
    audience = {Visibility.EVERYONE, Visibility.FRIENDS} if owner.is_friend else {Visibility.EVERYONE}
    return photo.status == APPROVED and photo.visibility in audience
