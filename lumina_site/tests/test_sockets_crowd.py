"""Sockets of those who mean no good, and many of them: the running site stays quick and its log clean."""

import signal
import socket
import statistics
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from core.tests.running import MB, Site, head_of, wait_for
from lumina_site.gunicorn import graceful_timeout
from lumina_site.sockets import MOST_TABS, TOO_MUCH
from lumina_site.tests.circle import Circle, Member, handshake, shake

TOO_BIG, NOT_UTF8, BROKEN, CUT_OFF = 1009, 1007, 1002, 1006
TEXT, BINARY, PING = 0x81, 0x82, 0x89


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, stores: None) -> Iterator[Site]:  # noqa: ARG001
    """Run the site."""
    running = Site(tmp_path_factory.mktemp("site"), RATE_LIMITS="off")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def circle(site: Site) -> Circle:
    """Begin a circle of friends."""
    return Circle(site)


@pytest.fixture(scope="module")
def member(circle: Circle) -> Member:
    """Sign somebody up."""
    return circle.member()


@pytest.fixture(autouse=True)
def clean_log(site: Site) -> Iterator[None]:
    """Expect no traceback, whatever was sent."""
    yield
    if site.process.poll() is None:
        assert "Traceback" not in site.log()


def raw(member: Member) -> socket.socket:
    """Open a socket of which every byte is ours."""
    words = handshake(member.site)
    host = words.pop("Host")
    head = head_of("GET", "/ws/", {**words, "Cookie": member.cookie}).replace(
        b"Host: 127.0.0.1", f"Host: {host}".encode()
    )
    line = member.site.dial(head)
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += line.recv(1)
    assert answer.startswith(b"HTTP/1.1 101")
    return line


def frame(content: bytes, first: int = TEXT) -> bytes:
    """Write a frame with a mask of zeros."""
    length = len(content)
    if length < 126:
        return bytes([first, 0x80 | length]) + bytes(4) + content
    if length < 65_536:
        return bytes([first, 0x80 | 126]) + struct.pack("!H", length) + bytes(4) + content
    return bytes([first, 0x80 | 127]) + struct.pack("!Q", length) + bytes(4) + content


def test_what_cannot_be_read_is_left_out(circle: Circle, member: Member) -> None:
    junk = ["", "null", "1", "NaN", "[]", "[" * 1000, '{"a":' * 190, '"\\ud800"', "{", "\0", "9" * 1000, "{}"]
    junk += ['{"type": []}', '{"type": "push"}', '{"type": "account"}', '{"type": "websocket.disconnect"}']
    junk += [f'{{"type": "typing", "to": {to}}}' for to in ("0", "-1", "9" * 900, "1e999", "true", "null", '"1"', "[]")]
    junk += [f'{{"type": "watch", "photo": {photo}}}' for photo in ("1", "null", "{}", '"\\u0000"', '"../"')]
    with member.page() as page:
        for text in junk:
            page.line.send(text)
        circle.settle(page)
        assert circle.heard(page) == []


@pytest.mark.parametrize("text", ["a" * 1001, "\U0001f304" * 1001, b"", b"{}", b"\0" * 1001], ids=range(5))
def test_long_words_and_bytes_end_the_socket(member: Member, text: str | bytes) -> None:
    with member.page() as page:
        page.line.send(text)
        assert page.end() == TOO_MUCH


@pytest.mark.parametrize("text", ["a" * MB, b"a" * MB], ids=["text", "bytes"])
def test_a_megabyte_is_refused_before_it_is_read(circle: Circle, member: Member, text: str | bytes) -> None:
    with member.page() as page, member.page() as other:
        page.pours(text)
        assert page.end() == TOO_BIG
        circle.settle(other)


def test_a_megabyte_in_small_pieces_is_as_large(member: Member) -> None:
    with member.page() as page:
        page.pours(["a" * 1000] * 20)
        # What is still on its way when the server closes can overtake its last word.
        assert page.end() in {TOO_BIG, CUT_OFF}


def test_who_talks_without_end_is_cut_off(circle: Circle, member: Member) -> None:
    with member.page() as page, member.page() as other:
        page.pours(*['{"type": "typing", "to": 1}'] * 100)
        assert page.end() == TOO_MUCH
        circle.settle(other)
        with member.page() as again:
            circle.settle(again)


BROKEN_FRAMES = {
    "not utf-8": (frame(b"\xff\xfe"), NOT_UTF8),
    "no mask": (bytes([TEXT, 2]) + b"{}", BROKEN),
    "unknown": (frame(b"", 0x83), BROKEN),
    "extension": (frame(b"", 0xC1), BROKEN),
    "long ping": (frame(b"a" * 126, PING), BROKEN),
    "end of nothing": (frame(b"", 0x80), BROKEN),
    "an exabyte": (bytes([TEXT, 0xFF]) + struct.pack("!Q", 2**60), TOO_BIG),
    "HTTP": (b"GET / HTTP/1.1\r\n\r\n", BROKEN),
}


@pytest.mark.parametrize(("sent", "code"), BROKEN_FRAMES.values(), ids=BROKEN_FRAMES.keys())
def test_a_broken_frame_ends_the_socket(member: Member, sent: bytes, code: int) -> None:
    with raw(member) as line:
        line.sendall(sent)
        assert line.recv(4)[2:] == struct.pack("!H", code)


def test_a_thousand_pings_are_answered(circle: Circle, member: Member) -> None:
    with raw(member) as line, member.page() as other:
        line.sendall(frame(b"", PING) * 1000)
        circle.settle(other)
        answers = 0
        while answers < 2000:
            answers += len(line.recv(65_536))
        assert answers == 2000


def test_sockets_that_say_nothing_or_half_a_word_hold_up_nobody(site: Site, circle: Circle, member: Member) -> None:
    with ExitStack() as lines:
        for half in (b"", frame(b"{}")[:1], frame(b"a" * 1000)[:100], bytes([BINARY, 0xFF])):
            for _ in range(10):
                lines.enter_context(raw(member)).sendall(half)
        for _ in range(40):
            lines.enter_context(site.dial(head_of("GET", "/ws/", handshake(site))[:-10]))
        assert site.ask("GET", "/explore/", headers={"Cookie": member.cookie}).status == 200
        with member.page() as page:
            circle.settle(page)


def test_a_person_has_so_many_tabs_and_gets_them_back(site: Site, circle: Circle) -> None:
    member = circle.member()
    lines = [raw(member) for _ in range(MOST_TABS)]
    assert shake(site, {"Cookie": member.cookie}) == 403
    with circle.middle.page():
        pass
    for line in lines:
        # Reset, as of a machine that has lost its network and is back.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()
    wait_for(lambda: shake(site, {"Cookie": member.cookie}) == 101)


def test_two_hundred_open_tabs_do_not_slow_a_page_down(site: Site, circle: Circle) -> None:
    crowd = [circle.member() for _ in range(200 // MOST_TABS + 1)]

    def page() -> float:
        began = time.perf_counter()
        assert site.ask("GET", "/explore/", headers={"Cookie": crowd[0].cookie}).status == 200
        return time.perf_counter() - began

    def median() -> float:
        return statistics.median(page() for _ in range(25))

    page()
    before = median()
    with ExitStack() as lines:
        for number in range(200):
            lines.enter_context(raw(crowd[number % len(crowd)]))
        during = median()
    assert during < 2.5 * max(before, median())


# The last one of this site.
def test_open_tabs_do_not_hold_up_the_end(site: Site, member: Member) -> None:
    log = Path(f"/proc/{site.process.pid}/fd/2").open()  # noqa: SIM115 -- it is read after the end
    with log, raw(member), member.page() as page, site.dial(b"GET /ws/ HTTP/1.1\r\n"):
        began = time.monotonic()
        site.process.send_signal(signal.SIGTERM)
        page.end()
        site.process.wait(30)
        # gunicorn looks once a second whether it should end, and needs a moment for itself.
        assert time.monotonic() - began < graceful_timeout + 2.5
        assert "Traceback" not in log.read()
