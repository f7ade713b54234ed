"""Taking a picture in: nothing is stored before it has been decoded, and an intent is stored before the first file."""

import hashlib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from accounts.models import User
from core.deadline import deadline
from core.dynamo import Transaction
from core.errors import Invalid, TooLarge, Unavailable
from core.ids import new_id
from core.limits import consume
from core.switches import refuse_if_stopped
from photos import models
from photos.images import Made, make_renditions
from photos.models import DELETED, PROCESSING, Photo
from photos.services.files import remove_files
from photos.services.publishing import publish
from photos.words import Words, clean_filename


def upload_photo(*, actor: User, picture: "UploadedFile[bytes] | None", words: Words) -> Photo:
    """Check, store and publish a picture of the actor's.

    Raises Invalid for what is no picture and TooLarge above the limit; both store nothing. A crash later leaves the
    intent, from which `finish` publishes or removes the photo.
    """
    refuse_if_stopped("uploads")
    picture = sent_picture(picture)
    consume("uploads", actor.pk)
    with deadline(settings.UPLOAD_DEADLINE_SECONDS), on_disk(picture) as path:
        made = make_renditions(path)
        photo = new_photo(actor, words, status=PROCESSING, filename=picture.name or "", **learnt(made, path))
        store_intent(photo)
        with path.open("rb") as original:
            default_storage.save(photo.original, File(original))
        photo.status = publish(photo_id=photo.id, made=made)
    if photo.status == DELETED:
        # It took so long that the sweep gave it up, before the original was there.
        remove_files(photo)
        raise Unavailable("The upload took too long. Please try again.")
    return photo


def sent_picture(picture: "UploadedFile[bytes] | None") -> "UploadedFile[bytes]":
    """Answer the file that was sent, or raise Invalid when there is none and TooLarge above the limit."""
    if picture is None or not picture.size:
        raise Invalid(fields={"photo": ["Choose a picture; this file is empty."]})
    if picture.size > settings.MAX_UPLOAD_BYTES:
        message = f"The picture is larger than {settings.MAX_UPLOAD_MB} MB."
        raise TooLarge(message, fields={"photo": [message]})
    return picture


@contextmanager
def on_disk(picture: "UploadedFile[bytes]") -> Iterator[Path]:
    """Give the decoder a path: Django keeps only large uploads in a file."""
    if isinstance(picture, TemporaryUploadedFile):
        yield Path(picture.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile(prefix="lumina-") as file:
        for chunk in picture.chunks():
            file.write(chunk)
        file.flush()
        yield Path(file.name)


def learnt(made: Made, path: Path) -> dict[str, Any]:
    """List what is known of a picture once it has been decoded."""
    return {
        "width": made.width,
        "height": made.height,
        "animated": made.animated,
        "placeholder": made.placeholder,
        "content_type": made.content_type,
        "file_size": path.stat().st_size,
        "sha256": checksum(path),
    }


def checksum(path: Path) -> str:
    """Answer what tells these bytes from all others."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def new_photo(actor: User, words: Words, *, status: str, filename: str, **known: Any) -> Photo:  # noqa: ANN401 -- attributes
    """Make the item of a photo of the actor's, with these words and what is known of its picture; nothing is stored."""
    photo_id = new_id()
    return Photo(
        *models.photo_key(photo_id),
        photo_id=photo_id,
        user_id=actor.pk,
        username=actor.username,
        status=status,
        visibility=words.visibility,
        title=words.title,
        caption=words.caption,
        description=words.description,
        topic=words.topic,
        tags=list(words.tags),
        alt=words.alt,
        filename=clean_filename(filename),
        updated_at=int(time.time() * 1000),
        **known,
    )


def store_intent(photo: Photo) -> None:
    """Store a photo that is not finished, with the mark that says so."""
    intent = Transaction()
    intent.put(photo, condition=Photo.pk.does_not_exist())
    intent.put(models.entry(models.with_status(photo.status), photo))
    intent.commit()
