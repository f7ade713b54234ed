"""What a site does for itself every few minutes while `manage.py up` runs; elsewhere a timer runs the same commands."""

import io
import logging
import time

from django.core.management import call_command

log = logging.getLogger(__name__)
EVERY_SECONDS = 300.0
# Also once right after the start: the dashboard of a new site would know nothing, that of an old one nothing new.
AT_FIRST: tuple[tuple[str, dict[str, bool]], ...] = (("refresh_figures", {}),)
# A second run on the same day sends no second summary.
COMMANDS: tuple[tuple[str, dict[str, bool]], ...] = (
    ("rebuild_trending", {}),
    ("check_integrity", {"repair": True}),
    ("end_suspensions", {}),
    ("send_digests", {}),
    # After the days in which it can be undone a closed account is erased without anybody asking for it again.
    ("erase_closed_accounts", {"interactive": False}),
    *AT_FIRST,
)


class Housekeeping:
    """Knows when it is time again; a failing command is logged and tried again the next time."""

    def __init__(self) -> None:
        """Begin with little, because the start has put things in order itself; all of it is due a full turn later."""
        self._due = AT_FIRST
        self._next = time.monotonic()

    def when_due(self) -> None:
        """Run what keeps the site in order (see COMMANDS), if it is time."""
        if time.monotonic() < self._next:
            return
        for command, options in self._due:
            try:
                call_command(command, stdout=io.StringIO(), **options)
            except Exception:
                # The stores have many ways to be away; the site itself goes on.
                log.exception("housekeeping: %s", command)
        self._due = COMMANDS
        self._next = time.monotonic() + EVERY_SECONDS
