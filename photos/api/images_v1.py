"""The image service: one's own photos through the older shape of /api/v1/images. A personal store, and no second truth.

What is another's is not there, whoever may see it elsewhere.
"""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from accounts.requests import member
from core.errors import Forbidden, Invalid, TooLarge
from core.text import one_line
from photos import queries, services
from photos.models import EXTENSIONS, Photo
from photos.schemas_v1 import (
    ImageChange,
    ImageDone,
    ImageError,
    ImageIn,
    ImagesAsked,
    ImagesOut,
    ImageStored,
    image_out,
)
from photos.words import checked, labels_in

router = Router(tags=["Image service"])
BAD: dict[int, Any] = {400: ImageError, 401: ImageError}
GONE: dict[int, Any] = {401: ImageError, 404: ImageError}
BYTES = {"description": "The bytes as they were uploaded", "content": {kind: {} for kind in EXTENSIONS}}


@router.post("/images", response={201: ImageStored, 413: ImageError, 429: ImageError, **BAD}, summary="Store an image")
def upload(
    request: HttpRequest, words: Form[ImageIn], file: Annotated[UploadedFile | None, File()] = None
) -> Status[ImageStored]:
    """Take an image with its words; it becomes a photo like every other, with the person's default visibility."""
    actor = member(request)
    if len(request.POST.getlist("visibility")) > 1:
        raise Invalid(fields={"visibility": ["Say it once."]})
    said = checked(**{**words.model_dump(), "visibility": words.visibility or actor.default_visibility})
    try:
        photo = services.upload_photo(actor=actor, picture=file, words=said)
    except (Invalid, TooLarge) as error:
        # Here the picture has another name.
        fields = {"file" if name == "photo" else name: problems for name, problems in error.fields.items()}
        raise type(error)(error.message, fields=fields) from error
    shown = image_out(photo).model_dump(exclude={"created_at", "updated_at"})
    return Status(201, ImageStored(message="Image uploaded successfully", **shown))


@router.get("/images", response={200: ImagesOut, 403: ImageError, **BAD}, summary="List my images")
def images(request: HttpRequest, asked: Query[ImagesAsked]) -> ImagesOut:
    """List one's own images, the newest first: all, those with any of the tags, or those with exactly this title."""
    owner = member(request)
    if asked.user_id not in ("", str(owner.pk)):
        raise Forbidden("This is a personal store: it lists only your own images.")
    found = queries.own_photos(owner, limit=asked.limit, matching=_filter(asked))
    return ImagesOut(count=len(found), filter=asked.filter_by, images=[image_out(photo) for photo in found])


@router.get(
    "/images/{image_id}",
    response={200: None, **GONE},
    summary="Get an image",
    openapi_extra={"responses": {200: BYTES}},
)
def image(request: HttpRequest, image_id: str) -> FileResponse:
    """Answer the bytes of one's own image, exactly as they were uploaded."""
    photo = queries.own_photo(member(request), image_id)
    return FileResponse(queries.original_of(photo), content_type=photo.content_type, filename=photo.filename)


@router.put(
    "/images/{image_id}", response={200: ImageDone, 409: ImageError, **BAD, **GONE}, summary="Change an image's words"
)
def edit(request: HttpRequest, image_id: str, change: ImageChange) -> ImageDone:
    """Change title, description or tags of one's own image; what is left out stays, an empty value clears."""
    actor = member(request)
    old = queries.own_photo(actor, image_id)
    words = checked(**{**vars(services.words_of(old)), **change.model_dump(exclude_unset=True)})
    services.edit_photo(actor=actor, photo_id=image_id, words=words, seen=int(old.updated_at))
    return ImageDone(message="Image metadata updated successfully")


@router.delete("/images/{image_id}", response={200: ImageDone, 409: ImageError, **GONE}, summary="Delete an image")
def delete(request: HttpRequest, image_id: str) -> ImageDone:
    """Delete one's own image for good."""
    actor = member(request)
    services.delete_photo(actor=actor, photo_id=queries.own_photo(actor, image_id).photo_id)
    return ImageDone(message="Image deleted successfully")


def _filter(asked: ImagesAsked) -> Callable[[Photo], bool] | None:
    """Make what an image must be out of what was asked for; None is satisfied by all."""
    if asked.filter_by == "user":
        return None
    if asked.filter_by == "tags":
        labels = set(labels_in(asked.tags or ""))
        if not labels:
            raise Invalid(fields={"tags": ["Name one tag or several, separated by commas."]})
        return lambda photo: not labels.isdisjoint(photo.tags)
    if asked.title is None:
        raise Invalid(fields={"title": ["Say which title; it may be empty."]})
    title = one_line(asked.title)
    return lambda photo: photo.title == title
