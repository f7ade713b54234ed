"""What workers do for accounts: mail. A task that runs twice sends it twice."""

from celery import shared_task
from django.core.mail import send_mail


@shared_task(name="accounts.deliver")  # Celery has no types
def deliver(subject: str, text: str, address: str) -> None:
    """Send one mail."""
    send_mail(subject, text, None, [address])
