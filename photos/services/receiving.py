"""How a file that came by a ticket becomes a photo: for the client's own call, the events of S3, and the sweep alike.

`receive` may be called at any time, twice, at once, and again after a crash. What the picture is, is decided once, by
its checksum, in one conditional write; bytes that come later change nothing.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage

from core.deadline import deadline
from core.dynamo import ConditionFailed, Transaction
from core.errors import Invalid, TooLarge
from core.ids import PhotoId
from photos import models
from photos.images import make_renditions
from photos.models import AWAITING, DELETED, PROCESSING, Photo
from photos.queries import stored_photo
from photos.services.files import remove_files, remove_traces
from photos.services.publishing import publish, refuse
from photos.services.uploading import checksum, learnt

# For so long others keep away from a photo that somebody works on. That saves work: two at once are right as well.
AT_WORK_SECONDS = 90
# After so long nobody is at work any more who has decided what a picture is and not stored it.
STALE_SECONDS = 15 * 60
UNSETTLED = frozenset({AWAITING, PROCESSING})


def receive(*, photo_id: PhotoId) -> str:
    """Make a photo of what came for it and answer its status.

    `awaiting` means that nothing has come yet, `processing` that another process is at it. What is no picture in order
    makes the photo `failed`, with the reason for its owner. Raises Unavailable when a store is away.
    """
    at_work = f"receiving:{photo_id}"
    if not cache.add(at_work, 1, AT_WORK_SECONDS):
        status = _status_of(photo_id)
        return PROCESSING if status == AWAITING else status
    try:
        with deadline(settings.UPLOAD_DEADLINE_SECONDS):
            return _received(photo_id)
    finally:
        cache.delete(at_work)


def _received(photo_id: PhotoId) -> str:
    photo = stored_photo(photo_id)
    if photo is None:
        remove_traces(photo_id)
        return DELETED
    status = _of_what_came(photo) if photo.direct and photo.status in UNSETTLED else photo.status
    if status == DELETED:
        # Meanwhile, perhaps: whatever was written since goes as well.
        remove_files(photo)
    if status not in UNSETTLED:
        default_storage.delete(photo.incoming)
    return status


def _of_what_came(photo: Photo) -> str:
    with tempfile.NamedTemporaryFile(prefix="lumina-") as copy:
        try:
            tag = default_storage.fetch(photo.incoming, copy, most=settings.MAX_UPLOAD_BYTES)  # type: ignore[attr-defined]
        except FileNotFoundError:
            return _without_bytes(photo.id)
        except TooLarge:
            return refuse(photo, f"The picture is larger than {settings.MAX_UPLOAD_MB} MB.")
        copy.flush()
        path = Path(copy.name)
        if photo.status == PROCESSING and checksum(path) != photo.sha256:
            # Others came after it had been decided. Who decided is at it, or has died before the original was stored.
            status = _without_bytes(photo.id)
            if status != PROCESSING or not _is_stale(photo):
                return status
        return _made_public(photo, path, tag)


def _without_bytes(photo_id: PhotoId) -> str:
    """Go on from the original if it is there already; else answer how things stand now."""
    photo = stored_photo(photo_id)
    if photo is None:
        return DELETED
    if photo.status == PROCESSING and default_storage.exists(photo.original):
        return publish(photo_id=photo_id)
    return photo.status


def _made_public(photo: Photo, path: Path, tag: str) -> str:
    try:
        made = make_renditions(path)
    except Invalid as error:
        return refuse(photo, error.message)
    if not _decided(photo, learnt(made, path)):
        return _status_of(photo.id)
    default_storage.keep(  # type: ignore[attr-defined]
        path, photo.original, source=photo.incoming, tag=tag, content_type=made.content_type
    )
    return publish(photo_id=photo.id, made=made)


def _decided(photo: Photo, found: dict[str, Any]) -> bool:
    """Write down what the picture is, and say whether that holds: of two who differ the first one does."""
    if photo.status == PROCESSING and photo.sha256 == found["sha256"]:
        return True
    now = {**found, "status": PROCESSING, "updated_at": int(time.time() * 1000)}
    change = Transaction()
    change.update(
        photo,
        [getattr(Photo, name).set(value) for name, value in now.items()],
        condition=(Photo.status == photo.status) & (Photo.updated_at == photo.updated_at),
    )
    change.put(models.entry(models.with_status(PROCESSING), photo))
    if photo.status == AWAITING:
        change.delete(models.entry(models.with_status(AWAITING), photo))
    try:
        change.commit()
    except ConditionFailed:
        return False
    for name, value in now.items():
        setattr(photo, name, value)
    return True


def _is_stale(photo: Photo) -> bool:
    return time.time() - int(photo.updated_at) / 1000 > STALE_SECONDS


def _status_of(photo_id: PhotoId) -> str:
    photo = stored_photo(photo_id)
    return photo.status if photo else DELETED
