"""The bus between threads, processes and sockets: one function to publish, whatever the channel layer is.

The in-memory layer is not safe across threads, so everything is sent on the loop that serves the sockets. A push is a
hint, never the only copy of anything: it may be lost, and the receiver then fetches.
"""

import asyncio
import logging
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from core.deadline import seconds_left

log = logging.getLogger(__name__)
PUBLISH_SECONDS = 2.0
_loop: asyncio.AbstractEventLoop | None = None


def serve_on(loop: asyncio.AbstractEventLoop | None) -> None:
    """Remember the loop that the sockets live on (at ASGI start-up), or forget it (at shutdown)."""
    global _loop  # noqa: PLW0603 -- one serving loop a process
    _loop = loop


def group_of_user(user_id: int) -> str:
    """Name the group that every socket of this person joins."""
    return f"user.{user_id}"


def publish(group: str, message: dict[str, Any]) -> None:
    """Send a small message to all sockets of a group, from any thread; a failing bus is logged and fails nothing."""
    left = seconds_left()
    seconds = PUBLISH_SECONDS if left is None else min(PUBLISH_SECONDS, left)
    try:
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
