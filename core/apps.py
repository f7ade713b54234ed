"""The ground floor: what knows neither people nor photos."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """DynamoDB, media, errors, the gate, the bus."""

    name = "core"

    def ready(self) -> None:
        """Register the system checks."""
        from core import checks  # noqa: F401, PLC0415 -- importing registers them
