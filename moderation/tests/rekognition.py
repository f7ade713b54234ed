"""A server on this machine that speaks Rekognition's JSON 1.1, answers as it is told and notes what it was asked."""

import base64
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODERATION, LABELS, TEXT = "DetectModerationLabels", "DetectLabels", "DetectText"
NOTHING: Mapping[str, Mapping[str, Any]] = {
    MODERATION: {"ModerationLabels": [], "ModerationModelVersion": "7.0"},
    LABELS: {"Labels": [], "LabelModelVersion": "3.0"},
    TEXT: {"TextDetections": [], "TextModelVersion": "3.0"},
}


@dataclass(frozen=True)
class Asked:
    """A call as it came over the wire."""

    operation: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def content(self) -> bytes:
        """Answer the bytes of the picture that came along."""
        return base64.b64decode(self.body["Image"]["Bytes"])


# Status and body; None closes the connection without a word.
Answer = tuple[int, bytes] | None
Told = Callable[[Asked], Answer]


def good(answer: object) -> Told:
    """Tell it to answer this."""
    return raw(json.dumps(answer).encode())


def raw(body: bytes) -> Told:
    """Tell it to answer these bytes, whatever they are."""
    return lambda _: (200, body)


def bad(code: str, status: int = 400) -> Told:
    """Tell it to refuse with this code."""
    return lambda _: (status, json.dumps({"__type": code, "message": "no"}).encode())


def away(_: Asked) -> None:
    """Tell it to close the connection."""


def moderated(*labels: tuple[str, float, str]) -> Told:
    """Tell it that it has found this: name, confidence, and the name above it."""
    rows = [{"Name": name, "Confidence": score, "ParentName": above} for name, score, above in labels]
    return good({**NOTHING[MODERATION], "ModerationLabels": rows})


def labelled(*labels: tuple[str, float, str]) -> Told:
    """Tell it that these things are to be seen: name, confidence, and a name above it."""
    rows = [
        {"Name": name, "Confidence": score, "Instances": [], "Parents": [{"Name": above}] if above else []}
        for name, score, above in labels
    ]
    return good({**NOTHING[LABELS], "Labels": rows})


def written(*lines: str) -> Told:
    """Tell it that these lines can be read, and so all their words."""
    rows = [{"DetectedText": line, "Type": "LINE", "Confidence": 99.5} for line in lines]
    rows += [{"DetectedText": word, "Type": "WORD", "Confidence": 99.5} for line in lines for word in line.split()]
    return good({**NOTHING[TEXT], "TextDetections": rows})


@dataclass
class Rekognition:
    """What it is told to answer to each call, one after the other and the last one for ever, and what it was asked."""

    address: str
    told: dict[str, list[Told]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def tell(self, operation: str, *answers: Told) -> None:
        """Have it answer so from now on."""
        self.told[operation] = list(answers)

    def hang(self, _: Asked) -> None:
        """Tell it to say nothing for as long as the test runs."""
        self.ended.wait()

    def answer(self, asked: Asked) -> Answer:
        """Answer a call."""
        self.asked.append(asked)
        answers = self.told.get(asked.operation) or [good(NOTHING[asked.operation])]
        told = answers.pop(0) if len(answers) > 1 else answers[0]
        return told(asked)

    def operations(self) -> list[str]:
        """List what it was asked for, in the order of the names: the three calls come at once."""
        return sorted(asked.operation for asked in self.asked)


class Server(ThreadingHTTPServer):
    """Passes what comes on to the stand-in of the running test."""

    daemon_threads = True
    # What hangs is not waited for.
    block_on_close = False
    stand_in: Rekognition


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        operation = self.headers["X-Amz-Target"].removeprefix("RekognitionService.")
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.stand_in.answer(Asked(operation, headers, body))
        if answer is None:
            self.close_connection = True
            return
        self.send_response(answer[0])
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(answer[1])))
        self.end_headers()
        self.wfile.write(answer[1])

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def server_here() -> Iterator[Server]:
    """Run such a server; one for all tests, so that its client has to be made once."""
    with Server(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


@contextmanager
def standing_in(server: Server) -> Iterator[Rekognition]:
    """Let a server answer as a new stand-in is told."""
    server.stand_in = Rekognition(f"http://127.0.0.1:{server.server_port}")
    try:
        yield server.stand_in
    finally:
        server.stand_in.ended.set()
