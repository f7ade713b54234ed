"""`manage.py create_alert_topics`: make the SNS topics for alerts; running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from activity.alerts.sns import SnsFailed, create_topics


class Command(BaseCommand):
    """Make the topics that ALERTS_TOPIC_PREFIX names."""

    help = "Make the SNS topics for ALERTS_BACKEND=sns (safe to repeat)."

    def handle(self, **_: Any) -> None:  # noqa: ANN401 -- what Django passes
        """Make them and print their names, to which operators subscribe."""
        try:
            names = create_topics()
        except SnsFailed as error:
            raise CommandError(f"The topics could not be made: {error}") from error
        self.stdout.write("\n".join(names))
