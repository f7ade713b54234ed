"""Publishing: files first, then one transaction that makes the photo appear everywhere at once. Safe to repeat."""

import tempfile
import time
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.dynamo import ConditionFailed, Transaction
from core.errors import Invalid
from core.ids import PhotoId
from core.realtime import group_of_user
from core.realtime import publish as publish_to
from photos import models
from photos.images import Made, make_renditions
from photos.models import APPROVED, DELETED, FAILED, PROCESSING, Photo
from photos.queries import stored_photo
from photos.services.files import remove_files
from photos.services.sharing import mark_to_be_shared
from photos.services.topics import count_topic
from photos.signals import photo_published, photo_shared


def publish(*, photo_id: PhotoId, made: Made | None = None) -> str:
    """Make the renditions (unless they come along), store them, let the photo be seen, and answer its status.

    Called by the upload and, after a crash, by `finish`. A photo that is published already is left as it is; one that
    was deleted meanwhile loses the files that this call wrote.
    """
    photo = stored_photo(photo_id)
    if photo is None or photo.status != PROCESSING:
        return photo.status if photo else DELETED
    try:
        made = made or _made_from_original(photo)
    except Invalid as error:
        return refuse(photo, error.message)
    for size, content in made.files.items():
        default_storage.save(models.rendition_name(photo_id, size), ContentFile(content))
    return _settle(photo, APPROVED, models.listings_of(photo))


def refuse(photo: Photo, reason: str) -> str:
    """Tell the owner alone why there is no picture, unless another process was faster; answer the state that holds."""
    return _settle(photo, FAILED, models.listings_of_owner(photo), failure=reason)


def _made_from_original(photo: Photo) -> Made:
    with tempfile.NamedTemporaryFile(prefix="lumina-") as copy:
        default_storage.fetch(photo.original, copy)  # type: ignore[attr-defined]
        copy.flush()
        return make_renditions(Path(copy.name))


def _settle(photo: Photo, status: str, listings: list[str], *, failure: str = "") -> str:
    """Write state and entries in one transaction, unless another process was faster; answer the state that holds."""
    change, before = Transaction(), photo.status
    change.update(
        photo,
        [Photo.status.set(status), Photo.failure.set(failure), Photo.updated_at.set(int(time.time() * 1000))],
        condition=Photo.status == before,
    )
    for entry in models.entries(listings, photo):
        change.put(entry)
    photo.status, shared = status, False
    if status == APPROVED:
        count_topic(change, photo, +1)
        shared = mark_to_be_shared(change, photo)
    change.delete(models.entry(models.with_status(before), photo))
    try:
        change.commit()
    except ConditionFailed:
        now = stored_photo(photo.id)
        if now is None or now.status == DELETED:
            remove_files(photo)
            return DELETED
        return now.status
    if status == APPROVED:
        photo_published.send_robust(sender=Photo, photo=photo)
    if shared:
        photo_shared.send_robust(sender=Photo, photo=photo)
    publish_to(group_of_user(photo.owner_id), {"type": "photo_ready", "id": photo.photo_id, "status": status})
    return status
