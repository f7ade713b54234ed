"""How often a person may do something, counted in the cache: approximate by design, and never a reason to fail."""

import time

from django.conf import settings
from django.core.cache import cache

from core.errors import TooMany


def consume(action: str, who: int) -> None:
    """Count that somebody does something once more, or raise TooMany when they did it too often within the hour.

    The limits stand in settings.HOURLY_LIMITS. The window is the clock's hour, so `retry_after` is its end.
    """
    if not settings.RATE_LIMITS:
        return
    now = int(time.time())
    key = f"limit:{action}:{who}:{now // 3600}"
    cache.add(key, 0, 3600)
    try:
        done = cache.incr(key)
    except ValueError:
        # Thrown out of the cache in between.
        return
    most = settings.HOURLY_LIMITS[action]
    if done > most:
        message = f"More than {most} times within an hour is too often. Please wait a little."
        raise TooMany(message, retry_after=3600 - now % 3600)
