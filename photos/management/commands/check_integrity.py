"""`manage.py check_integrity`: report what a crash has left half done, and with `--repair` bring it to its end."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from photos.services import (
    finish,
    finish_friendship,
    orphaned_incoming,
    orphaned_portraits,
    unfinished_friendships,
    unfinished_photos,
)
from photos.services.finishing import TICKET_MINUTES, UPLOAD_MINUTES, partial_files, remove_partial_file
from photos.services.portraits import ORPHAN_MINUTES

PARTIAL_MINUTES = 60


class Command(BaseCommand):
    """Exit status 1 when something was found and not repaired."""

    help = "Report photos and friendships whose way into the stores stopped half way; --repair finishes them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --repair and the age that an upload must have."""
        parser.add_argument("--repair", action="store_true", help="finish what is found instead of only reporting it")
        parser.add_argument(
            "--older-than", type=int, default=UPLOAD_MINUTES, metavar="MINUTES", help="ignore younger uploads"
        )

    def handle(self, *, repair: bool, older_than: int, **_: Any) -> None:  # noqa: ANN401
        """Go through what is found."""
        found = unfinished_photos(older_than_minutes=older_than)
        for stopped in found:
            outcome = finish(stopped=stopped) if repair else f"{stopped.what} not finished"
            self.stdout.write(f"photo {stopped.photo.photo_id}: {outcome}")
        friendships = unfinished_friendships(older_than_minutes=older_than)
        for friendship in friendships:
            if repair:
                finish_friendship(friendship=friendship)
            self.stdout.write(f"friendship {friendship.pk}: {'feeds filled' if repair else 'feeds not filled'}")
        # A file takes minutes at most, so that an hour is enough whatever age is asked for, and 0 means now.
        parts = partial_files(older_than_minutes=min(PARTIAL_MINUTES, older_than * 4))
        orphans = orphaned_portraits(older_than_minutes=min(ORPHAN_MINUTES, older_than * 96))
        incoming = orphaned_incoming(older_than_minutes=min(TICKET_MINUTES, older_than * 96))
        files = dict.fromkeys(parts, "half written") | dict.fromkeys(orphans, "nobody's profile picture")
        files |= dict.fromkeys(incoming, "nobody's upload")
        for name, fault in files.items():
            if repair:
                remove_partial_file(name=name)
            self.stdout.write(f"file {name}: {'removed' if repair else fault}")
        if not (found or friendships or files):
            self.stdout.write("Nothing is half done.")
        elif not repair:
            sys.exit(1)
