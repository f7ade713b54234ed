"""Between whom: friend requests, friends and blocks, and looking people up."""

from django.apps import AppConfig


class SocialConfig(AppConfig):
    """Relations between people, in the ORM."""

    name = "social"
    verbose_name = "Friends"
