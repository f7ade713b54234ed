"""The site as an application, so that its commands are found."""

from django.apps import AppConfig


class LuminaSiteConfig(AppConfig):
    """The top of the tower: commands that use every other application."""

    name = "lumina_site"
