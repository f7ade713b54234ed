"""The ground floor: what knows neither people nor photos."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """DynamoDB, media, errors, the gate, the bus, the switches."""

    name = "core"
    verbose_name = "The site"

    def ready(self) -> None:
        """Register the system checks, and have the switches made with the tables."""
        from core import checks, switches  # noqa: F401, PLC0415 -- importing registers them

        post_migrate.connect(make_switches, sender=self)


def make_switches(using: str, **_: Any) -> None:  # noqa: ANN401 -- whatever a signal carries
    """Make the row of each switch that has none, off."""
    from core.models import KillSwitch, Stoppable  # noqa: PLC0415 -- the models are ready only now

    # Migrations may go back to before there were any.
    if KillSwitch._meta.db_table in connections[using].introspection.table_names():  # noqa: SLF001 -- Django documents it
        for name in Stoppable.values:
            KillSwitch.objects.using(using).get_or_create(name=name)
