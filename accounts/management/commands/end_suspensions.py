"""`manage.py end_suspensions`: let people in again whose suspension is over; running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.services import end_suspensions


class Command(BaseCommand):
    """End every suspension whose time is over."""

    help = "Let people in again whose suspension is over (safe to repeat; run it every few minutes)."

    def handle(self, **_: Any) -> None:  # noqa: ANN401 -- what Django passes
        """End them and say whose."""
        names = end_suspensions(now=timezone.now())
        for name in names:
            self.stdout.write(name)
        self.stdout.write(f"{len(names)} suspensions ended.")
