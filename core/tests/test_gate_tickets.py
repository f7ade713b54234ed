"""What the gate takes in from somebody who holds a ticket, seen from a socket; who holds none sends nothing."""

import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from core.tests.running import MB, Answer, Site, head_of, multipart, wait_for
from core.tickets import Allowed, local_ticket
from tests.cast import jpeg


def ticket(site: Site, member: dict[str, str], size: int) -> dict[str, Any]:
    """Get a ticket for so many bytes."""
    said = {"filename": "a.jpg", "contentType": "image/jpeg", "fileSize": size}
    answer = site.ask("POST", "/api/uploads", json.dumps(said).encode(), member)
    assert answer.status == 201, answer.body
    given: dict[str, Any] = json.loads(answer.body)
    return given


def path_of(given: dict[str, Any]) -> str:
    """Answer where to send the form, as this site's own path."""
    where = urlsplit(given["uploadUrl"])
    return f"{where.path}?{where.query}"


def form(given: dict[str, Any], content: bytes) -> tuple[bytes, dict[str, str]]:
    """Build the form for a ticket."""
    body, headers = multipart(content, **given["fields"])
    named = body.replace(b'name="photo"', b'name="file"')
    return named, {**headers, "Content-Length": str(len(named))}


def send(site: Site, given: dict[str, Any], content: bytes) -> Answer:
    """Send a picture with a ticket."""
    return site.ask("POST", path_of(given), *form(given, content))


def most_spooled(site: Site, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, int]:
    """Send all but the last byte, look at the worker's temporary files, send the rest."""
    with site.dial(head_of("POST", path, headers)) as line:
        line.sendall(body[:-1])
        spooled = site.spooled()
        line.sendall(body[-1:])
        status = int(line.recv(65536).split()[1])
    return status, spooled


def memory(process: int) -> int:
    """Answer how many bytes of memory a process uses (VmRSS)."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("VmRSS")]
    return int(kilobytes) * 1024


def test_a_picture_comes_in_without_a_session(site: Site) -> None:
    member, picture = site.member(), jpeg() + b"\0" * (2 * MB)
    given = ticket(site, member, len(picture))
    assert given["uploadUrl"].startswith(f"http://127.0.0.1:{site.port}/incoming/")
    assert send(site, given, picture).status == 204
    answer = site.ask("POST", f"/api/uploads/{given['photoId']}/complete", headers=member)
    assert (answer.status, json.loads(answer.body)["file_size"]) == (200, len(picture))


def test_fifty_megabytes_leave_the_memory_as_it_was(site: Site) -> None:
    member, picture = site.member(), jpeg() + b"\0" * (50 * MB - len(jpeg()))
    # What the first one costs once, such as loading the code, is no growth.
    for content in (jpeg(), jpeg(90, 60)):
        small = ticket(site, member, len(content))
        assert send(site, small, content).status == 204
        assert site.ask("POST", f"/api/uploads/{small['photoId']}/complete", headers=member).status == 200
    given = ticket(site, member, len(picture))
    body, headers = form(given, picture)
    before = memory(site.worker())
    with site.dial(head_of("POST", path_of(given), headers)) as line:
        for start in range(0, len(body), MB):
            line.sendall(body[start : start + MB])
            assert memory(site.worker()) < before + 10 * MB
        assert line.recv(65536).startswith(b"HTTP/1.1 204")
    assert memory(site.worker()) < before + 10 * MB
    answer = site.ask("POST", f"/api/uploads/{given['photoId']}/complete", headers=member)
    assert answer.status == 200, answer.body
    assert memory(site.worker()) < before + 10 * MB
    original = site.ask("GET", f"/api/photos/{given['photoId']}/image/original", headers=member)
    assert site.ask("GET", original.headers["location"]).body == picture


def test_without_a_good_ticket_nothing_is_spooled(site: Site) -> None:
    picture = b"a" * (12 * MB)
    given = ticket(site, site.member(), len(picture))
    body, headers = form(given, picture)
    path = path_of(given)
    allowed = Allowed(f"incoming/{given['photoId']}", "image/jpeg", len(picture), len(picture))
    late = local_ticket(allowed, seconds=300, now=time.time() - 301).url
    for wrong in (path[:-1], path.partition("?")[0], late, f"/incoming/{given['photoId']}"):
        assert most_spooled(site, wrong, body, headers) == (403, 0)
    assert most_spooled(site, path, body, {**headers, **site.member()})[0] == 204


def test_more_than_was_announced_is_not_spooled(site: Site) -> None:
    given = ticket(site, site.member(), 2 * MB)
    body, headers = form(given, b"a" * (12 * MB))
    assert most_spooled(site, path_of(given), body, headers) == (413, 0)
    assert send(site, given, b"a" * (2 * MB + 1)).status == 413
    less = send(site, given, b"a" * MB)
    assert (less.status, json.loads(less.body)["code"]) == (400, "invalid")


@pytest.mark.parametrize("kind", ["image/jpeg", "application/x-www-form-urlencoded", ""])
def test_what_is_no_form_is_not_spooled(site: Site, kind: str) -> None:
    given = ticket(site, site.member(), 12 * MB)
    headers = {"Content-Type": kind, "Content-Length": str(12 * MB)}
    assert most_spooled(site, path_of(given), b"a" * (12 * MB), headers) == (400, 0)


def test_a_form_that_was_cut_on_its_way_is_refused(site: Site) -> None:
    given = ticket(site, site.member(), 2 * MB)
    body, headers = form(given, b"a" * (2 * MB))
    cut = body[:-4]
    answer = site.ask("POST", path_of(given), cut, {**headers, "Content-Length": str(len(cut))})
    assert (answer.status, json.loads(answer.body)["code"]) == (400, "invalid")


def test_a_sender_that_leaves_in_the_middle_changes_nothing(site: Site) -> None:
    member = site.member()
    given = ticket(site, member, 4 * MB)
    body, headers = form(given, b"a" * (4 * MB))
    with site.dial(head_of("POST", path_of(given), headers)) as line:
        line.sendall(body[: 3 * MB])
        wait_for(lambda: site.spooled() > MB)
    wait_for(lambda: site.spooled() == 0)
    assert site.ask("POST", f"/api/uploads/{given['photoId']}/complete", headers=member).status == 409


def test_a_ticket_that_runs_out_meanwhile_was_good_when_it_came(site: Site) -> None:
    member, picture = site.member(), jpeg()
    given = ticket(site, member, len(picture))
    # The site of this test signs with the key of these tests.
    soon = local_ticket(
        Allowed(f"incoming/{given['photoId']}", "image/jpeg", len(picture), len(picture)),
        seconds=2,
    )
    body, headers = form(given, picture)
    with site.dial(head_of("POST", soon.url, headers)) as line:
        line.sendall(body[:-1])
        time.sleep(3)
        line.sendall(body[-1:])
        assert line.recv(65536).startswith(b"HTTP/1.1 204")
    assert site.ask("POST", soon.url, body, headers).status == 403
