"""What a site does for itself every few minutes while `manage.py up` runs; elsewhere a timer runs the same commands."""

import io
import logging
import time

from django.core.management import call_command

log = logging.getLogger(__name__)
EVERY_SECONDS = 300.0
# A second run on the same day sends no second summary.
COMMANDS: tuple[tuple[str, dict[str, bool]], ...] = (
    ("rebuild_trending", {}),
    ("check_integrity", {"repair": True}),
    ("send_digests", {}),
    # After the days in which it can be undone a closed account is erased without anybody asking for it again.
    ("erase_closed_accounts", {"interactive": False}),
)


class Housekeeping:
    """Knows when it is time again; a failing command is logged and tried again the next time."""

    def __init__(self) -> None:
        """Begin a full turn after the start, which has put things in order itself."""
        self._next = time.monotonic() + EVERY_SECONDS

    def when_due(self) -> None:
        """Rank what is trending, finish what has stopped half way, mail the day's summaries, if it is time."""
        if time.monotonic() < self._next:
            return
        for command, options in COMMANDS:
            try:
                call_command(command, stdout=io.StringIO(), **options)
            except Exception:
                # The stores have many ways to be away; the site itself goes on.
                log.exception("housekeeping: %s", command)
        self._next = time.monotonic() + EVERY_SECONDS
