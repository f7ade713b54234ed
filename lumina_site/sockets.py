"""The one socket of a tab: what is published to its person goes out, "I am typing" and "I look at this photo" come in.

It is opened for a signed-in person from a page of this very site only, and ends when the session or the account does.
"""

import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any, ClassVar

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from redis.exceptions import RedisError

from accounts.models import User
from core.errors import Unavailable
from core.realtime import group_of_photo, group_of_user
from lumina_site.sessions import in_thread, person_of
from lumina_site.watching import may_watch, tell_typing

log = logging.getLogger(__name__)

SIGNED_OUT, TOO_MUCH = 4401, 4429
# Sessions and accounts are looked at so often, and soon after something was published that may end them. Something
# goes out each time, so that no proxy takes the socket for an idle one and a page that is gone is found out.
CHECK_SECONDS = 30.0
SOON_SECONDS = 1.0
# A page that takes nothing for so long is given up, and so is a bus that does not answer.
READ_SECONDS = 20.0
BUS_SECONDS = 2.0
LONGEST_MESSAGE = 1000
# A tab says that somebody types every two seconds at most; ten at once may be a burst, a hundred are an attack.
MESSAGES_A_WINDOW, WINDOW_SECONDS = 40, 10.0
MOST_WATCHED = 4
# A person with more open tabs than this has the others ask over HTTP.
MOST_TABS = 50


class Tab(AsyncWebsocketConsumer):  # type: ignore[misc]  # the library has no types
    """One open page of one person."""

    open_tabs: ClassVar[Counter[int]] = Counter()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ANN401 -- ASGI's callables
        """Serve the socket and leave nothing behind, however it ends."""
        self.user: User | None = None
        self.watched: list[str] = []
        self.received: list[float] = []
        self.checks: set[asyncio.Task[None]] = set()
        try:
            await super().__call__(scope, receive, send)
        except (Unavailable, RedisError) as error:
            # The page tries again, and asks over HTTP meanwhile.
            log.warning("sockets: a store is away, so one ends: %s", error)
        except OSError as error:
            log.debug("sockets: the page has gone or does not read: %s", error)
        finally:
            await self._leave()

    async def connect(self) -> None:
        """Accept a signed-in person from our own page, refuse everybody else at the handshake."""
        user = await person_of(_header(self.scope, b"cookie")) if from_our_own_page(self.scope) else None
        if user is None or self.open_tabs[user.pk] >= MOST_TABS:
            await self.close()
            return
        self.user = user
        self.open_tabs[user.pk] += 1
        # Before the handshake ends, so that nothing is published in between.
        await self._join(group_of_user(user.pk))
        await self.accept()
        self._start(self._check_for_ever())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Do what the page asks for; what cannot be read is left out, and too much of it ends the socket."""
        now = time.monotonic()
        self.received = [*(at for at in self.received if at > now - WINDOW_SECONDS), now]
        if bytes_data is not None or len(text_data or "") > LONGEST_MESSAGE or len(self.received) > MESSAGES_A_WINDOW:
            await self.close(TOO_MUCH)
            return
        asked = _object(text_data or "")
        # Neither is worth the socket when a store is away.
        with suppress(Unavailable):
            if asked.get("type") == "typing" and isinstance(asked.get("to"), int):
                await in_thread(tell_typing, self.user, asked["to"])
            elif asked.get("type") == "watch" and isinstance(asked.get("photo"), str):
                await self._watch(asked["photo"])

    async def push(self, message: dict[str, Any]) -> None:
        """Send on what was published."""
        body = message["body"]
        if body["type"] in {"account", "relation"}:
            # The session is ended only after those who listen have been told.
            self._start(self._check_after(SOON_SECONDS))
        if body["type"] != "account":
            async with asyncio.timeout(READ_SECONDS):
                await self.send(text_data=json.dumps(body))

    async def _watch(self, photo_id: str) -> None:
        if photo_id in self.watched or not await in_thread(may_watch, self.user, photo_id):
            return
        self.watched.append(photo_id)
        await self._join(group_of_photo(photo_id))
        if len(self.watched) > MOST_WATCHED:
            await self._forget(self.watched[0])

    async def _forget(self, photo_id: str) -> None:
        self.watched = [watched for watched in self.watched if watched != photo_id]
        await _within(self.channel_layer.group_discard(group_of_photo(photo_id), self.channel_name))

    async def _join(self, group: str) -> None:
        await _within(self.channel_layer.group_add(group, self.channel_name))

    def _groups(self) -> list[str]:
        photos = [group_of_photo(photo_id) for photo_id in self.watched]
        return [*photos, group_of_user(self.user.pk)] if self.user is not None else []

    async def _leave(self) -> None:
        """End what was begun; where the bus is away the groups end by themselves."""
        for check in self.checks:
            check.cancel()
        await asyncio.gather(*self.checks, return_exceptions=True)
        if self.user is None:
            return
        self.open_tabs.subtract([self.user.pk])
        if not self.open_tabs[self.user.pk]:
            del self.open_tabs[self.user.pk]
        try:
            for group in self._groups():
                await _within(self.channel_layer.group_discard(group, self.channel_name))
        except (RedisError, OSError) as error:
            log.warning("sockets: a tab could not leave its groups: %s", error)

    def _start(self, check: Any) -> None:  # noqa: ANN401 -- a coroutine
        task = asyncio.create_task(check)
        self.checks.add(task)
        task.add_done_callback(self.checks.discard)

    async def _check_for_ever(self) -> None:
        while True:
            await self._check_after(CHECK_SECONDS)

    async def _check_after(self, seconds: float) -> None:
        """End the socket when the session or the account has ended; a store that is away ends nothing."""
        await asyncio.sleep(seconds)
        with suppress(Unavailable, RedisError, OSError):
            person = await person_of(_header(self.scope, b"cookie"))
            if person is None or self.user is None or person.pk != self.user.pk:
                await self.close(SIGNED_OUT)
            else:
                self.user = person
                await self._renew()

    async def _renew(self) -> None:
        """Drop photos that may not be seen any more, and join again: the bus forgets, after a day or a restart."""
        for photo_id in self.watched:
            if not await in_thread(may_watch, self.user, photo_id):
                await self._forget(photo_id)
        for group in self._groups():
            await self._join(group)
        # The way of everything else, so that a page which does not read is given up here too.
        await _within(self.channel_layer.send(self.channel_name, {"type": "push", "body": {"type": "alive"}}))


async def _within(asked: Awaitable[None]) -> None:
    """Wait for the bus, but not for ever."""
    async with asyncio.timeout(BUS_SECONDS):
        await asked


def from_our_own_page(scope: dict[str, Any]) -> bool:
    """Compare the Origin with scheme and host of the site; browsers always send one with a socket."""
    secure = scope.get("scheme") == "wss" or _is_secure_by_proxy(scope)
    host = _header(scope, b"host")
    return bool(host) and _header(scope, b"origin") == f"{'https' if secure else 'http'}://{host}"


def _is_secure_by_proxy(scope: dict[str, Any]) -> bool:
    header: tuple[str, str] | None = settings.SECURE_PROXY_SSL_HEADER
    if header is None:
        return False
    name = header[0].removeprefix("HTTP_").replace("_", "-").lower().encode()
    return _header(scope, name).split(",")[0].strip() == header[1]


def _header(scope: dict[str, Any], name: bytes) -> str:
    """Answer a header that stands there once; twice it says nothing that could be trusted."""
    values = [value for header, value in scope["headers"] if header.lower() == name]
    return values[0].decode("latin-1") if len(values) == 1 else ""


def _object(text: str) -> dict[str, Any]:
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}
