"""Pictures that go straight into the storage: a ticket, the client's word that it is done, and how it stands."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from accounts.requests import member
from core.api import ErrorBody
from core.errors import Conflict
from photos import queries
from photos.models import AWAITING, PROCESSING
from photos.schemas import PhotoOut, photo_out
from photos.schemas_uploads import TicketIn, TicketOut, UploadOut
from photos.services import Announced, give_ticket, receive
from photos.words import checked

router = Router(tags=["Direct upload"])
REFUSED: dict[int, Any] = dict.fromkeys((400, 401, 413, 429, 503), ErrorBody)
NOT_MINE: dict[int, Any] = dict.fromkeys((401, 404), ErrorBody)


@router.post("/uploads", response={201: TicketOut, **REFUSED}, summary="Ask for a ticket")
def ask(request: HttpRequest, wanted: TicketIn) -> Status[TicketOut]:
    """Answer where the picture of a new photo may be sent within five minutes.

    Send a form (multipart/form-data) to `uploadUrl`: all `fields` as they are, then the picture as `file`; the storage
    answers 204. Then call `complete`. With `fileSize` the picture must have exactly so many bytes.
    """
    actor = member(request)
    words = wanted.words()
    words["visibility"] = words["visibility"] or actor.default_visibility
    announced = Announced(wanted.filename, wanted.contentType, wanted.fileSize)
    given = give_ticket(actor=actor, announced=announced, words=checked(**words))
    address = request.build_absolute_uri(given.ticket.url)
    ticket = TicketOut(photoId=given.photo_id, uploadUrl=address, fields=dict(given.ticket.fields), maxSize=given.most)
    return Status(201, ticket)


@router.post(
    "/uploads/{photo_id}/complete",
    response={200: PhotoOut, 202: UploadOut, 409: ErrorBody, 503: ErrorBody, **NOT_MINE},
    # The optional `error` of an upload, which nobody has given here; a photo has all its fields.
    exclude_unset=True,
    summary="Say that the picture is there",
)
def complete(request: HttpRequest, photo_id: str) -> Status[PhotoOut | UploadOut]:
    """Make a photo of what was sent; 202 while somebody is at it already, 409 when nothing has come yet.

    What is no picture in order answers the photo with status `failed` and the reason in `reasons`. Repeating changes
    nothing.
    """
    actor = member(request)
    status = receive(photo_id=queries.upload_of(actor, photo_id).id)
    if status == AWAITING:
        raise Conflict("Nothing has been uploaded yet.")
    if status == PROCESSING:
        return Status(202, UploadOut(photoId=photo_id, status=status))
    return Status(200, photo_out(queries.photo_visible_to(actor, photo_id)))


@router.get(
    "/uploads/{photo_id}", response={200: UploadOut, **NOT_MINE}, exclude_none=True, summary="How an upload stands"
)
def one(request: HttpRequest, photo_id: str) -> UploadOut:
    """Answer the status of one's own photo, from `awaiting` on; `error` says why it has failed."""
    photo = queries.upload_of(member(request), photo_id)
    return UploadOut(photoId=photo.photo_id, status=photo.status, error=photo.failure or None)
