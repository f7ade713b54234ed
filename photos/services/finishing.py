"""Finishing what a crash has left half done: uploads are published or removed, deletions completed."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.files.storage import default_storage

from core.ids import PhotoId, UserId, is_id, milliseconds
from core.media import PARTIAL
from core.tickets import INCOMING
from photos.models import APPROVED, AWAITING, DELETED, FAILED, HELD, PROCESSING, REJECTED, SHARING, UNSCREENED, Photo
from photos.queries import stored_photos, unfinished
from photos.services.deleting import hide, remove
from photos.services.publishing import publish
from photos.services.receiving import UNSETTLED, receive
from photos.services.screening import screen_again
from photos.services.sharing import exchange_feeds, share_with_friends
from social.models import FriendRequest
from social.queries import friendships_without_feeds

# An upload that is younger may still be running in another process.
UPLOAD_MINUTES = 15
# A ticket runs out after minutes; whoever has not sent anything after a day will not.
TICKET_MINUTES = 24 * 60
AT_A_TIME = 100
OUTCOMES = {APPROVED: "published", HELD: "held", REJECTED: "rejected", FAILED: "failed", DELETED: "deleted"}


@dataclass(frozen=True)
class Unfinished:
    """A photo whose upload, screening, deletion or way into feeds stopped."""

    photo: Photo
    what: str


def unfinished_photos(*, older_than_minutes: int = UPLOAD_MINUTES) -> list[Unfinished]:
    """Find up to 100 of each kind, oldest first."""
    latest = (time.time() - older_than_minutes * 60) * 1000
    uploads = [photo for photo in unfinished(PROCESSING, limit=AT_A_TIME) if milliseconds(photo.photo_id) <= latest]
    shared = [photo for photo in unfinished(SHARING, limit=AT_A_TIME) if photo.updated_at <= latest]
    # A screening that failed is over: no process works on it any more, however young it is.
    unscreened = unfinished(UNSCREENED, limit=AT_A_TIME)
    return [
        *(Unfinished(photo, "upload") for photo in [*uploads, *_uncompleted(latest)]),
        *(Unfinished(photo, "ticket") for photo in _unused(min(TICKET_MINUTES, older_than_minutes * 96))),
        *(Unfinished(photo, "deletion") for photo in unfinished(DELETED, limit=AT_A_TIME)),
        *(Unfinished(photo, "sharing") for photo in shared),
        *(Unfinished(photo, "screening") for photo in unscreened if photo.status != DELETED),
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
    """Bring one to its end and say in a word how: published, held, rejected, failed, removed, deleted, or shared."""
    if stopped.what in {"upload", "ticket"}:
        return _finish_upload(stopped.photo)
    photo = stopped.photo
    if stopped.what == "deletion":
        remove(photo_id=photo.id)
        return "deleted"
    if stopped.what == "screening":
        return OUTCOMES[screen_again(photo_id=photo.id)]
    share_with_friends(photo_id=photo.id)
    return "shared"


def _finish_upload(photo: Photo) -> str:
    if photo.direct and default_storage.exists(photo.incoming):
        return OUTCOMES.get(receive(photo_id=photo.id), "left to who is at it")
    if photo.status == PROCESSING and default_storage.exists(photo.original):
        return OUTCOMES[publish(photo_id=photo.id)]
    # The picture itself never arrived, and nobody was told that it had. Marked first: should it arrive now, the upload
    # finds the mark and removes what it wrote.
    hide(photo=photo, only=photo.status)
    remove(photo_id=photo.id)
    return "removed"


def _uncompleted(latest: float) -> list[Photo]:
    """Find photos whose picture has come by a ticket before `latest`, and nobody has said so."""
    ids = sorted(PhotoId(name) for name in _incoming() if is_id(name) and milliseconds(name) <= latest)
    return [photo for photo in stored_photos(ids) if photo.status == AWAITING][:AT_A_TIME]


def _unused(older_than_minutes: int) -> list[Photo]:
    """Find photos whose picture has not come by now."""
    latest = (time.time() - older_than_minutes * 60) * 1000
    awaited = (photo for photo in unfinished(AWAITING, limit=AT_A_TIME) if milliseconds(photo.photo_id) <= latest)
    return [photo for photo in awaited if not default_storage.exists(photo.incoming)]


def orphaned_incoming(*, older_than_minutes: int = TICKET_MINUTES) -> list[str]:
    """List what has come by tickets and belongs to no photo that waits for it, and did not come just now."""
    names = _incoming()
    wanted = {photo.id for photo in stored_photos([PhotoId(n) for n in names if is_id(n)]) if photo.status in UNSETTLED}
    orphans = [f"{INCOMING}{name}" for name in sorted(set(names) - wanted)]
    latest = datetime.now(UTC) - timedelta(minutes=older_than_minutes)
    # What was removed since the list was read is gone by now.
    there = (name for name in orphans if default_storage.exists(name))
    return [name for name in there if default_storage.get_modified_time(name) <= latest]


def _incoming() -> list[str]:
    try:
        names = default_storage.listdir(INCOMING)[1]
    except FileNotFoundError:
        return []
    return [name for name in names if name and not name.startswith(PARTIAL)]


def partial_files(*, older_than_minutes: int) -> list[str]:
    """List the halves of files that a killed process has left in the media storage."""
    return list(default_storage.partial_files(older_than_minutes=older_than_minutes))  # type: ignore[attr-defined]


def remove_partial_file(*, name: str) -> None:
    """Remove one of them."""
    default_storage.delete(name)
