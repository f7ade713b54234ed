"""`manage.py rebuild_trending`: rank the photos of the last days; `manage.py up` does it every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from photos.services import rebuild_ranking


class Command(BaseCommand):
    """Safe to run at any time, also twice at once."""

    help = "Rank the trending photos anew (run it every few minutes where `manage.py up` does not)."

    def handle(self, **_: Any) -> None:  # noqa: ANN401 -- what Django passes
        """Rebuild and say how many photos there are."""
        self.stdout.write(f"{rebuild_ranking()} photos are trending.")
