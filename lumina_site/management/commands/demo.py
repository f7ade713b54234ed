"""`manage.py demo`: fill the running site with people and photos to look at, and print the logins."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.errors import LuminaError
from lumina_site.demo.cast import PEOPLE
from lumina_site.demo.filling import NamesTakenError, fill


class Command(BaseCommand):
    """Eight people, sixty photos; running it again adds what is missing and prints the logins once more."""

    help = "Fill the running site with eight people and sixty drawn photos (safe to repeat)."

    def handle(self, **_: Any) -> None:  # noqa: ANN401 -- what Django passes
        """Fill, then print who can log in."""
        try:
            password = fill(self.stdout.write)
        except NamesTakenError as error:
            raise CommandError(str(error)) from error
        except LuminaError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"\nLog in at http://{settings.HOST}:{settings.PORT}/accounts/login/ as one of")
        for person in PEOPLE:
            self.stdout.write(f"  {person.username:20} password  {password}")
