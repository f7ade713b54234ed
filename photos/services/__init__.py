"""What is done with photos: upload, publish, delete, and finishing what a crash has left half done."""

from photos.services.deleting import delete_photo
from photos.services.finishing import Unfinished, finish, unfinished_photos
from photos.services.publishing import publish
from photos.services.uploading import upload_photo

__all__ = ["Unfinished", "delete_photo", "finish", "publish", "unfinished_photos", "upload_photo"]
