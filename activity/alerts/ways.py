"""The ways to send alerts that need no service of their own."""

from activity.alerts.sending import Topic
from activity.mails import send_to_operators


def nowhere(topic: Topic, *, subject: str, text: str) -> None:
    """Send nothing."""


def by_email(topic: Topic, *, subject: str, text: str) -> None:
    """Mail all addresses of ALERTS_EMAILS."""
    send_to_operators(subject=f"[Lumina {topic}] {subject}", text=text)
