"""Publishing: files first, then the screening, then one transaction that makes the photo appear. Safe to repeat."""

import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.errors import Invalid
from core.ids import PhotoId
from photos import models
from photos.images import Made, make_renditions
from photos.models import DELETED, FAILED, PROCESSING, Photo
from photos.queries import stored_photo
from photos.screening import Verdict
from photos.services.files import remove_files
from photos.services.screening import judged
from photos.services.standing import copy_of, settle
from photos.services.telling import tell


def publish(*, photo_id: PhotoId, made: Made | None = None) -> str:
    """Make the renditions (unless they come along), store them, screen the photo, and answer its status.

    Called by the upload and, after a crash, by `finish`. Approved, the photo is seen everywhere at once; held or
    rejected, its owner alone sees it. A photo that is settled already is left as it is; one that was deleted meanwhile
    loses the files that this call wrote.
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
    found = judged(photo, made.files)
    return _settled(photo, found.photo, found.verdict, screening="" if found.verdict else "begins")


def refuse(photo: Photo, reason: str) -> str:
    """Tell the owner alone why there is no picture, unless another process was faster; answer the state that holds."""
    new = copy_of(photo)
    new.status, new.failure = FAILED, reason
    return _settled(photo, new)


def _made_from_original(photo: Photo) -> Made:
    with tempfile.NamedTemporaryFile(prefix="lumina-") as copy:
        default_storage.fetch(photo.original, copy)  # type: ignore[attr-defined]
        copy.flush()
        return make_renditions(Path(copy.name))


def _settled(old: Photo, new: Photo, verdict: Verdict | None = None, *, screening: str = "") -> str:
    """Write state and entries in one transaction, unless another process was faster; answer the state that holds."""
    if not settle(old, new, screening=screening):
        now = stored_photo(old.id)
        if now is None or now.status == DELETED:
            remove_files(old)
            return DELETED
        return now.status
    tell(new, verdict)
    return new.status
