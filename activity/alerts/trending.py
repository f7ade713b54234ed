"""The alert that a photo is liked or looked at so much that somebody should look as well: once a photo and measure."""

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from activity.alerts.sending import Topic, send_alert
from activity.mails import absolute
from activity.models import Trace, about_photo
from core.dynamo import ConditionFailed, Transaction

TOLD_SECONDS = 3600


def threshold(measure: str) -> int | None:
    """Answer how many likes or views are told of; None when nothing is."""
    if settings.ALERTS_BACKEND == "none":
        return None
    return int({"likes": settings.ALERTS_LIKES, "views": settings.ALERTS_VIEWS}[measure])


def alert_trending(*, photo_id: str, username: str, measure: str, count: int) -> None:
    """Send the alert unless it was sent before; when sending fails, the next like or view tries again after a while."""
    # Spares the store a write for each further like; it alone knows for sure.
    if not cache.add(f"trending-told:{measure}:{photo_id}", 1, TOLD_SECONDS):
        return
    trace = Trace(about_photo(photo_id), f"alert#{measure}")
    if not _write(trace):
        return
    text = f"A photo by {username} has {count} {measure}.\n\n{absolute(reverse('photos:detail', args=[photo_id]))}"
    try:
        send_alert(topic=Topic.TRENDING, subject=f"A photo by {username} has {count} {measure}", text=text)
    except Exception:
        _remove(trace)
        raise


def _write(trace: Trace) -> bool:
    change = Transaction()
    change.put(trace, condition=Trace.pk.does_not_exist())
    try:
        change.commit()
    except ConditionFailed:
        return False
    return True


def _remove(trace: Trace) -> None:
    change = Transaction()
    change.delete(trace)
    change.commit()
