"""Slow senders, large senders and stores that fail beneath the gate: everybody else still gets an answer."""

import json
import resource
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from core.tests.running import MB, Site, head_of, heard, multipart, wait_for

CROWD = 50
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "1000"}
SLOW_STARTS = {
    "headers": b"GET /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    "small bodies": head_of("POST", "/accounts/login/", FORM),
    "pictures": head_of("POST", "/upload/", multipart(b"a" * MB)[1]),
}
REFUSED = (400, "unreadable_image")
linux_only = pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux's /proc")


@pytest.mark.parametrize("start", SLOW_STARTS.values(), ids=SLOW_STARTS.keys())
def test_fifty_dripping_sockets_keep_nobody_waiting(site: Site, start: bytes) -> None:
    with ExitStack() as crowd:
        lines = [crowd.enter_context(site.dial(start)) for _ in range(CROWD)]
        for _ in range(10):
            for line in lines:
                line.sendall(b"a")
            page = site.ask("GET", "/accounts/login/")
            assert (page.status, b"Log in" in page.body) == (200, True)
        assert [line for line in lines if was_answered(line)] == []


def was_answered(line: socket.socket) -> bool:
    """Say whether the server has written to the socket or closed it."""
    line.settimeout(0)
    try:
        line.recv(1)
    except BlockingIOError:
        return False
    return True


def test_a_slow_sender_gets_an_answer_in_the_end(site: Site) -> None:
    body = b"login=nobody&password=nothing"
    with site.dial(head_of("POST", "/api/auth/login", {**FORM, "Content-Length": str(len(body))})) as line:
        for byte in body:
            line.sendall(bytes([byte]))
        assert heard(line).status == 400


@linux_only
def test_uploads_of_45_mb_leave_the_memory_flat(site: Site) -> None:
    member = site.member()
    worker = Path(f"/proc/{site.worker()}")
    assert send_junk(site, member, 1) == REFUSED
    # Linux notes the most memory that a process ever had; 5 makes it forget what was.
    (worker / "clear_refs").write_text("5")
    before = memory_in_kb(worker, "VmRSS")
    assert send_junk(site, member, 45) == REFUSED
    assert send_junk(site, member, 45) == REFUSED
    assert memory_in_kb(worker, "VmHWM") - before < 40 * 1024


def send_junk(site: Site, member: dict[str, str], megabytes: int) -> tuple[int, str]:
    """Upload what is no picture, piece by piece."""
    first, _, last = multipart(b"@")[0].partition(b"@")
    pieces = [first, *([b"\xff\xd8 no picture".ljust(MB, b"\0")] * megabytes), last]
    headers = multipart(b"")[1] | {"Content-Length": str(sum(map(len, pieces)))}
    answer = site.ask("POST", "/api/photos", iter(pieces), {**headers, **member})
    return answer.status, json.loads(answer.body)["code"]


def memory_in_kb(process: Path, name: str) -> int:
    """Read a number out of a process's status."""
    return next(int(line.split()[1]) for line in (process / "status").read_text().splitlines() if line.startswith(name))


@pytest.fixture
def full_disk(site: Site) -> Iterator[None]:
    """Let the worker write no file beyond 8 MB, as if there was no more room."""
    if not hasattr(resource, "prlimit"):
        pytest.skip("needs Linux's prlimit")
    worker = site.worker()
    before = resource.prlimit(worker, resource.RLIMIT_FSIZE)
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (8 * MB, before[1]))
    yield
    resource.prlimit(worker, resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_told_and_leaves_nothing_behind(site: Site) -> None:
    member = site.member()
    assert send_junk(site, member, 20) == (503, "unavailable")
    wait_for(lambda: site.spooled() == 0)
    assert send_junk(site, member, 1) == REFUSED


@pytest.fixture
def without_sessions(site: Site) -> Iterator[None]:
    """Take the table of sessions away for a while."""
    with sqlite3.connect(site.data / "lumina.sqlite3") as database:
        database.execute("ALTER TABLE django_session RENAME TO away")
    yield
    with sqlite3.connect(site.data / "lumina.sqlite3") as database:
        database.execute("ALTER TABLE away RENAME TO django_session")
    database.close()


@pytest.mark.usefixtures("without_sessions")
def test_a_database_that_fails_is_told_in_the_form_of_all_errors(site: Site) -> None:
    body, headers = multipart(b"a" * (2 * MB))
    unknown = {"Cookie": "lumina_session=abcdefghijklmnopqrstuvwxyz012345"}
    for path in ("/api/photos", "/upload/"):
        large = site.ask("POST", path, body, {**headers, **unknown})
        assert large.status == 503
        small = site.ask("GET", path, headers=unknown)
        assert small.status == 503
    assert site.ask("GET", "/healthz").status == 200
