"""Photos as JSON, over the same queries and services as the pages."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from accounts.models import User
from core.api import ErrorBody, Text
from core.errors import Invalid, NotFound
from core.ids import PhotoId
from photos import queries
from photos.models import SIZES
from photos.queries import SeenPhoto
from photos.schemas import PhotoOut, WordsIn, photo_out
from photos.services import delete_photo, upload_photo
from photos.showing import signed_original, signed_url
from photos.words import checked

router = Router(tags=["Photos"])
GONE: dict[int, Any] = {401: ErrorBody, 404: ErrorBody}
Limit = Annotated[int, Query(ge=1, le=queries.MOST_ON_A_PAGE)]


def member(request: HttpRequest) -> User:
    """Answer the signed-in person; the router lets nobody else in."""
    assert request.user.is_authenticated  # noqa: S101 -- for the types
    return request.user


@router.post("/photos", response={201: PhotoOut, 400: ErrorBody, 401: ErrorBody, 413: ErrorBody}, summary="Upload")
def upload(
    request: HttpRequest, words: Form[WordsIn], photo: Annotated[UploadedFile | None, File()] = None
) -> Status[PhotoOut]:
    """Take a picture with its words; only the picture is needed."""
    actor = member(request)
    if len(request.POST.getlist("visibility")) > 1:
        raise Invalid(fields={"visibility": ["Say it once."]})
    given = words.model_dump()
    given["visibility"] = given["visibility"] or actor.default_visibility
    stored = upload_photo(actor=actor, picture=photo, words=checked(**given))
    return Status(201, photo_out(queries.photo_visible_to(actor, stored.photo_id)))


@router.get("/photos", response={200: list[PhotoOut], 400: ErrorBody, **GONE}, summary="List")
def gallery(
    request: HttpRequest,
    response: HttpResponse,
    scope: Text = "home",
    user: Text = "",
    before: Text = "",
    limit: Limit = queries.PAGE_SIZE,
) -> list[PhotoOut]:
    """List photos, newest first; the next page is in the Link header."""
    page = queries.gallery_in_scope(member(request), scope=scope, user=user, before=before, limit=limit)
    if page.before:
        query = request.GET.copy()
        query["before"] = page.before
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{query.urlencode()}>; rel="next"'
    return [photo_out(seen) for seen in page.photos]


@router.get("/photos/{photo_id}", response={200: PhotoOut, **GONE}, summary="One photo")
def one(request: HttpRequest, photo_id: str) -> PhotoOut:
    """Answer one photo that the caller may see."""
    return photo_out(queries.photo_visible_to(member(request), photo_id))


@router.delete("/photos/{photo_id}", response={204: None, 403: ErrorBody, **GONE}, summary="Delete")
def delete(request: HttpRequest, photo_id: str) -> Status[None]:
    """Delete one's own photo for good."""
    delete_photo(actor=member(request), photo_id=photo_id)
    return Status(204, None)


@router.get("/photos/{photo_id}/image/{size}", response={302: None, 400: ErrorBody, **GONE}, summary="Image")
def image(request: HttpRequest, photo_id: str, size: str) -> HttpResponse:
    """Send on to the signed URL of one size; `original` is for the owner alone."""
    seen = queries.photo_visible_to(member(request), photo_id)
    return HttpResponseRedirect(_image_url(seen, size))


def _image_url(seen: SeenPhoto, size: str) -> str:
    if size == "original" and seen.is_mine:
        return signed_original(seen.photo)
    if size == "original":
        raise NotFound
    if size not in SIZES:
        raise Invalid(fields={"size": [f"Use one of {', '.join(SIZES)}, original."]})
    return signed_url(PhotoId(seen.photo.photo_id), size)
