"""A table of these tests' own, and a server in front of DynamoDB that answers as it is told."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from pynamodb.attributes import DiscriminatorAttribute, NumberAttribute, UnicodeAttribute

from core.dynamo import Table, connection, use_endpoint

Told = Callable[["Called"], tuple[int, dict[str, Any]] | None]


class Shelf(Table):
    """Books and notes on shelves."""

    class Meta:
        """Where the table is."""

        table_name = f"{settings.DYNAMODB_TABLES['photos']}_shelf"

    kind = DiscriminatorAttribute()


class Book(Shelf, discriminator="book"):
    """A book."""

    title = UnicodeAttribute(default="")


class Note(Shelf, discriminator="note"):
    """A note between books."""

    text = UnicodeAttribute(default="")


class Sum(Shelf, discriminator="sum"):
    """How many books were lent."""

    lent = NumberAttribute(default=0)


@dataclass(frozen=True)
class Called:
    """A call as it came over the wire."""

    operation: str
    body: dict[str, Any]
    raw: bytes
    headers: dict[str, str]


@dataclass
class StandIn:
    """What the server is told to answer, one after the other and the last one for ever, and what it was asked."""

    answers: list[Told]
    calls: list[Called] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def answer(self, call: Called) -> tuple[int, dict[str, Any]] | None:
        """Answer a call; None closes the connection without a word."""
        self.calls.append(call)
        told = self.answers[min(len(self.calls), len(self.answers)) - 1]
        if told is hang:
            self.ended.wait()
        return told(call)


def good(**body: Any) -> Told:
    """Tell it to answer this."""
    return lambda _: (200, body)


def bad(code: str, status: int = 400, **body: Any) -> Told:
    """Tell it to refuse with this code of DynamoDB's."""
    return lambda _: (status, {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code, **body})


def hang(_: Called) -> None:
    """Tell it to say nothing for as long as the test runs."""


def real(call: Called) -> tuple[int, dict[str, Any]]:
    """Tell it to ask the real server."""
    address = urlsplit(REAL_ADDRESS)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
    connection.request("POST", "/", call.raw, call.headers)
    answer = connection.getresponse()
    body = json.loads(answer.read())
    connection.close()
    return answer.status, body


def lost(call: Called) -> None:
    """Tell it to ask the real server and to lose the answer."""
    real(call)


REAL_ADDRESS = settings.DYNAMODB_ENDPOINT_URL or ""


class _Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body go out in two writes; the second would wait for the client to acknowledge the first.
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        operation = self.headers["X-Amz-Target"].rpartition(".")[2]
        headers = {k: v for k, v in self.headers.items() if k.lower() not in {"host", "connection"}}
        answer = _now[-1].answer(Called(operation, json.loads(raw), raw, headers))
        if answer is None:
            self.close_connection = True
            return
        body = json.dumps(answer[1]).encode()
        self.send_response(answer[0])
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


_now = [StandIn([real])]


@contextmanager
def standing_in(*answers: Told) -> Iterator[list[Called]]:
    """Let the server between the site and DynamoDB answer like this; needs the fixture `between`."""
    stand_in = StandIn(list(answers))
    _now.append(stand_in)
    try:
        yield stand_in.calls
    finally:
        _now.remove(stand_in)
        stand_in.ended.set()


@contextmanager
def server_between() -> Iterator[None]:
    """Put a server between the site and DynamoDB that passes everything on until it is told otherwise."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        use_endpoint(f"http://127.0.0.1:{server.server_port}")
        # Made before a test's deadline runs: the first client takes a moment.
        connection()
        try:
            yield
        finally:
            use_endpoint(REAL_ADDRESS)
            server.shutdown()
