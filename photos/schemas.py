"""The shape of a photo in JSON."""

from datetime import datetime

from ninja import Schema

from core.api import Text
from core.ids import made_at, milliseconds
from photos.queries import SeenPhoto
from photos.showing import signed_urls


class WordsIn(Schema):
    """What is said about a new photo; tags are separated by commas, no visibility means the person's own default."""

    title: Text = ""
    caption: Text = ""
    description: Text = ""
    topic: Text = ""
    tags: Text = ""
    alt: Text = ""
    visibility: Text = ""


class Images(Schema):
    """Signed URLs by size (thumb 200, small 320, medium 640, large 1280, full 2000 pixels at most)."""

    thumb: str
    small: str
    medium: str
    large: str
    full: str


class PhotoOut(Schema):
    """A photo, as its viewer may see it."""

    id: str
    user_id: int
    username: str
    title: str
    caption: str
    description: str
    topic: str
    tags: list[str]
    alt: str
    visibility: str
    status: str
    likes: int
    comments: int
    views: int
    width: int
    height: int
    content_type: str
    file_size: int
    filename: str | None
    placeholder: str
    timestamp: int
    created_at: datetime
    updated_at: datetime
    thumbnail: str
    fullRes: str  # noqa: N815 -- the name that clients read
    images: Images


def photo_out(seen: SeenPhoto) -> PhotoOut:
    """Show a photo to its viewer; the name that the file had is the owner's alone."""
    photo = seen.photo
    images = signed_urls(photo.id)
    return PhotoOut(
        id=photo.photo_id,
        user_id=int(photo.user_id),
        username=photo.username,
        title=photo.title,
        caption=photo.caption,
        description=photo.description,
        topic=photo.topic,
        tags=list(photo.tags),
        alt=photo.alt,
        visibility=photo.visibility,
        status=photo.status,
        likes=int(photo.likes),
        comments=int(photo.comments),
        views=int(photo.views),
        width=int(photo.width),
        height=int(photo.height),
        content_type=photo.content_type,
        file_size=int(photo.file_size),
        filename=photo.filename if seen.is_mine else None,
        placeholder=photo.placeholder,
        timestamp=milliseconds(photo.photo_id),
        created_at=made_at(photo.photo_id),
        updated_at=datetime.fromtimestamp(int(photo.updated_at) / 1000, tz=made_at(photo.photo_id).tzinfo),
        thumbnail=images["thumb"],
        fullRes=images["full"],
        images=Images(**images),
    )
