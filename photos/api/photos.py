"""Photos as JSON, over the same queries and services as the pages."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from ninja import File, Form, Query, Router, Status
from ninja.decorators import decorate_view
from ninja.files import UploadedFile

from accounts.models import User
from accounts.requests import member
from core.api import ErrorBody, link_to_next
from core.conditional import revalidated
from core.errors import Invalid, NotFound
from core.ids import PhotoId
from core.text import one_line
from photos import queries
from photos.models import SIZES
from photos.queries import SeenPhoto, Wanted
from photos.schemas import GalleryIn, PhotoOut, WordsChange, WordsIn, photo_out
from photos.services import count_view, delete_photo, edit_photo, refresh_ranking, upload_photo, words_of
from photos.showing import signed_original, signed_url
from photos.words import checked
from social.queries import person_named

router = Router(tags=["Photos"])
GONE: dict[int, Any] = {401: ErrorBody, 404: ErrorBody}


@router.post(
    "/photos", response={201: PhotoOut, **dict.fromkeys((400, 401, 413, 429), ErrorBody)}, summary="Upload a photo"
)
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


@router.get("/photos", response={200: list[PhotoOut], 304: None, 400: ErrorBody, **GONE}, summary="List photos")
@decorate_view(revalidated)
def gallery(request: HttpRequest, response: HttpResponse, asked: Query[GalleryIn]) -> list[PhotoOut]:
    """List photos, newest first (trending: by rank); scope and filters must all hold; the Link header goes on."""
    wanted = _wanted(member(request), asked)
    if wanted.scope == "trending":
        refresh_ranking()
    page = queries.gallery(wanted, before=asked.before, limit=asked.limit)
    link_to_next(request, response, page.before)
    return [photo_out(seen) for seen in page.photos]


@router.get("/photos/{photo_id}", response={200: PhotoOut, 304: None, **GONE}, summary="Get a photo")
@decorate_view(revalidated)
def one(request: HttpRequest, photo_id: str) -> PhotoOut:
    """Answer one photo that the caller may see."""
    viewer = member(request)
    seen = queries.photo_visible_to(viewer, photo_id)
    count_view(viewer=viewer, seen=seen)
    return photo_out(seen)


@router.patch(
    "/photos/{photo_id}",
    response={200: PhotoOut, 400: ErrorBody, 403: ErrorBody, 409: ErrorBody, **GONE},
    summary="Change a photo's words",
)
def edit(request: HttpRequest, photo_id: str, change: WordsChange) -> PhotoOut:
    """Change some words of one's own photo; an empty value clears."""
    actor = member(request)
    old = queries.photo_owned_by(actor, photo_id)
    words = checked(**{**vars(words_of(old)), **change.model_dump(exclude_unset=True)})
    edit_photo(actor=actor, photo_id=photo_id, words=words, seen=int(old.updated_at))
    return photo_out(queries.photo_visible_to(actor, photo_id))


@router.delete(
    "/photos/{photo_id}", response={204: None, 403: ErrorBody, 409: ErrorBody, **GONE}, summary="Delete a photo"
)
def delete(request: HttpRequest, photo_id: str) -> Status[None]:
    """Delete one's own photo for good; one whose picture is still awaited is cancelled."""
    delete_photo(actor=member(request), photo_id=photo_id)
    return Status(204, None)


@router.get(
    "/photos/{photo_id}/image/{size}", response={302: None, 400: ErrorBody, **GONE}, summary="Get a photo's picture"
)
def image(request: HttpRequest, photo_id: str, size: str) -> HttpResponse:
    """Send on to the signed URL of one size; `original` is for the owner alone."""
    seen = queries.photo_visible_to(member(request), photo_id)
    return HttpResponseRedirect(_image_url(seen, size))


def _wanted(viewer: User, asked: GalleryIn) -> Wanted:
    """Without a scope it is home, or with a person's name their profile."""
    return Wanted(
        viewer,
        asked.scope if asked.scope is not None else ("profile" if asked.user else "home"),
        owner=person_named(viewer, asked.user) if asked.user else None,
        topic=one_line(asked.topic),
        tag=one_line(asked.tag).lower(),
        title=one_line(asked.title),
        words=asked.q,
    )


def _image_url(seen: SeenPhoto, size: str) -> str:
    if size == "original" and seen.is_mine:
        return signed_original(seen.photo)
    if size == "original":
        raise NotFound
    if size not in SIZES:
        raise Invalid(fields={"size": [f"Use one of {', '.join(SIZES)}, original."]})
    return signed_url(PhotoId(seen.photo.photo_id), size)
