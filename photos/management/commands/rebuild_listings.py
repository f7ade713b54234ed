"""`manage.py rebuild_listings`: write the entries by which moderators find what was stored before there were such."""

from argparse import ArgumentParser
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand

from photos.models import CommentsTable, PhotosTable
from photos.services.rebuilding import missing_entries, write_entries


class Command(BaseCommand):
    """Reads the whole tables of photos and comments; safe to run at any time, and again. Nothing is removed."""

    help = "Writes entries that photos and comments lack in listings, as those of sites from before do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="only say how many are missing")

    def handle(self, *, dry_run: bool, **_: Any) -> None:  # noqa: ANN401 -- what Django passes
        """Go through everything."""
        items = chain(PhotosTable.scan(), CommentsTable.scan())
        number = 0
        for entries in missing_entries(items):
            number += len(entries)
            if not dry_run:
                write_entries(entries)
        self.stdout.write(f"{number} entries {'are missing' if dry_run else 'written'}.")
