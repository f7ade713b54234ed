"""What happened: notifications, the activity log and alerts for those who run the site."""

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    """Listens to the signals of all applications below."""

    name = "activity"

    def ready(self) -> None:
        """Connect the receivers."""
        import activity.receivers  # noqa: F401, PLC0415 -- they need the models, which are ready only now
