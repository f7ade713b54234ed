"""The site as it runs in production, in a process and a folder of its own, and a client that can misbehave."""

import functools
import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

from tests import servers

T = TypeVar("T")
PATIENCE_SECONDS = 30.0
MB = 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]
PYTHON = (sys.executable, "-W", "ignore")
BOUNDARY = "----lumina"
# Users in SQLite and pictures on the disk in every lane: what is looked at here comes before them.
PLAIN = dict.fromkeys(("DB_HOST", "REDIS_URL", "STORAGE_BACKEND", "S3_BUCKET", "S3_ENDPOINT_URL", "LANG"), "")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def message(self) -> str:
        """Answer the public message of an error in JSON."""
        return str(json.loads(self.body)["message"])


class Site:
    """A running gunicorn; everything is asked over sockets."""

    def __init__(self, folder: Path, *, application: str = "lumina_site.asgi:application", **variables: str) -> None:
        """Make a database in the folder and start the server, with further variables of the site."""
        self.temporary = folder / "temporary"
        self.temporary.mkdir(parents=True)
        self.port = servers.free_port()
        self.data = folder / "data"
        (self.data / "static").mkdir(parents=True)
        own = {"DATA_DIR": str(self.data), "PORT": str(self.port), "TMPDIR": str(self.temporary)}
        self.world = world = {**PLAIN, **own, **variables}
        (self.data / "lumina.sqlite3").write_bytes(_empty_database())
        serve = [*PYTHON, "-m", "gunicorn", "-c", "python:lumina_site.gunicorn", application]
        self.process = servers.start(serve, self.port, environment={**world, "PYTHONPATH": str(ROOT)})

    def stop(self) -> None:
        """End it."""
        servers.stop(self.process)

    def ask(
        self, method: str, path: str, body: bytes | Iterable[bytes] | None = None, headers: Mapping[str, str] = {}
    ) -> Answer:
        """Send one request as an honest client does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def dial(self, first_bytes: bytes) -> socket.socket:
        """Open a socket and send the beginning of something."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_SECONDS)
        line.sendall(first_bytes)
        return line

    def say(self, *pieces: bytes) -> Answer:
        """Send exactly these bytes and read the answer to them."""
        with self.dial(b"".join(pieces)) as line:
            return heard(line)

    def member(self) -> dict[str, str]:
        """Sign somebody up and answer the headers that prove it."""
        words = {"username": f"someone-{secrets.token_hex(4)}", "password": "correct horse battery staple"}
        answer = self.ask("POST", "/api/auth/signup", json.dumps(words).encode())
        assert answer.status == 201, answer.body
        return {"Cookie": answer.headers["set-cookie"].split(";")[0]}

    def token(self, member: Mapping[str, str], scope: str = "write") -> dict[str, str]:
        """Make an API token on the page of a member and answer the header that carries it."""
        page = self.ask("GET", "/settings/tokens/", headers=member)
        csrf = page.headers["set-cookie"].split(";")[0]
        given = {"name": "x", "scope": scope, "days": "7", "csrfmiddlewaretoken": csrf.partition("=")[2]}
        form = {**member, "Cookie": f"{member['Cookie']}; {csrf}", "Content-Type": "application/x-www-form-urlencoded"}
        answer = self.ask("POST", "/settings/tokens/", urlencode(given).encode(), form)
        assert answer.status == 302, answer.body
        return {"Authorization": f"Bearer {answer.headers['set-cookie'].split(';')[0].partition('=')[2]}"}

    def log(self) -> str:
        """Answer all that the server has said, while it runs."""
        return Path(f"/proc/{self.process.pid}/fd/2").read_text()

    def worker(self) -> int:
        """Answer the process id of the worker."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return int(wait_for(lambda: children.read_text().split())[0])

    def spooled(self) -> int:
        """Count the bytes in temporary files that the worker holds open, those without a name included."""
        descriptors = Path(f"/proc/{self.worker()}/fd")
        return sum(_size_below(self.temporary, descriptor) for descriptor in descriptors.iterdir())


@functools.cache
def _empty_database() -> bytes:
    """Make the tables once a process, as this takes longer than all else at a start."""
    with tempfile.TemporaryDirectory() as folder:
        migrate = [*PYTHON, str(ROOT / "manage.py"), "migrate", "--verbosity=0"]
        made = subprocess.run(
            migrate, check=False, capture_output=True, text=True, env={**os.environ, **PLAIN, "DATA_DIR": folder}
        )
        assert made.returncode == 0, made.stderr
        return (Path(folder) / "lumina.sqlite3").read_bytes()


def heard(line: socket.socket) -> Answer:
    """Read one answer from a socket."""
    answer = http.client.HTTPResponse(line)
    answer.begin()
    try:
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        answer.close()


def multipart(content: bytes, **words: str) -> tuple[bytes, dict[str, str]]:
    """Build the body and the headers of a form with a file in it."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in words.items()]
    head = "".join(parts) + (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": str(len(body))}


def head_of(method: str, path: str, headers: Mapping[str, str]) -> bytes:
    """Write the first lines of a request, up to its body."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def wait_for(look: Callable[[], T]) -> T:
    """Look again and again until there is something to see."""
    ends_at = time.monotonic() + PATIENCE_SECONDS
    while not (seen := look()):
        assert time.monotonic() < ends_at, "waited in vain"
        time.sleep(0.01)
    return seen


def _size_below(folder: Path, descriptor: Path) -> int:
    try:
        return descriptor.stat().st_size if str(descriptor.readlink()).startswith(str(folder)) else 0
    except OSError:
        return 0
