"""One alert, sent the way that the settings name."""

from enum import StrEnum
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Topic(StrEnum):
    """What operators may want to hear of, each apart."""

    UPLOADS = "uploads"
    TRENDING = "trending"
    MODERATION = "moderation"


class Sending(Protocol):
    """A way to send alerts. It raises whatever goes wrong; who calls decides that it harms nobody."""

    def __call__(self, topic: Topic, *, subject: str, text: str) -> None:
        """Send one."""


WAYS = {
    "none": "activity.alerts.ways.nowhere",
    "email": "activity.alerts.ways.by_email",
    "sns": "activity.alerts.sns.publish",
}


def send_alert(*, topic: Topic, subject: str, text: str) -> None:
    """Send an alert the way that ALERTS_BACKEND names."""
    way: Sending = import_string(WAYS[settings.ALERTS_BACKEND])
    way(topic, subject=subject, text=text)
