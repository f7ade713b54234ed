"""What is done with photos: upload, publish, edit, delete, like, save, comment, and finishing what a crash left."""

from photos.services.commenting import COMMENT_LONGEST, add_comment, delete_comment
from photos.services.deleting import delete_photo
from photos.services.editing import edit_photo, words_of
from photos.services.finishing import Unfinished, finish, unfinished_photos
from photos.services.liking import Liking, like_photo, save_photo, unlike_photo, unsave_photo
from photos.services.points import count_view, rebuild_ranking, refresh_ranking
from photos.services.publishing import publish
from photos.services.uploading import upload_photo

__all__ = [
    "COMMENT_LONGEST",
    "Liking",
    "Unfinished",
    "add_comment",
    "count_view",
    "delete_comment",
    "delete_photo",
    "edit_photo",
    "finish",
    "like_photo",
    "publish",
    "rebuild_ranking",
    "refresh_ranking",
    "save_photo",
    "unfinished_photos",
    "unlike_photo",
    "unsave_photo",
    "upload_photo",
    "words_of",
]
