"""Deleting: hidden at once in one transaction, then the files, then the last trace. Safe to repeat from any line."""

from accounts.models import User
from core.dynamo import ConditionFailed, Transaction
from core.ids import PhotoId
from photos import models
from photos.models import DELETED, Photo
from photos.queries import photo_owned_by, stored_photo
from photos.services.files import remove_files


def delete_photo(*, actor: User, photo_id: str) -> None:
    """Delete one's own photo for good. Raises NotFound or Forbidden as `photo_owned_by` does."""
    photo = photo_owned_by(actor, photo_id)
    hide(photo=photo)
    remove(photo_id=photo.id)


def remove(*, photo_id: PhotoId) -> None:
    """Remove the files and then the items of a photo that is hidden already."""
    photo = stored_photo(photo_id)
    if photo is None or photo.status != DELETED:
        return
    remove_files(photo)
    last = Transaction()
    last.delete(photo)
    last.delete(models.entry(models.with_status(DELETED), photo))
    last.commit()


def hide(*, photo: Photo, only: str = "") -> None:
    """Take the photo out of every listing and leave the mark that it is to be removed; `only` while in that status."""
    condition = Photo.status == only if only else Photo.pk.exists()
    change = Transaction()
    change.update(photo, [Photo.status.set(DELETED)], condition=condition)
    change.put(models.entry(models.with_status(DELETED), photo))
    for entry in models.entries([*models.public_listings(photo), models.with_status(models.PROCESSING)], photo):
        change.delete(entry)
    try:
        change.commit()
    except ConditionFailed:
        # Somebody else deleted or published it in the same moment; what is left to do, they do.
        return
