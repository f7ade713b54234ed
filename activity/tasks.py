"""What workers do about what happened. Every task may run twice, and a failing one harms nobody's deed."""

from dataclasses import asdict
from typing import Any

from celery import shared_task

from accounts.models import User
from activity import alerts, mails, services
from activity.kinds import MENTION
from activity.services import Deed
from core.background import enqueue


@shared_task(name="activity.log")
def log(user_id: int, event_id: str, what: str, photo_id: str, other_id: int) -> None:
    """Remember what somebody did."""
    services.log_event(user_id=user_id, event_id=event_id, what=what, photo_id=photo_id, other_id=other_id)


@shared_task(name="activity.notify")
def notify(user_id: int, deed: dict[str, Any]) -> None:
    """Tell somebody of a deed."""
    letter = services.notify(user_id=user_id, deed=Deed(**deed))
    if letter:
        enqueue(mail, asdict(letter))


@shared_task(name="activity.mail")
def mail(letter: dict[str, Any]) -> None:
    """Mail a notification."""
    mails.send_note(**letter)


@shared_task(name="activity.mention")
def mention(actor_id: int, text: str, deed: dict[str, Any], but: int) -> None:
    """Tell everybody whom a text mentions, except one who is told of it anyway."""
    for user_id in services.mentioned(actor=User.objects.get(pk=actor_id), text=text):
        if user_id != but:
            enqueue(notify, user_id, {**deed, "what": MENTION})


@shared_task(name="activity.forget_photo")
def forget_photo(photo_id: str) -> None:
    """Remove what was told about a photo."""
    services.forget_photo(photo_id=photo_id)


@shared_task(name="activity.forget_comment")
def forget_comment(photo_id: str, comment_id: str) -> None:
    """Remove what was told about a comment."""
    services.forget_comment(photo_id=photo_id, comment_id=comment_id)


@shared_task(name="activity.alert")
def alert(topic: str, subject: str, text: str) -> None:
    """Tell those who run the site."""
    alerts.send_alert(topic=alerts.Topic(topic), subject=subject, text=text)


@shared_task(name="activity.alert_trending")
def alert_trending(photo_id: str, username: str, measure: str, count: int) -> None:
    """Tell them that a photo is trending."""
    alerts.alert_trending(photo_id=photo_id, username=username, measure=measure, count=count)
