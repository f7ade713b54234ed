"""Between whom: for now looking people up; friends and blocks join here."""

from django.apps import AppConfig


class SocialConfig(AppConfig):
    """Relations between people."""

    name = "social"
