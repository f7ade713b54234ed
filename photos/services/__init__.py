"""What is done with photos: upload, publish, edit, delete, like, save, comment, and finishing what a crash left."""

from photos.services.commenting import COMMENT_LONGEST, add_comment, delete_comment, remove_comment_for_good
from photos.services.deleting import delete_photo
from photos.services.editing import edit_photo, words_of
from photos.services.erasing import erase_person
from photos.services.events import NoEvent, NotDone, handle_event
from photos.services.finishing import (
    Unfinished,
    finish,
    finish_friendship,
    orphaned_incoming,
    unfinished_friendships,
    unfinished_photos,
)
from photos.services.liking import Liking, like_photo, save_photo, unlike_photo, unsave_photo
from photos.services.moderating import remove_photo_for_good, set_comment_removed, set_sensitive, settle_photo
from photos.services.points import count_view, rebuild_ranking, refresh_ranking
from photos.services.portraits import orphaned_portraits, remove_profile_picture, set_profile_picture
from photos.services.publishing import publish
from photos.services.receiving import receive
from photos.services.sharing import exchange_feeds, part_feeds, rebuild_feed, share_with_friends
from photos.services.tickets import Announced, give_ticket, take_in
from photos.services.uploading import upload_photo

__all__ = [
    "COMMENT_LONGEST",
    "Announced",
    "Liking",
    "NoEvent",
    "NotDone",
    "Unfinished",
    "add_comment",
    "count_view",
    "delete_comment",
    "delete_photo",
    "edit_photo",
    "erase_person",
    "exchange_feeds",
    "finish",
    "finish_friendship",
    "give_ticket",
    "handle_event",
    "like_photo",
    "orphaned_incoming",
    "orphaned_portraits",
    "part_feeds",
    "publish",
    "rebuild_feed",
    "rebuild_ranking",
    "receive",
    "refresh_ranking",
    "remove_comment_for_good",
    "remove_photo_for_good",
    "remove_profile_picture",
    "save_photo",
    "set_comment_removed",
    "set_profile_picture",
    "set_sensitive",
    "settle_photo",
    "share_with_friends",
    "take_in",
    "unfinished_friendships",
    "unfinished_photos",
    "unlike_photo",
    "unsave_photo",
    "upload_photo",
    "words_of",
]
