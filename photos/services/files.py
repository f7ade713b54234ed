"""The files of a photo, removed together."""

from django.core.files.storage import default_storage

from photos.models import Photo


def remove_files(photo: Photo) -> None:
    """Remove every file of the photo; those that are gone already are no fault."""
    for name in photo.files:
        default_storage.delete(name)
