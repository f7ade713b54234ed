"""`manage.py create_tables`: make the DynamoDB tables that are missing; running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.dynamo import create_missing_tables
from core.errors import Unavailable


class Command(BaseCommand):
    """Make missing tables, on-demand billing."""

    help = "Make the DynamoDB tables that are missing (safe to repeat)."

    def handle(self, **_: Any) -> None:  # noqa: ANN401 -- what Django passes
        """Make them and say which."""
        try:
            made = create_missing_tables()
        except Unavailable as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Made {', '.join(made)}." if made else "All tables are there.")
