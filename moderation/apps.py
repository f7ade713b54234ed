"""What people report; what is decided about it joins here."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Reports and the cases that gather them."""

    name = "moderation"
