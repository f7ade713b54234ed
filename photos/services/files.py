"""The files of a photo, removed together."""

from django.core.files.storage import default_storage

from core.ids import PhotoId
from photos.models import EXTENSIONS, SIZES, Photo, incoming_name, original_name, rendition_name


def remove_files(photo: Photo) -> None:
    """Remove every file of the photo; those that are gone already are no fault."""
    for name in photo.files:
        default_storage.delete(name)


def remove_traces(photo_id: PhotoId) -> None:
    """Remove every file that a photo of this id can have had, when nothing is left that says which."""
    originals = (original_name(photo_id, content_type) for content_type in EXTENSIONS)
    for name in (incoming_name(photo_id), *originals, *(rendition_name(photo_id, size) for size in SIZES)):
        default_storage.delete(name)
