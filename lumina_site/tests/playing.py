"""Sockets without a server: the application on a loop of the test's own, so that a test can take its stores away."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.testing import ApplicationCommunicator

from accounts.models import User
from core.realtime import serve_on
from core.tests.running import PATIENCE_SECONDS
from lumina_site.asgi import application
from lumina_site.sockets import SIGNED_OUT
from tests.cast import browser_of

# The library has no types.
Communicator: Any = ApplicationCommunicator
ENDED = {"type": "websocket.close", "code": SIGNED_OUT}


def played(story: Callable[[], Awaitable[None]]) -> None:
    """Play a story on a loop that serves sockets."""

    async def on_the_loop() -> None:
        serve_on(asyncio.get_running_loop())
        try:
            await asyncio.wait_for(story(), PATIENCE_SECONDS)
        finally:
            serve_on(None)

    asyncio.run(on_the_loop())


class Page:
    """An open page."""

    def __init__(self, cookie: str, **headers: str) -> None:
        """Keep the headers of its handshake."""
        words = {"host": "testserver", "origin": "http://testserver", "cookie": f"lumina_session={cookie}", **headers}
        lines = [(name.encode(), value.encode()) for name, value in words.items()]
        self.scope = {"type": "websocket", "path": "/ws/", "headers": lines}

    async def knocks(self) -> None:
        """Begin to shake hands."""
        self.line = Communicator(application, self.scope)
        await self.line.send_input({"type": "websocket.connect"})

    async def opens(self) -> bool:
        """Shake hands."""
        await self.knocks()
        return bool((await self.hears())["type"] == "websocket.accept")

    async def says(self, text: str) -> None:
        """Tell the server something."""
        await self.line.send_input({"type": "websocket.receive", "text": text})

    async def hears(self) -> Any:
        """Wait for the next word, or the end."""
        return await self.line.receive_output(PATIENCE_SECONDS)

    async def is_alive(self) -> None:
        """Wait until the server has looked at the session, and found it good, from the beginning."""
        while await self.hears() != {"type": "websocket.send", "text": '{"type": "alive"}'}:
            pass

    async def closes(self) -> None:
        """Be closed by its person."""
        await self.line.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.line.wait(PATIENCE_SECONDS)


def cookie_of(user: User) -> str:
    """Sign somebody in."""
    return str(browser_of(user).cookies["lumina_session"].value)
