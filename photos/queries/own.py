"""One's own photos, whoever else may see them: the image service's whole world. What is another's is not there."""

from collections.abc import Callable

from django.core.files.base import File
from django.core.files.storage import default_storage

from accounts.models import User
from core.dynamo import query_page
from core.errors import Forbidden, NotFound
from core.ids import PhotoId, UserId
from photos import models
from photos.models import Entry, Photo
from photos.queries.seeing import photo_owned_by, photos_for_owner

# So many are looked through with one Query and one BatchGetItem.
AT_ONCE = 100


def own_photo(owner: User, photo_id: str) -> Photo:
    """Answer one's own photo; somebody else's is NotFound, also one that may be seen."""
    try:
        return photo_owned_by(owner, photo_id)
    except Forbidden as error:
        raise NotFound from error


def own_photos(owner: User, *, limit: int, matching: Callable[[Photo], bool] | None = None) -> list[Photo]:
    """List one's own photos that match, the newest first.

    No listing holds the private ones by their words, so that all are looked through, a page of the store at a time,
    until there are enough: 10,000 photos take 200 calls, and the request's deadline is the end of it.
    """
    listing = models.photos_of(UserId(owner.pk))
    found: list[Photo] = []
    after: str | None = None
    while True:
        page = query_page(
            Entry,
            listing,
            limit=AT_ONCE if matching else limit,
            key_condition=Entry.sk < after if after else None,
            consistent=True,
        )
        photos = photos_for_owner(owner, [PhotoId(entry.photo_id) for entry in page.items])
        found += [photo for photo in photos if matching is None or matching(photo)]
        after = page.after
        if after is None or len(found) >= limit:
            return found[:limit]


def original_of(photo: Photo) -> "File[bytes]":
    """Open the owner's own bytes, for the owner alone; NotFound while they are not there."""
    try:
        return default_storage.open(photo.original)
    except FileNotFoundError as error:
        raise NotFound from error
