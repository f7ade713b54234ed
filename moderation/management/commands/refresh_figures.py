"""`manage.py refresh_figures`: count the days for the dashboard; `manage.py up` does it every few minutes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from moderation.services import refresh_figures


class Command(BaseCommand):
    """Safe to run at any time, also twice at once."""

    help = (
        "Count the photos of the last days for the dashboard (run it every few minutes where `manage.py up` does not)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --all."""
        parser.add_argument(
            "--all", action="store_true", help="count every day since the first account, also those counted for good"
        )

    def handle(self, **options: Any) -> None:  # noqa: ANN401
        """Count and say how many days it were."""
        days = refresh_figures(now=timezone.now(), everything=options["all"])
        self.stdout.write(f"{days} days are counted.")
