"""The shapes of the image service (/api/v1/images): a photo as its older clients know one."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from core.api import Body, ErrorBody, Text
from core.ids import made_at
from photos.models import Photo
from photos.showing import signed_original

Filter = Literal["user", "tags", "title"]


class ImageIn(Schema):
    """What is said about a new image; tags are separated by commas, no visibility means the person's own default."""

    title: Text = ""
    description: Text = ""
    tags: Text = ""
    visibility: Text = ""


class ImageChange(Body):
    """What is to change; what is left out stays, and an empty value clears."""

    title: Text = ""
    description: Text = ""
    tags: Text | list[Text] = ""


class ImagesAsked(Schema):
    """Which of one's own images: all (user), those with any of some tags, or those with exactly this title."""

    filter_by: Filter = "user"
    user_id: Text = ""
    tags: Annotated[Text | None, Field(max_length=1000)] = None
    title: Annotated[Text | None, Field(max_length=1000)] = None
    limit: Annotated[int, Field(ge=1, le=100)] = 10


class ImageError(ErrorBody):
    """What every error of the image service answers: the message under both names."""

    error: str


class ImageDone(Schema):
    """That it is done."""

    message: str


class ImageStored(Schema):
    """An image that has just been stored; `url` is the signed address of its bytes, at `s3_key` in the storage."""

    message: str
    image_id: str
    user_id: int
    s3_key: str
    title: str
    description: str
    tags: list[str]
    url: str


class ImageOut(Schema):
    """One's own image; `url` is the signed address of its bytes."""

    image_id: str
    user_id: int
    s3_key: str
    title: str
    description: str
    tags: list[str]
    url: str
    created_at: datetime
    updated_at: datetime


class ImagesOut(Schema):
    """Images that the filter found, the newest first."""

    count: int
    filter: Filter
    images: list[ImageOut]


def image_out(photo: Photo) -> ImageOut:
    """Show one's own photo as an image."""
    return ImageOut(
        image_id=photo.photo_id,
        user_id=int(photo.user_id),
        s3_key=photo.original,
        title=photo.title,
        description=photo.description,
        tags=list(photo.tags),
        url=signed_original(photo),
        created_at=made_at(photo.photo_id),
        updated_at=datetime.fromtimestamp(int(photo.updated_at) / 1000, tz=UTC),
    )
