"""The bus between threads, processes and sockets: one function to publish, whatever the channel layer is.

The in-memory layer is not safe across threads, so everything is sent on the loop that serves the sockets. A push is a
hint, never the only copy of anything: it may be lost, and the receiver then fetches.
"""

import asyncio
import logging
import time
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.core.cache import cache

from core.deadline import seconds_left

log = logging.getLogger(__name__)
PUBLISH_SECONDS = 2.0
PULSE_SECONDS = 24 * 3600
PEOPLE = "user."
_loop: asyncio.AbstractEventLoop | None = None


def serve_on(loop: asyncio.AbstractEventLoop | None) -> None:
    """Remember the loop that the sockets live on (at ASGI start-up), or forget it (at shutdown)."""
    global _loop  # noqa: PLW0603 -- one serving loop a process
    _loop = loop


def group_of_user(user_id: int) -> str:
    """Name the group that every socket of this person joins."""
    return f"{PEOPLE}{user_id}"


def group_of_photo(photo_id: str) -> str:
    """Name the group of sockets whose page shows this photo."""
    return f"photo.{photo_id}"


def pulse_of(user_id: int) -> str:
    """Answer a word that changes with everything that is published to a person: for pages without a socket."""
    return str(cache.get(_pulse_key(group_of_user(user_id)), "0"))


def _pulse_key(group: str) -> str:
    return f"pulse:{group}"


def publish(group: str, body: dict[str, Any]) -> None:
    """Send a small JSON object to all sockets of a group, from any thread; a bus that fails is logged, nothing more."""
    message = {"type": "push", "body": body}
    left = seconds_left()
    seconds = PUBLISH_SECONDS if left is None else min(PUBLISH_SECONDS, left)
    try:
        if group.startswith(PEOPLE):
            # Before the push, so that a page which asks in between asks once too often and not once too little.
            cache.set(_pulse_key(group), time.time_ns(), PULSE_SECONDS)
        if _loop is None:
            async_to_sync(_send)(group, message, seconds)
        else:
            # Its own timeout ends it; the second one is for a loop that is blocked.
            asyncio.run_coroutine_threadsafe(_send(group, message, seconds), _loop).result(PUBLISH_SECONDS)
    except Exception:
        # Redis has a dozen ways to be away; the change itself is stored, and the client fetches.
        log.exception("realtime: nothing published to %s", group)


async def _send(group: str, message: dict[str, Any], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        await get_channel_layer().group_send(group, message)
