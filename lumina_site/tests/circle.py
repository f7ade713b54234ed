"""People on a running site with their open pages, one of whom is everybody's friend.

Nothing here waits for a fixed time: what must not arrive has not come before something that was sent after it.
"""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from core.tests.running import PATIENCE_SECONDS, Answer, Site, head_of, heard, multipart
from tests.cast import PASSWORD, jpeg

Said = dict[str, Any]


@dataclass(frozen=True)
class Member:
    """Somebody in one browser."""

    site: Site
    id: int
    username: str
    cookie: str

    def call(self, method: str, path: str, **words: Any) -> Any:
        """Call the JSON API."""
        answer = self.site.ask(method, path, json.dumps(words).encode(), {"Cookie": self.cookie})
        assert answer.status < 300, answer.body
        return json.loads(answer.body or b"null")

    def upload(self, **words: str) -> str:
        """Upload a photo and answer its id."""
        body, headers = multipart(jpeg(), **words)
        answer = self.site.ask("POST", "/api/photos", body, {**headers, "Cookie": self.cookie})
        assert answer.status == 201, answer.body
        return str(json.loads(answer.body)["id"])

    def elsewhere(self) -> "Member":
        """Log in on another device."""
        words = json.dumps({"username": self.username, "password": PASSWORD}).encode()
        return Member(self.site, self.id, self.username, _cookie(self.site.ask("POST", "/api/auth/login", words)))

    @contextmanager
    def page(self) -> Iterator["Page"]:
        """Open a page."""
        address = f"127.0.0.1:{self.site.port}"
        with connect(
            f"ws://{address}/ws/",
            origin=Origin(f"http://{address}"),
            additional_headers={"Cookie": self.cookie},
            open_timeout=PATIENCE_SECONDS,
            close_timeout=PATIENCE_SECONDS,
            ping_interval=None,
            proxy=None,
        ) as line:
            yield Page(self, line)


class Page:
    """An open page."""

    def __init__(self, member: Member, line: ClientConnection) -> None:
        """Keep the socket."""
        self.member = member
        self.line = line

    def say(self, **words: Any) -> None:
        """Tell the server something."""
        self.line.send(json.dumps(words))

    def pours(self, *pieces: str | bytes | Iterable[str]) -> None:
        """Send a lot; the server may end the socket before all of it is out."""
        with suppress(ConnectionClosed):
            for piece in pieces:
                self.line.send(piece)

    def hears(self) -> Said:
        """Wait for the next word of the server; that it lives is none."""
        while True:
            said: Said = json.loads(self.line.recv(timeout=PATIENCE_SECONDS))
            if said["type"] != "alive":
                return said

    def is_alive(self) -> None:
        """Wait until the server has looked at the session, and found it good, twice from now on."""
        for _ in range(2):
            while json.loads(self.line.recv(timeout=PATIENCE_SECONDS))["type"] != "alive":
                pass

    def end(self) -> int:
        """Wait until the server ends the socket and answer its code."""
        with suppress(ConnectionClosed):
            while True:
                self.line.recv(timeout=PATIENCE_SECONDS)
        return int(self.line.close_code or 0)


class Circle:
    """Friends of one person, who can always say something to each and be told something by each."""

    def __init__(self, site: Site) -> None:
        """Begin with that person alone."""
        self.site = site
        self.middle = _signed_up(site)

    def member(self) -> Member:
        """Sign somebody up who becomes a friend of the one in the middle."""
        made = _signed_up(self.site)
        befriend(self.middle, made)
        return made

    def heard(self, page: Page) -> list[Said]:
        """Answer all that a page was told until now, without what the friend in the middle says."""
        mark = {"type": "typing", "with": self.middle.id}
        with self.middle.page() as middle:
            middle.say(type="typing", to=page.member.id)
            return list(iter(page.hears, mark))

    def settle(self, page: Page) -> None:
        """Wait until the server has done all that the page has asked for."""
        mark = {"type": "typing", "with": page.member.id}
        with self.middle.page() as middle:
            page.say(type="typing", to=self.middle.id)
            while middle.hears() != mark:
                pass


def befriend(one: Member, other: Member) -> None:
    """Let two people ask each other."""
    one.call("POST", "/api/friends/request", username=other.username)
    other.call("POST", "/api/friends/request", username=one.username)


def shake(site: Site, headers: Mapping[str, str | None], *, path: str = "/ws/", more: bytes = b"") -> int:
    """Try the handshake with other headers (None: without it; `more`: further lines) and answer the status."""
    words = {**handshake(site), **headers}
    head = head_of("GET", path, {name: value for name, value in words.items() if value is not None})
    # The first header is the one for honest clients without a port.
    head = head.replace(b"Host: 127.0.0.1\r\n", b"", 1).replace(b"\r\n\r\n", b"\r\n" + more + b"\r\n")
    with site.dial(head) as line:
        return heard(line).status


def handshake(site: Site) -> dict[str, str]:
    """Write the headers of a browser that opens a socket."""
    address = f"127.0.0.1:{site.port}"
    return {
        "Host": address,
        "Origin": f"http://{address}",
        "Upgrade": "websocket",
        "Connection": "keep-alive, Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }


def _signed_up(site: Site) -> Member:
    words = {"username": f"someone-{secrets.token_hex(4)}", "password": PASSWORD}
    answer = site.ask("POST", "/api/auth/signup", json.dumps(words).encode())
    return Member(site, json.loads(answer.body)["id"], words["username"], _cookie(answer))


def _cookie(answer: Answer) -> str:
    assert answer.status < 300, answer.body
    return answer.headers["set-cookie"].split(";")[0]
