"""The items themselves: photos, likes and what else belongs to them, and the entries of listings."""

from django.conf import settings
from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    ListAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
)

from core.dynamo import Table
from core.ids import PhotoId, UserId
from core.tickets import INCOMING
from photos.models.scores import ScoresAttribute

SIZES = ("thumb", "small", "medium", "large", "full")

# The picture is still to come, straight into the storage; nobody sees the photo.
AWAITING = "awaiting"
PROCESSING = "processing"
APPROVED = "approved"
FAILED = "failed"
# A moderator has to look at it, or has taken it away: its owner and moderators alone see it.
HELD = "held"
REJECTED = "rejected"
DELETED = "deleted"
# No statuses of a photo but marks beside it: friends do not have it in their feeds yet, it could not be screened yet.
SHARING = "sharing"
UNSCREENED = "unscreened"

# Between these moderators choose.
STANDINGS = frozenset({APPROVED, HELD, REJECTED})

EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/heic": "heic",
}


def incoming_name(photo_id: PhotoId) -> str:
    """Name the file that a ticket lets in."""
    return f"{INCOMING}{photo_id}"


def original_name(photo_id: PhotoId, content_type: str) -> str:
    """Name the file with the owner's own bytes."""
    return f"originals/{photo_id}.{EXTENSIONS[content_type]}"


def rendition_name(photo_id: PhotoId, size: str) -> str:
    """Name the file of a rendition."""
    return f"photos/{photo_id}_{size}.jpg"


class PhotosTable(Table):
    """The photos table: photos, likes, and the entries of listings."""

    class Meta:
        """Where the table is."""

        table_name = settings.DYNAMODB_TABLES["photos"]

    kind = DiscriminatorAttribute()
    # Of Points alone; it stands here because the table learns from its own class which attribute ends an item.
    expires_at = TTLAttribute(null=True)


class Photo(PhotosTable, discriminator="photo"):
    """A photo: words, state, counters and what its files are. Key: PHOTO#{id} / META."""

    photo_id = UnicodeAttribute()
    user_id = NumberAttribute()
    username = UnicodeAttribute()
    status = UnicodeAttribute()
    failure = UnicodeAttribute(default="")
    # Why it is held or rejected, in sentences for its owner.
    reasons: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, default=list)  # type: ignore[arg-type]
    labels: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, default=list)  # type: ignore[arg-type]
    detected_text = UnicodeAttribute(default="")
    scores = ScoresAttribute(default=list)
    # What the screening said: approved, held or rejected; empty while nobody was asked, or could be.
    screened = UnicodeAttribute(default="")
    # Why it is covered until somebody wishes to see it; empty when it is not.
    sensitive = UnicodeAttribute(default="")
    # When others could see it for the first time, in milliseconds; 0 as long as they never could.
    published_at = NumberAttribute(default=0)
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
    animated = BooleanAttribute(default=False)
    placeholder = UnicodeAttribute(default="")
    content_type = UnicodeAttribute()
    file_size = NumberAttribute()
    filename = UnicodeAttribute()
    sha256 = UnicodeAttribute()
    updated_at = NumberAttribute()
    # Whether its picture comes by a ticket (photos/services/receiving.py).
    direct = BooleanAttribute(default=False)
    # Listings that an edit has not removed it from yet; such an entry shows nothing.
    leaving: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, default=list)  # type: ignore[arg-type]

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
        return original_name(self.id, self.content_type)

    @property
    def incoming(self) -> str:
        """Name the file that comes by a ticket, and goes once it is the original."""
        return incoming_name(self.id)

    @property
    def files(self) -> list[str]:
        """Name all files of the photo."""
        renditions = (rendition_name(self.id, size) for size in SIZES)
        return [*renditions, self.original, *([self.incoming] if self.direct else [])]


class Like(PhotosTable, discriminator="like"):
    """That somebody likes a photo, once. Key: PHOTO#{id} / LIKE#{user id}."""

    photo_id = UnicodeAttribute()
    user_id = NumberAttribute()


class Saved(PhotosTable, discriminator="saved"):
    """That somebody keeps a photo for later. Key: PHOTO#{id} / SAVE#{user id}."""

    photo_id = UnicodeAttribute()
    user_id = NumberAttribute()


class Entry(PhotosTable, discriminator="entry"):
    """A photo in a listing. Key: {LISTING}#{key} / PHOTO#{id}. A hint: the photo decides who sees it."""

    photo_id = UnicodeAttribute()
    user_id = NumberAttribute()
    visibility = UnicodeAttribute()


class Topic(PhotosTable, discriminator="topic"):
    """A topic in use and how many photos that everyone may see have it. Key: TOPICS / {topic in lower case}."""

    name = UnicodeAttribute(default="")
    photos = NumberAttribute(default=0)


class Points(PhotosTable, discriminator="points"):
    """The likes and views of a photo on one day. Key: POINTS#{day} / PHOTO#{id}; gone by itself after a while."""

    photo_id = UnicodeAttribute(default="")
    points = NumberAttribute(default=0)


class Ranking(PhotosTable, discriminator="ranking"):
    """The trending photos in their order, rebuilt every few minutes. Key: RANKING / TRENDING."""

    photo_ids: ListAttribute[str] = ListAttribute(of=UnicodeAttribute, default=list)  # type: ignore[arg-type]
    built_at = NumberAttribute(default=0)
