"""Tickets for pictures that go straight into the storage, and taking them in where that is this site's own disk.

A ticket is an intent: the photo with its words is stored as `awaiting` and seen by nobody until its picture has come.
What happens then is in photos/services/receiving.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from core.deadline import deadline
from core.errors import Forbidden, Invalid, TooLarge
from core.ids import PhotoId
from core.limits import consume
from core.switches import refuse_if_stopped
from core.tickets import INCOMING, Allowed, Ticket
from photos.models import AWAITING, EXTENSIONS, PROCESSING
from photos.queries import stored_photo
from photos.services.uploading import new_photo, store_intent
from photos.words import Words

TICKET_SECONDS = 300
# What browsers call a type of ours, too.
ALIASES = {"image/heif": "image/heic"}


@dataclass(frozen=True)
class Announced:
    """What a client says of the file that it is about to send; `size` in bytes, None when it does not say."""

    filename: str
    content_type: str
    size: int | None = None


@dataclass(frozen=True)
class Given:
    """A ticket for the picture of one photo, of at most so many bytes."""

    photo_id: PhotoId
    ticket: Ticket
    most: int


def give_ticket(*, actor: User, announced: Announced, words: Words) -> Given:
    """Store the intent of a photo and let its picture in for five minutes, of this type and the size that is said.

    Raises Invalid for types that are no pictures, TooLarge above the limit, and TooMany after many uploads.
    """
    refuse_if_stopped("uploads")
    content_type = announced.content_type.strip().lower()
    _check(content_type, announced.size)
    consume("uploads", actor.pk)
    photo = new_photo(
        actor,
        words,
        status=AWAITING,
        filename=announced.filename,
        direct=True,
        content_type=ALIASES.get(content_type, content_type),
        width=0,
        height=0,
        file_size=announced.size or 0,
        sha256="",
    )
    most = announced.size or settings.MAX_UPLOAD_BYTES
    allowed = Allowed(photo.incoming, content_type, announced.size or 1, most)
    ticket = default_storage.ticket(allowed, seconds=TICKET_SECONDS)  # type: ignore[attr-defined]
    store_intent(photo)
    return Given(photo.id, ticket, most)


def take_in(*, allowed: Allowed, fields: Mapping[str, str], file: "UploadedFile[bytes] | None") -> None:
    """Store what somebody sends with a ticket of the local disk, over what was sent with it before.

    Raises Forbidden for other fields than the ticket's own, Invalid and TooLarge for another size, Unavailable while
    uploads are stopped.
    """
    refuse_if_stopped("uploads")
    if fields.get("key") != allowed.name or fields.get("Content-Type") != allowed.content_type:
        raise Forbidden("The form does not say what it was made for: send its fields as they are, then the file.")
    if file is None:
        raise Invalid("The form has no file: send it under the name file, behind the fields.")
    _check_size(file.size or 0, allowed)
    with deadline(settings.UPLOAD_DEADLINE_SECONDS):
        default_storage.save(allowed.name, file)
        photo = stored_photo(PhotoId(allowed.name.removeprefix(INCOMING)))
        if photo is None or photo.status not in {AWAITING, PROCESSING}:
            # The photo is up or gone, and nothing would ever look at this.
            default_storage.delete(allowed.name)


def _check(content_type: str, size: int | None) -> None:
    if content_type not in {*EXTENSIONS, *ALIASES}:
        raise Invalid(fields={"contentType": [f"Use one of {', '.join(sorted({*EXTENSIONS, *ALIASES}))}."]})
    if size is not None and size > settings.MAX_UPLOAD_BYTES:
        message = f"The picture is larger than {settings.MAX_UPLOAD_MB} MB."
        raise TooLarge(message, fields={"fileSize": [message]})


def _check_size(size: int, allowed: Allowed) -> None:
    if size < allowed.least:
        raise Invalid(f"The file has {size} bytes, and at least {allowed.least} were announced.")
    if size > allowed.most:
        raise TooLarge(f"The file has {size} bytes, and at most {allowed.most} were announced.")
