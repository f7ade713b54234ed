"""Profile pictures as JSON. They are people's, and live here because pictures are decoded here."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from ninja import File, Router, Status
from ninja.files import UploadedFile

from accounts.models import User
from accounts.portraits import PORTRAIT_SIZES, portrait_url
from accounts.requests import member
from accounts.schemas import MeOut
from core.api import ErrorBody
from core.errors import Invalid, NotFound
from photos.services import remove_profile_picture, set_profile_picture
from social.queries import person_seen

router = Router(tags=["Accounts"])
REFUSED: dict[int, Any] = dict.fromkeys((400, 401, 409, 413, 429), ErrorBody)


@router.post("/users/profile-picture", response={200: MeOut, **REFUSED}, summary="Set my profile picture")
def upload(request: HttpRequest, photo: Annotated[UploadedFile | None, File()] = None) -> User:
    """Show the square in the middle of a picture as mine."""
    actor = member(request)
    set_profile_picture(actor=actor, picture=photo)
    return actor


@router.delete(
    "/users/profile-picture", response={204: None, 401: ErrorBody, 409: ErrorBody}, summary="Remove my profile picture"
)
def delete(request: HttpRequest) -> Status[None]:
    """Show no picture of me; repeating it changes nothing."""
    remove_profile_picture(actor=member(request))
    return Status(204, None)


@router.get(
    "/users/{int:user_id}/profile-picture/{size}",
    response={302: None, 400: ErrorBody, 401: ErrorBody, 404: ErrorBody},
    summary="Get somebody's profile picture",
)
def image(request: HttpRequest, user_id: int, size: str) -> HttpResponse:
    """Send on to the signed URL of somebody's picture: `thumb` (96 px) or `full` (512 px)."""
    if size not in PORTRAIT_SIZES:
        raise Invalid(fields={"size": [f"Use one of {', '.join(PORTRAIT_SIZES)}."]})
    url = portrait_url(person_seen(member(request), user_id).avatar_key, size)
    if not url:
        raise NotFound
    return HttpResponseRedirect(url)
