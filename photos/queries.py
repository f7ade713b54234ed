"""Reads of photos. `photo_visible_to` and the galleries are the only doors: nothing else decides who sees a photo."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User, Visibility
from core.dynamo import Page, batch_get, query_page
from core.errors import Forbidden, Invalid, NotFound
from core.ids import PhotoId, UserId, is_id
from photos import models
from photos.models import APPROVED, FAILED, PROCESSING, Entry, Photo
from social.queries import Person, member_named, people

PAGE_SIZE = 24
MOST_ON_A_PAGE = 100
# After so many rounds a page comes short, with a next link, instead of searching on.
MOST_ROUNDS = 4


@dataclass(frozen=True)
class SeenPhoto:
    """A photo that this viewer may see, with its owner."""

    photo: Photo
    owner: Person
    is_mine: bool


@dataclass(frozen=True)
class Gallery:
    """A page of a listing; `before` is where the next one begins, None at the end."""

    photos: Sequence[SeenPhoto]
    before: PhotoId | None


def photo_visible_to(viewer: User, photo_id: str) -> SeenPhoto:
    """Answer the photo, or raise NotFound: what may not be seen looks like what does not exist."""
    seen = _visible(viewer, _photos([checked_id(photo_id)]))
    if not seen:
        raise NotFound
    return seen[0]


def photo_owned_by(viewer: User, photo_id: str) -> Photo:
    """Answer one's own photo; of somebody else it is Forbidden when it may be seen, else NotFound."""
    seen = photo_visible_to(viewer, photo_id)
    if not seen.is_mine:
        message = "This photo belongs to somebody else."
        raise Forbidden(message)
    return seen.photo


def home_feed(viewer: User, *, before: str = "", limit: int = PAGE_SIZE) -> Gallery:
    """Read the viewer's home: their own photos (friends' photos join with friendships)."""
    return _own_photos(viewer, before, limit)


def photos_by(
    viewer: User, owner: User, *, before: str = "", limit: int = PAGE_SIZE, public_only: bool = False
) -> Gallery:
    """Read the photos of one person that the viewer may see, or of these only what everyone may see."""
    if owner.pk == viewer.pk and not public_only:
        return _own_photos(viewer, before, limit)
    return _gallery(viewer, models.photos_of(UserId(owner.pk)), before, limit, public_only=True)


def photos_of_everyone(viewer: User, *, before: str = "", limit: int = PAGE_SIZE) -> Gallery:
    """Read what everyone may see, newest first."""
    return _gallery(viewer, models.explore(), before, limit, public_only=True)


def gallery_in_scope(viewer: User, *, scope: str, user: str = "", before: str = "", limit: int = PAGE_SIZE) -> Gallery:
    """Read the gallery that a client names: home, profile (one's own, or of `user`) or all."""
    if scope not in {"home", "profile", "all"}:
        raise Invalid(fields={"scope": [f"Unknown scope {scope!r}: use home, profile or all."]})
    if user:
        return photos_by(viewer, member_named(user), before=before, limit=limit, public_only=scope == "all")
    reader = {"home": home_feed, "profile": home_feed, "all": photos_of_everyone}[scope]
    return reader(viewer, before=before, limit=limit)


def unfinished(status: str, *, limit: int) -> list[Photo]:
    """Find the oldest photos whose upload or deletion has not come to its end."""
    found = query_page(Entry, models.with_status(status), limit=limit, newest_first=False, consistent=True)
    return _photos([PhotoId(entry.photo_id) for entry in found.items])


def stored_photo(photo_id: PhotoId) -> Photo | None:
    """Read a photo for services, whoever asks; None when there is none."""
    found = _photos([photo_id])
    return found[0] if found else None


def checked_id(text: str) -> PhotoId:
    """Accept an id from outside, or raise NotFound."""
    if not is_id(text):
        raise NotFound
    return PhotoId(text)


def _own_photos(viewer: User, before: str, limit: int) -> Gallery:
    return _gallery(viewer, models.photos_of(UserId(viewer.pk)), before, limit, public_only=False)


def _gallery(viewer: User, listing: str, before: str, limit: int, *, public_only: bool) -> Gallery:
    """Read one page: ids by one Query, photos by one BatchGetItem, owners by one SQL query.

    What is hidden from the viewer leaves a gap; the gap is filled by another round, up to the limit of rounds.
    """
    if before and not is_id(before):
        raise Invalid(fields={"before": ["This is no photo id."]})
    found: list[SeenPhoto] = []
    after = models.entry_sort_key(before) if before else None
    for _ in range(MOST_ROUNDS):
        page = _entries(listing, after, limit - len(found), public_only=public_only)
        found += _visible(viewer, _photos([PhotoId(entry.photo_id) for entry in page.items]))
        after = page.after
        if after is None or len(found) == limit:
            break
    return Gallery(found, models.id_in_sort_key(after) if after else None)


def _entries(listing: str, after: str | None, limit: int, *, public_only: bool) -> Page[Entry]:
    return query_page(
        Entry,
        listing,
        limit=limit,
        key_condition=Entry.sk < after if after else None,
        filter_condition=Entry.visibility == Visibility.EVERYONE if public_only else None,
        # One's own listing shows at once what one has just done.
        consistent=not public_only,
    )


def _photos(ids: Sequence[PhotoId]) -> list[Photo]:
    """Read photos in the order of their ids; those that are gone or being deleted are left out."""
    if not ids:
        return []
    items = batch_get(models.PhotosTable, [models.photo_key(photo_id) for photo_id in ids])
    found = {item.photo_id: item for item in items if isinstance(item, Photo)}
    return [found[photo_id] for photo_id in ids if photo_id in found]


def _visible(viewer: User, photos: Sequence[Photo]) -> list[SeenPhoto]:
    owners = people({photo.owner_id for photo in photos}) if photos else {}
    return [
        SeenPhoto(photo, owner, is_mine=photo.owner_id == viewer.pk)
        for photo in photos
        if (owner := owners.get(photo.owner_id)) and _may_see(viewer, photo)
    ]


def _may_see(viewer: User, photo: Photo) -> bool:
    """Decide: the owner sees everything that is not deleted, others what is approved and for everyone."""
    if photo.owner_id == viewer.pk:
        return photo.status in {APPROVED, PROCESSING, FAILED}
    return photo.status == APPROVED and photo.visibility == Visibility.EVERYONE
