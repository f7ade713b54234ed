"""`manage.py send_digests`: mail the daily summaries. A second run on the same day (in UTC) sends nothing."""

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from activity.services import due_digests, send_digest

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Mail everybody who wants it what they have not read since the last summary."""

    help = "Mail the daily summaries (run it once a day); --dry-run only says to whom."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="send nothing, only say who would get what")

    def handle(self, *, dry_run: bool, **_: Any) -> None:  # noqa: ANN401
        """Go through those who want one; a mail that fails leaves the others theirs."""
        sent = failed = 0
        for switch in due_digests():
            try:
                count = send_digest(switch=switch, dry_run=dry_run)
            except Exception:
                # Mail servers and stores have many ways to be away.
                log.exception("digest: person %s got none", switch.user_id)
                failed += 1
                continue
            if count:
                sent += 1
                self.stdout.write(f"{switch.user.username}: {count} new")
        self.stdout.write(f"{sent} {'would be ' if dry_run else ''}sent, {failed} failed.")
