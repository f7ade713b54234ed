"""The site as an application, so that its commands are found, and its administration."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class LuminaSiteConfig(AppConfig):
    """The top of the tower: commands that use every other application."""

    name = "lumina_site"

    def ready(self) -> None:
        """Make the Celery application, which all tasks belong to, and connect the receivers."""
        import lumina_site.celery  # noqa: PLC0415 -- it reads the settings, which are ready only now
        import lumina_site.receivers  # noqa: F401, PLC0415 -- they need the models


class LuminaAdminConfig(AdminConfig):
    """Django's administration; `admin.site` is ours."""

    default_site = "lumina_site.admin_site.LuminaAdminSite"
