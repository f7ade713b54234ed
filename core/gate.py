"""The outermost layer: takes a request's body in before a thread is spent on it, and refuses what is too much.

A body is spooled (memory, then disk) while it arrives, so that a slow sender holds a socket and nothing else. What is
refused goes on without its body and with a private header, so that the answer has the form of all other errors.
"""

import asyncio
import contextlib
import io
import logging
import re
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import IO, Any

from core import tickets
from core.errors import Forbidden, Invalid, LengthRequired, LuminaError, NotSignedIn, TooLarge, Unavailable

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

log = logging.getLogger(__name__)

REFUSAL = "x-lumina-refusal"
BODY = "lumina.body"
ARRIVED = "lumina.arrived"
SPOOL_BYTES = 1024 * 1024
IDLE_SECONDS = 20.0
SMALL_BODY_SECONDS = 30.0
LARGE_BODY_SECONDS = 600.0
# A refused body is read and thrown away for this long, so that the sender gets to see the answer.
DRAIN_SECONDS = 10.0
# RFC 2046, 5.1.1: the closing boundary may be followed by a line end.
BOUNDARY = re.compile(r'boundary="?(?P<name>[^";,]+)"?', re.IGNORECASE)
LINE_END_BYTES = 4
# What a form with a file has beside the file.
AROUND_FILE_BYTES = 64 * 1024
HEALTH_PATHS = frozenset({"/healthz", "/health"})
REFUSALS: Mapping[str, type[LuminaError]] = {
    "400": Invalid,
    "401": NotSignedIn,
    "403": Forbidden,
    "411": LengthRequired,
    "413": TooLarge,
    "503": Unavailable,
}


class _SenderLeft(Exception):
    """Nobody is there any more to be answered."""


@dataclass(frozen=True)
class Limits:
    """How many bytes a body may have, and where pictures may come in."""

    upload_paths: tuple[str, ...]
    upload_bytes: int
    form_bytes: int
    json_bytes: int


class Gate:
    """An ASGI layer around the application; `signed_in` says by path and headers whether a member asks."""

    def __init__(
        self, app: App, *, limits: Limits, signed_in: Callable[[str, Mapping[str, str]], Awaitable[bool]]
    ) -> None:
        """Keep the application and the rules."""
        self.app = app
        self.limits = limits
        self.signed_in = signed_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer health checks, refuse or take in the body, then pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"] in HEALTH_PATHS:
            await _answer_health(send)
        else:
            await self._pass_on(scope, receive, send)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[ARRIVED] = time.time()
        headers = {name.decode("latin1"): value.decode("latin1") for name, value in scope["headers"]}
        try:
            refusal = await self._refusal(scope, headers)
        except LuminaError as error:
            refusal = type(error)
        with tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES) as spool:
            try:
                refusal = await _take_in(receive, spool, headers, refusal)
            except _SenderLeft:
                return
            if refusal is None and not _is_whole(spool, headers.get("content-type", "")):
                refusal = Invalid
            await self.app(_marked(scope, refusal, spool), receive, send)

    async def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> type[LuminaError] | None:
        """Decide by the headers alone."""
        length = headers.get("content-length", "0")
        if not scope["query_string"].isascii() or not (length.isascii() and length.isdigit()):
            return Invalid
        if "transfer-encoding" in headers and "content-length" not in headers:
            return LengthRequired
        if scope["path"].startswith(tickets.PATH):
            return _refused_with_ticket(scope, headers.get("content-type", ""), int(length[:18]))
        if int(length[:18]) > self._most_bytes(scope, headers):
            return TooLarge
        if int(length[:18]) > SPOOL_BYTES and not await self.signed_in(scope["path"], headers):
            return NotSignedIn
        return None

    def _most_bytes(self, scope: Scope, headers: Mapping[str, str]) -> int:
        kind = headers.get("content-type", "").lower()
        if kind.startswith("multipart/") and scope["path"] in self.limits.upload_paths:
            return self.limits.upload_bytes + self.limits.form_bytes
        if scope["path"].startswith("/api/") and not kind.startswith("multipart/"):
            return self.limits.json_bytes
        return self.limits.form_bytes


def _refused_with_ticket(scope: Scope, content_type: str, announced: int) -> type[LuminaError] | None:
    """Decide by the ticket in the address: whoever holds it may send the form that it was made for, no other."""
    allowed = tickets.opened(scope["path"], scope["query_string"].decode())
    if allowed is None:
        return Forbidden
    if announced < allowed.least or not content_type.lower().startswith("multipart/"):
        return Invalid
    return TooLarge if announced > allowed.most + AROUND_FILE_BYTES else None


def arrived_at(meta: Mapping[str, Any]) -> float:
    """Answer, inside Django, when the head of the request came, in seconds since the epoch; its body may take long."""
    return float(meta.get("asgi.scope", {}).get(ARRIVED, time.time()))


def raise_refusal(meta: Mapping[str, Any]) -> None:
    """Raise, inside Django, what the gate refused."""
    refused = REFUSALS.get(meta.get("HTTP_X_LUMINA_REFUSAL", ""))
    if refused is not None:
        raise refused


def _marked(scope: Scope, refusal: type[LuminaError] | None, spool: IO[bytes]) -> Scope:
    """Copy the scope with the body beside it; headers that only this layer may set, or that look alike, are dropped."""
    marked = dict(scope)
    # WSGI cannot tell X_User_ID from X-User-ID.
    headers = [(name, value) for name, value in scope["headers"] if name != REFUSAL.encode() and b"_" not in name]
    if refusal is not None:
        dropped = (b"content-length", b"transfer-encoding", b"content-type")
        headers = [(name, value) for name, value in headers if name not in dropped]
        headers.append((REFUSAL.encode(), str(refusal.status).encode()))
        marked["query_string"] = b""
        spool = io.BytesIO()
    spool.seek(0)
    marked["headers"] = headers
    marked[BODY] = spool
    return marked


async def _take_in(
    receive: Receive, spool: IO[bytes], headers: Mapping[str, str], refusal: type[LuminaError] | None
) -> type[LuminaError] | None:
    """Read the body into the spool, or past it when it is refused, and answer the refusal, one found here included.

    Raises _SenderLeft when nobody waits for an answer.
    """
    length = headers.get("content-length", "0")
    announced = int(length[:18]) if length.isascii() and length.isdigit() else 0
    ends_at = time.monotonic() + _seconds_for(announced, refusal)
    seen, more = 0, bool(announced) or "transfer-encoding" in headers
    while more:
        try:
            message = await asyncio.wait_for(receive(), max(0.01, min(IDLE_SECONDS, ends_at - time.monotonic())))
        except TimeoutError:
            return refusal or Invalid
        if message["type"] == "http.disconnect":
            raise _SenderLeft
        body, more = message.get("body", b""), message.get("more_body", False)
        seen += len(body)
        refusal = refusal or (Invalid if seen > announced else _kept(spool, body))
    return refusal or (None if seen == announced else Invalid)


def _seconds_for(announced: int, refusal: type[LuminaError] | None) -> float:
    """Answer how long a body may take."""
    if refusal is not None:
        return DRAIN_SECONDS
    return LARGE_BODY_SECONDS if announced > SPOOL_BYTES else SMALL_BODY_SECONDS


def _kept(spool: IO[bytes], body: bytes) -> type[LuminaError] | None:
    """Write to the spool; a full disk refuses the body."""
    try:
        spool.write(body)
        spool.flush()
    except OSError:
        log.exception("gate: the folder for temporary files takes no more")
        with contextlib.suppress(OSError):
            # Closing tries to write what is left, and fails again.
            spool.close()
        return Unavailable
    return None


def _is_whole(spool: IO[bytes], content_type: str) -> bool:
    """Say whether a multipart body ends with its closing boundary; Django takes one that is cut for a shorter one."""
    boundary = BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/") or boundary is None:
        return not content_type.lower().startswith("multipart/")
    closing = b"--" + boundary["name"].encode("latin1") + b"--"
    spool.seek(max(0, spool.seek(0, 2) - len(closing) - LINE_END_BYTES))
    return spool.read().rstrip(b"\r\n").endswith(closing)


async def _answer_health(send: Send) -> None:
    """Answer without a thread, so that a site whose threads all wait is not ended for it."""
    body = b'{"status": "healthy"}'
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
