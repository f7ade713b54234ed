"""`manage.py create_invitation`: print a link with which one person may sign up."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import INVITATION_DAYS, INVITATION_NOTE_LONGEST
from accounts.services import link_of, make_invitation

MOST_DAYS = 3650


class Command(BaseCommand):
    """Make an invitation; its code is shown here and nowhere else."""

    help = "Print a link with which one person may sign up (REGISTRATION_MODE=invite)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --note and --days."""
        parser.add_argument("--note", default="", help="whom it is for; only staff see it")
        parser.add_argument("--days", type=int, default=INVITATION_DAYS, help="for how many days it works")

    def handle(self, *, note: str, days: int, **_: Any) -> None:  # noqa: ANN401 -- what Django passes
        """Make it and print the link."""
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days {days} will not do: use 1 to {MOST_DAYS}.")
        if len(note) > INVITATION_NOTE_LONGEST:
            raise CommandError(f"The note has more than {INVITATION_NOTE_LONGEST} characters.")
        invitation, code = make_invitation(actor=None, note=note, days=days)
        self.stdout.write(link_of(code))
        self.stdout.write(f"It works once, until {invitation.expires_at:%Y-%m-%d %H:%M} UTC, and is not shown again.")
        if settings.REGISTRATION_MODE != "invite":
            self.stdout.write(f"REGISTRATION_MODE is {settings.REGISTRATION_MODE}, so nobody needs it just now.")
