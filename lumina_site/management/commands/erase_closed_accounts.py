"""`manage.py erase_closed_accounts`: erase for good whose account was closed long enough ago. Safe to repeat."""

import logging
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.erasing import CLOSED_FOR, release_names
from accounts.models import User
from lumina_site.erasing import due, erase

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Exit status 1 when somebody could not be erased; the next run goes on there."""

    help = "Erase everything of people whose account was closed 30 days ago; --dry-run only says of whom."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --dry-run, --older-than-days and --no-input."""
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only say who would be erased")
        parser.add_argument(
            "--older-than-days",
            type=int,
            default=CLOSED_FOR.days,
            metavar="DAYS",
            help=f"erase whose account was closed so many days ago ({CLOSED_FOR.days})",
        )
        parser.add_argument("--no-input", action="store_false", dest="interactive", help="do not ask first")

    def handle(self, *, dry_run: bool, older_than_days: int, interactive: bool, **_: Any) -> None:  # noqa: ANN401
        """Go through those who are due; somebody who cannot be erased now leaves the others theirs."""
        if not 0 <= older_than_days <= timedelta.max.days:
            raise CommandError("--older-than-days is a number of days, 0 or more.")
        if not dry_run:
            release_names()
        people = due(older_than=timedelta(days=older_than_days))
        if not people:
            self.stdout.write("Nobody is to be erased.")
        elif dry_run or (interactive and not self._is_agreed(people)):
            self._list(people, "would be erased" if dry_run else "left alone")
            return
        failed = sum(not self._erase(person) for person in people)
        if failed:
            raise CommandError(f"{failed} could not be erased; the next run goes on there.")

    def _is_agreed(self, people: list[User]) -> bool:
        self._list(people, "is to be erased for good")
        try:
            return input("This cannot be undone. Type 'yes' to go on: ") == "yes"
        except EOFError as error:
            raise CommandError("There is nobody to ask; --no-input goes on without asking.") from error

    def _list(self, people: list[User], what: str) -> None:
        for person in people:
            begun = ", begun before" if person.erasing_since else ""
            closed = f"closed {person.closed_at:%Y-%m-%d}" if person.closed_at else "not closed"
            self.stdout.write(f"{person.username} ({closed}{begun}): {what}")

    def _erase(self, person: User) -> bool:
        try:
            done = erase(person=person)
        except Exception:
            # The stores have many ways to be away.
            log.exception("erasing: person %s is not finished", person.pk)
            self.stderr.write(f"{person.username}: not finished")
            return False
        self.stdout.write(f"{person.username}: {_told(done)}")
        return True


def _told(done: Mapping[str, int] | None) -> str:
    if done is None:
        return "opened again, left alone"
    counts = ", ".join(f"{number} {what}" for what, number in done.items() if number)
    return f"erased ({counts})"
