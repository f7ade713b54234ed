"""`manage.py check_integrity`: report what a crash has left half done, and with `--repair` bring it to its end."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from moderation.services.integrity import faults as faults_of_moderation
from photos.services.finishing import UPLOAD_MINUTES
from photos.services.integrity import faults as faults_of_photos

CHECKS = (faults_of_photos, faults_of_moderation)


class Command(BaseCommand):
    """Exit status 1 when something was found and not repaired."""

    help = "Report what stopped half way into the stores; --repair finishes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --repair and the age that an upload must have."""
        parser.add_argument("--repair", action="store_true", help="finish what is found instead of only reporting it")
        parser.add_argument(
            "--older-than", type=int, default=UPLOAD_MINUTES, metavar="MINUTES", help="ignore younger uploads"
        )

    def handle(self, *, repair: bool, older_than: int, **_: Any) -> None:  # noqa: ANN401
        """Go through what each application finds."""
        found = 0
        for check in CHECKS:
            for fault in check(older_than_minutes=older_than):
                found += 1
                self.stdout.write(f"{fault.thing}: {fault.repair() if repair else fault.what}")
        if not found:
            self.stdout.write("Nothing is half done.")
        elif not repair:
            sys.exit(1)
