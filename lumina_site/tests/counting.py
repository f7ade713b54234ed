"""The site, with a count of the bytes that requests have brought it."""

from typing import Any

from core.gate import Message, Receive, Scope, Send
from lumina_site.asgi import application as site

COUNTED = "/counted"
received: dict[str, int] = {"bytes": 0}


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve the site, and count."""
    if scope["type"] == "http" and scope["path"] == COUNTED:
        await _tell(send)
        return

    async def counting() -> Message:
        message = await receive()
        received["bytes"] += len(message.get("body", b""))
        return message

    await site(scope, counting, send)


async def _tell(send: Send) -> None:
    headers: list[Any] = [(b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": str(received["bytes"]).encode()})
