"""The site as an application, so that its commands are found."""

from django.apps import AppConfig


class LuminaSiteConfig(AppConfig):
    """The top of the tower: commands that use every other application."""

    name = "lumina_site"

    def ready(self) -> None:
        """Make the Celery application, which all tasks belong to, and connect the receivers."""
        import lumina_site.celery  # noqa: PLC0415 -- it reads the settings, which are ready only now
        import lumina_site.receivers  # noqa: F401, PLC0415 -- they need the models
