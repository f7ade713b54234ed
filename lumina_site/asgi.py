"""The one process type: HTTP goes through the gate to Django in threads, sockets have a loop to be served on.

Django's own ASGI handler halves the throughput of synchronous views, so the WSGI application is bridged instead.
"""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lumina_site.settings")

from lumina_site.wsgi import application as django  # isort: skip -- sets Django up, before anything that uses it

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.contrib.auth import get_user
from django.db import DatabaseError, connections
from django.http import HttpRequest

from core import realtime
from core.errors import Unavailable
from core.gate import BODY, Gate, Limits, Receive, Scope, Send

# Bytes of an answer wait in this many chunks for a slow reader, while the thread that made them is free again.
ANSWER_CHUNKS = 256
_sign_in_threads = ThreadPoolExecutor(2, thread_name_prefix="sign-in")
_sessions = import_module(settings.SESSION_ENGINE)


def _django_with_body(environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401 -- WSGI has no better types
    """Give Django the body that the gate has taken in."""
    environ["wsgi.input"] = environ["asgi.scope"][BODY]
    return django(environ, start_response)


_http = WSGIMiddleware(_django_with_body, workers=settings.REQUEST_THREADS, send_queue_size=ANSWER_CHUNKS)  # type: ignore[arg-type]


def _session_belongs_to_somebody(cookies: str) -> bool:
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return False
    if morsel is None:
        return False
    request = HttpRequest()
    request.session = _sessions.SessionStore(morsel.value)
    try:
        return get_user(request).is_authenticated
    except DatabaseError as error:
        raise Unavailable from error
    finally:
        connections.close_all()


async def _signed_in(cookies: str) -> bool:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_sign_in_threads, _session_belongs_to_somebody, cookies)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            realtime.serve_on(asyncio.get_running_loop())
            await send({"type": "lifespan.startup.complete"})
        else:
            realtime.serve_on(None)
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _site(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await _http(scope, receive, send)  # type: ignore[arg-type]
    else:
        # No page opens a socket yet: refused at the handshake.
        await send({"type": "websocket.close", "code": 4404})


application = Gate(
    _site,
    limits=Limits(
        upload_paths=settings.UPLOAD_PATHS,
        upload_bytes=settings.MAX_UPLOAD_BYTES,
        form_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        json_bytes=settings.MAX_JSON_BYTES,
    ),
    signed_in=_signed_in,
)
