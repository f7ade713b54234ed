"""Photos and their listings as DynamoDB items, and how their keys and file names are built.

A photo is one item that is read in one place; every gallery is a partition of entries that hold its id.
"""

from collections.abc import Iterable

from django.conf import settings
from pynamodb.attributes import DiscriminatorAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from accounts.models import Visibility
from core.dynamo import Table
from core.ids import PhotoId, UserId

META = "META"
SIZES = ("thumb", "small", "medium", "large", "full")

PROCESSING = "processing"
APPROVED = "approved"
FAILED = "failed"
DELETED = "deleted"


class PhotosTable(Table):
    """The photos table: photos, and the entries of listings."""

    class Meta:
        """Where the table is."""

        table_name = settings.DYNAMODB_TABLES["photos"]

    kind = DiscriminatorAttribute()


class Photo(PhotosTable, discriminator="photo"):
    """A photo: words, state, counters and what its files are. Key: PHOTO#{id} / META."""

    photo_id = UnicodeAttribute()
    user_id = NumberAttribute()
    username = UnicodeAttribute()
    status = UnicodeAttribute()
    failure = UnicodeAttribute(default="")
    visibility = UnicodeAttribute()
    title = UnicodeAttribute(default="")
    caption = UnicodeAttribute(default="")
    description = UnicodeAttribute(default="")
    topic = UnicodeAttribute(default="")
    tags: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, default=list)  # type: ignore[arg-type]
    alt = UnicodeAttribute(default="")
    likes = NumberAttribute(default=0)
    comments = NumberAttribute(default=0)
    views = NumberAttribute(default=0)
    width = NumberAttribute()
    height = NumberAttribute()
    placeholder = UnicodeAttribute(default="")
    content_type = UnicodeAttribute()
    file_size = NumberAttribute()
    filename = UnicodeAttribute()
    sha256 = UnicodeAttribute()
    updated_at = NumberAttribute()

    @property
    def id(self) -> PhotoId:
        """Answer the id with its type."""
        return PhotoId(self.photo_id)

    @property
    def owner_id(self) -> UserId:
        """Answer the owner's id with its type."""
        return UserId(int(self.user_id))

    @property
    def original(self) -> str:
        """Name the file with the owner's own bytes."""
        return f"originals/{self.photo_id}.{EXTENSIONS[self.content_type]}"

    @property
    def files(self) -> list[str]:
        """Name all files of the photo."""
        return [*(rendition_name(self.id, size) for size in SIZES), self.original]


class Entry(PhotosTable, discriminator="entry"):
    """A photo in a listing. Key: {LISTING}#{key} / PHOTO#{id}. A hint: the photo decides who sees it."""

    photo_id = UnicodeAttribute()
    user_id = NumberAttribute()
    visibility = UnicodeAttribute()


EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/heic": "heic",
}


def photo_key(photo_id: PhotoId) -> tuple[str, str]:
    """Build the key of the photo itself."""
    return f"PHOTO#{photo_id}", META


def entry_sort_key(photo_id: str) -> str:
    """Build the sort key of a photo's entry in any listing."""
    return f"PHOTO#{photo_id}"


def id_in_sort_key(sort_key: str) -> PhotoId:
    """Read the photo's id back out of an entry's sort key."""
    return PhotoId(sort_key.removeprefix("PHOTO#"))


def rendition_name(photo_id: PhotoId, size: str) -> str:
    """Name the file of a rendition."""
    return f"photos/{photo_id}_{size}.jpg"


def photos_of(user_id: UserId) -> str:
    """Name the listing of all photos of a person."""
    return f"USER#{user_id}"


def explore() -> str:
    """Name the listing of what everyone may see."""
    return "EXPLORE#0"


def with_status(status: str) -> str:
    """Name the listing of photos that something still has to be done with."""
    return f"STATUS#{status}"


def public_listings(photo: Photo) -> list[str]:
    """Name the listings of a published photo."""
    names = [photos_of(photo.owner_id)]
    if photo.visibility == Visibility.EVERYONE:
        names.append(explore())
    return names


def entry(listing: str, photo: Photo) -> Entry:
    """Build the entry of a photo in a listing."""
    return Entry(
        listing,
        entry_sort_key(photo.photo_id),
        photo_id=photo.photo_id,
        user_id=photo.user_id,
        visibility=photo.visibility,
    )


def entries(listings: Iterable[str], photo: Photo) -> list[Entry]:
    """Build the entries of a photo in several listings."""
    return [entry(listing, photo) for listing in listings]
