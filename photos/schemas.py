"""The shapes of photos and comments in JSON."""

from datetime import UTC, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from accounts.schemas import UserOut
from core.api import Body, Text
from core.ids import made_at, milliseconds
from photos.models import Comment
from photos.queries import MOST_ON_A_PAGE, PAGE_SIZE, SeenPhoto
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


class WordsChange(Body):
    """What is to change; what is left out stays, and an empty value clears."""

    title: Text = ""
    caption: Text = ""
    description: Text = ""
    topic: Text = ""
    tags: Text | list[Text] = ""
    alt: Text = ""
    visibility: Text = ""


# Longer than what can be found, and short enough to be part of a key.
Short = Annotated[Text, Field(max_length=200)]


class GalleryIn(Schema):
    """A scope and filters that must all hold."""

    scope: Text | None = None
    user: Text = ""
    topic: Short = ""
    tag: Short = ""
    title: Short = ""
    q: Short = ""
    before: Text = ""
    limit: Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE)] = PAGE_SIZE


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
    liked: bool
    saved: bool
    comments: int
    views: int
    width: int
    height: int
    animated: bool
    content_type: str
    file_size: int
    filename: str | None
    reasons: list[str]
    labels: list[str]
    detected_text: str
    sensitive: str | None
    placeholder: str
    timestamp: int
    created_at: datetime
    updated_at: datetime
    thumbnail: str
    fullRes: str  # noqa: N815 -- the name that clients read
    images: Images


def photo_out(seen: SeenPhoto) -> PhotoOut:
    """Show a photo to its viewer; the name that the file had, and what was found in it, are the owner's alone."""
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
        liked=seen.liked,
        saved=seen.saved,
        comments=int(photo.comments),
        views=int(photo.views),
        width=int(photo.width),
        height=int(photo.height),
        animated=photo.animated,
        content_type=photo.content_type,
        file_size=int(photo.file_size),
        filename=photo.filename if seen.is_mine else None,
        reasons=[*photo.reasons, *([photo.failure] if photo.failure else [])] if seen.is_mine else [],
        labels=list(photo.labels) if seen.is_mine else [],
        detected_text=photo.detected_text if seen.is_mine else "",
        sensitive=photo.sensitive or None,
        placeholder=photo.placeholder,
        timestamp=milliseconds(photo.photo_id),
        created_at=made_at(photo.photo_id),
        updated_at=datetime.fromtimestamp(int(photo.updated_at) / 1000, tz=UTC),
        thumbnail=images["thumb"],
        fullRes=images["full"],
        images=Images(**images),
    )


class LikingOut(Schema):
    """How many like a photo, and whether the caller does."""

    likes: int
    liked: bool


class LikerOut(UserOut):
    """Somebody who likes a photo."""


class TopicOut(Schema):
    """A topic in use."""

    topic: str
    photos: int


class CommentIn(Body):
    """A comment to be written."""

    text: Text


class CommentOut(Schema):
    """A comment."""

    comment_id: str
    photo_id: str
    user_id: int
    username: str
    text: str
    timestamp: int
    created_at: datetime


def comment_out(comment: Comment) -> CommentOut:
    """Show a comment."""
    return CommentOut(
        comment_id=comment.comment_id,
        photo_id=comment.photo_id,
        user_id=int(comment.user_id),
        username=comment.username,
        text=comment.text,
        timestamp=milliseconds(comment.comment_id),
        created_at=made_at(comment.comment_id),
    )
