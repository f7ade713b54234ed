"""Reads of photos. `photo_visible_to` and the galleries are the only doors: nothing else decides who sees a photo."""

from photos.queries.catalogue import PHOTOS, StaffComments
from photos.queries.comments import (
    Comments,
    comment_to_delete,
    comment_visible_to,
    comments_under,
    own_comment_or_moderated,
    stored_comment,
)
from photos.queries.counts import forget_photo_count, photo_count
from photos.queries.everything import comments_written_by, listed, people_at, photos_made_by
from photos.queries.galleries import Gallery, gallery, home_feed, photos_by, photos_of_everyone
from photos.queries.neighbours import Neighbours, neighbours
from photos.queries.own import original_of, own_photo, own_photos
from photos.queries.people import likers
from photos.queries.seeing import (
    SeenPhoto,
    checked_id,
    photo_owned_by,
    photo_visible_to,
    seen,
    stored_photo,
    stored_photos,
    unfinished,
    upload_of,
)
from photos.queries.staff import (
    comment_for_staff,
    comments_for_staff,
    count_photos_of,
    count_photos_since,
    count_with_status,
    photo_for_staff,
    photos_for_staff,
)
from photos.queries.topics import TopicInUse, recent_topics, topics_in_use
from photos.queries.wanted import MOST_ON_A_PAGE, PAGE_SIZE, Wanted

__all__ = [
    "MOST_ON_A_PAGE",
    "PAGE_SIZE",
    "PHOTOS",
    "Comments",
    "Gallery",
    "Neighbours",
    "SeenPhoto",
    "StaffComments",
    "TopicInUse",
    "Wanted",
    "checked_id",
    "comment_for_staff",
    "comment_to_delete",
    "comment_visible_to",
    "comments_for_staff",
    "comments_under",
    "comments_written_by",
    "count_photos_of",
    "count_photos_since",
    "count_with_status",
    "forget_photo_count",
    "gallery",
    "home_feed",
    "likers",
    "listed",
    "neighbours",
    "original_of",
    "own_comment_or_moderated",
    "own_photo",
    "own_photos",
    "people_at",
    "photo_count",
    "photo_for_staff",
    "photo_owned_by",
    "photo_visible_to",
    "photos_by",
    "photos_for_staff",
    "photos_made_by",
    "photos_of_everyone",
    "recent_topics",
    "seen",
    "stored_comment",
    "stored_photo",
    "stored_photos",
    "topics_in_use",
    "unfinished",
    "upload_of",
]
