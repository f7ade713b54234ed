"""The one process type: HTTP goes through the gate to Django in threads, sockets are served on the loop itself.

Django's own ASGI handler halves the throughput of synchronous views, so the WSGI application is bridged instead.
"""

import asyncio
import os
from collections.abc import Mapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lumina_site.settings")

from lumina_site.wsgi import application as django  # isort: skip -- sets Django up, before anything that uses it

from a2wsgi import WSGIMiddleware
from django.conf import settings

from core import realtime
from core.gate import BODY, Gate, Limits, Receive, Scope, Send
from lumina_site.sessions import caller_of
from lumina_site.sockets import Tab

# Bytes of an answer wait in this many chunks for a slow reader, while the thread that made them is free again.
ANSWER_CHUNKS = 256
SOCKET_PATH = "/ws/"
_tab = Tab.as_asgi()


def _django_with_body(environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401 -- WSGI has no better types
    """Give Django the body that the gate has taken in."""
    environ["wsgi.input"] = environ["asgi.scope"][BODY]
    return django(environ, start_response)


_http = WSGIMiddleware(_django_with_body, workers=settings.REQUEST_THREADS, send_queue_size=ANSWER_CHUNKS)  # type: ignore[arg-type]


async def _signed_in(path: str, headers: Mapping[str, str]) -> bool:
    return await caller_of(path, headers) is not None


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
    elif scope["path"] == SOCKET_PATH:
        await _tab(scope, receive, send)
    else:
        await send({"type": "websocket.close"})


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
