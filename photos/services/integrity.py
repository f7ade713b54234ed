"""What of photos, friendships and files is half done; how each is finished is said elsewhere."""

from collections.abc import Iterator
from functools import partial

from core.integrity import Fault
from photos.services.finishing import (
    TICKET_MINUTES,
    finish,
    finish_friendship,
    orphaned_incoming,
    partial_files,
    remove_partial_file,
    unfinished_friendships,
    unfinished_photos,
)
from photos.services.portraits import ORPHAN_MINUTES, orphaned_portraits
from social.models import FriendRequest

PARTIAL_MINUTES = 60


def faults(*, older_than_minutes: int) -> Iterator[Fault]:
    """Find uploads, deletions, feeds and files that stopped half way, and are older than that."""
    for stopped in unfinished_photos(older_than_minutes=older_than_minutes):
        name = f"photo {stopped.photo.photo_id}"
        yield Fault(name, f"{stopped.what} not finished", partial(finish, stopped=stopped))
    for friendship in unfinished_friendships(older_than_minutes=older_than_minutes):
        yield Fault(f"friendship {friendship.pk}", "feeds not filled", partial(_filled, friendship))
    for name, what in _files(older_than_minutes).items():
        yield Fault(f"file {name}", what, partial(_removed, name))


def _files(older_than_minutes: int) -> dict[str, str]:
    """List files by what is wrong with them.

    A file takes minutes at most, so that an hour is enough whatever age is asked for, and 0 means now.
    """
    parts = partial_files(older_than_minutes=min(PARTIAL_MINUTES, older_than_minutes * 4))
    orphans = orphaned_portraits(older_than_minutes=min(ORPHAN_MINUTES, older_than_minutes * 96))
    incoming = orphaned_incoming(older_than_minutes=min(TICKET_MINUTES, older_than_minutes * 96))
    found = dict.fromkeys(parts, "half written") | dict.fromkeys(orphans, "nobody's profile picture")
    return found | dict.fromkeys(incoming, "nobody's upload")


def _filled(friendship: FriendRequest) -> str:
    finish_friendship(friendship=friendship)
    return "feeds filled"


def _removed(name: str) -> str:
    remove_partial_file(name=name)
    return "removed"
