"""Tickets: whoever holds one may put one file into the media storage, of one type and size, for a few minutes.

On S3 the bucket itself checks them: they are presigned forms (core/media.py). Those of the local disk are made and
checked here: the address of the form says what may come and until when, and is signed.
"""

import functools
import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.utils.crypto import constant_time_compare

# The folder of what comes by tickets, and the path below which the local disk takes it.
INCOMING = "incoming/"
PATH = f"/{INCOMING}"
SALT = "lumina.ticket"
SAVED = "204"
MOST_PARAMETERS = 8
LONGEST_NUMBER = 12


@dataclass(frozen=True)
class Ticket:
    """Where a form with the file has to be sent, and the fields that go before the file."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Allowed:
    """What a ticket of the local disk lets in: the name in the storage, the type, and the number of bytes."""

    name: str
    content_type: str
    least: int
    most: int


def fields_for(allowed: Allowed) -> dict[str, str]:
    """List what a form must say; `key` is added by who signs it."""
    return {"Content-Type": allowed.content_type, "success_action_status": SAVED}


def local_ticket(allowed: Allowed, *, seconds: int, now: float | None = None) -> Ticket:
    """Make a ticket for the local disk."""
    expires = int(time.time() if now is None else now) + seconds
    query = {"e": expires, "t": allowed.content_type, "a": allowed.least, "z": allowed.most}
    signed = urlencode({**query, "s": _signature(allowed, expires)})
    return Ticket(f"/{allowed.name}/?{signed}", {"key": allowed.name, **fields_for(allowed)})


def opened(path: str, query: str, *, now: float | None = None) -> Allowed | None:
    """Answer what the ticket in an address lets in; None when it has run out or was not made by this site for this."""
    try:
        given = dict(parse_qsl(query, max_num_fields=MOST_PARAMETERS))
    except ValueError:
        return None
    expires, least, most = (_number(given.get(name, "")) for name in "eaz")
    allowed = Allowed(path.strip("/"), given.get("t", ""), least, most)
    if not constant_time_compare(_signature(allowed, expires), given.get("s", "")):
        return None
    return allowed if expires > (time.time() if now is None else now) else None


def _number(text: str) -> int:
    """Read a number that this site may have written; anything else is -1, which nothing was signed for."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else -1


def _signature(allowed: Allowed, expires: int) -> str:
    said = f"{allowed.name}\n{expires}\n{allowed.content_type}\n{allowed.least}\n{allowed.most}"
    return hmac.digest(_key(settings.SECRET_KEY), said.encode(), "sha256").hex()[:32]


@functools.lru_cache(maxsize=1)
def _key(secret: str) -> bytes:
    """Derive a key of its own, so that no other signature of the site opens anything here."""
    return hashlib.sha256(f"{SALT}{secret}".encode()).digest()
