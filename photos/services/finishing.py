"""Finishing what a crash has left half done: uploads are published or removed, deletions completed."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.files.storage import default_storage

from core.ids import UserId, milliseconds
from photos.models import APPROVED, DELETED, FAILED, PROCESSING, SHARING, Photo
from photos.queries import unfinished
from photos.services.deleting import hide, remove
from photos.services.publishing import publish
from photos.services.sharing import exchange_feeds, share_with_friends
from social.models import FriendRequest
from social.queries import friendships_without_feeds

# An upload that is younger may still be running in another process.
UPLOAD_MINUTES = 15
AT_A_TIME = 100
OUTCOMES = {APPROVED: "published", FAILED: "failed", DELETED: "deleted"}


@dataclass(frozen=True)
class Unfinished:
    """A photo whose upload, deletion or way into feeds stopped."""

    photo: Photo
    what: str


def unfinished_photos(*, older_than_minutes: int = UPLOAD_MINUTES) -> list[Unfinished]:
    """Find up to 100 of each kind, oldest first."""
    latest = (time.time() - older_than_minutes * 60) * 1000
    uploads = [photo for photo in unfinished(PROCESSING, limit=AT_A_TIME) if milliseconds(photo.photo_id) <= latest]
    shared = [photo for photo in unfinished(SHARING, limit=AT_A_TIME) if photo.updated_at <= latest]
    return [
        *(Unfinished(photo, "upload") for photo in uploads),
        *(Unfinished(photo, "deletion") for photo in unfinished(DELETED, limit=AT_A_TIME)),
        *(Unfinished(photo, "sharing") for photo in shared),
    ]


def unfinished_friendships(*, older_than_minutes: int = UPLOAD_MINUTES) -> list[FriendRequest]:
    """Find up to 100 friendships whose photos are not in each other's feeds yet, oldest first."""
    latest = datetime.now(UTC) - timedelta(minutes=older_than_minutes)
    return friendships_without_feeds(answered_before=latest, limit=AT_A_TIME)


def finish_friendship(*, friendship: FriendRequest) -> None:
    """Fill the feeds of two new friends."""
    one, other = UserId(friendship.requester_id), UserId(friendship.receiver_id)
    exchange_feeds(one=one, other=other, friendship_id=friendship.pk)


def finish(*, stopped: Unfinished) -> str:
    """Bring one to its end and say in a word how: published, failed, removed, deleted, or shared."""
    photo = stopped.photo
    if stopped.what == "deletion":
        remove(photo_id=photo.id)
        return "deleted"
    if stopped.what == "sharing":
        share_with_friends(photo_id=photo.id)
        return "shared"
    if default_storage.exists(photo.original):
        return OUTCOMES[publish(photo_id=photo.id)]
    # The picture itself never arrived, and nobody was told that it had. Marked first: should it arrive now, the upload
    # finds the mark and removes what it wrote.
    hide(photo=photo, only=PROCESSING)
    remove(photo_id=photo.id)
    return "removed"


def partial_files(*, older_than_minutes: int) -> list[str]:
    """List the halves of files that a killed process has left in the media storage."""
    return list(default_storage.partial_files(older_than_minutes=older_than_minutes))  # type: ignore[attr-defined]


def remove_partial_file(*, name: str) -> None:
    """Remove one of them."""
    default_storage.delete(name)
