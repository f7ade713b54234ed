"""What the gate refuses before a thread or a byte of disk is spent, seen from a socket."""

import json
import socket

import pytest

from core.tests.running import BOUNDARY, MB, Site, head_of, multipart, wait_for
from tests.cast import jpeg

UNREADABLE = b"could not be understood"


def test_health_is_answered_without_django(site: Site) -> None:
    # Django would refuse this name of the site.
    answer = site.ask("GET", "/healthz", headers={"Host": "somewhere.else"})
    assert (answer.status, json.loads(answer.body)) == (200, {"status": "healthy"})
    assert site.ask("GET", "/readyz", headers={"Host": "somewhere.else"}).status == 400


def test_a_body_without_a_length_is_refused(site: Site) -> None:
    headers = {"Transfer-Encoding": "chunked", "Content-Type": "application/json"}
    answer = site.say(head_of("POST", "/api/auth/login", headers), b"2\r\n{}\r\n0\r\n\r\n")
    assert answer.status == 411
    assert json.loads(answer.body)["code"] == "length_required"


def test_json_above_its_limit_is_refused_as_json(site: Site) -> None:
    body = json.dumps({"username": "a" * 66_000, "password": "b"}).encode()
    answer = site.ask("POST", "/api/auth/login", body, {"Content-Type": "application/json"})
    assert (answer.status, json.loads(answer.body)["code"]) == (413, "too_large")


def test_a_form_above_its_limit_is_refused_with_a_page(site: Site) -> None:
    answer = site.ask(
        "POST", "/accounts/login/", b"a" * (MB + 1), {"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status == 413
    assert answer.headers["content-type"].startswith("text/html")
    assert b"larger than this site accepts" in answer.body


@pytest.mark.parametrize(("path", "kind"), [("/api/photos", "application/json"), ("/upload/", "text/html")])
def test_a_file_above_the_limit_is_refused_by_its_announced_length(site: Site, path: str, kind: str) -> None:
    headers = {**multipart(b"")[1], **site.member(), "Content-Length": str(52 * MB), "Connection": "close"}
    with site.dial(head_of("POST", path, headers)) as line:
        # The first byte is enough for the answer once the sender stops.
        line.sendall(b"-")
        line.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert answer == b"" or b" 413 " in answer.split(b"\r\n")[0]
    sent = site.ask("POST", path, (b"a" * MB for _ in range(52)), headers)
    assert sent.status == 413
    assert sent.headers["content-type"].startswith(kind)


def test_a_stranger_cannot_fill_the_disk(site: Site) -> None:
    body, headers = multipart(b"a" * (12 * MB))
    assert most_spooled(site, body, headers) == (401, 0)


def test_a_member_s_picture_goes_to_the_disk_while_it_arrives(site: Site) -> None:
    body, headers = multipart(b"a" * (12 * MB))
    status, spooled = most_spooled(site, body, {**headers, **site.member()})
    assert (status, spooled > MB) == (400, True)


def test_a_program_s_picture_goes_to_the_disk_too(site: Site) -> None:
    body, headers = multipart(b"a" * (12 * MB))
    status, spooled = most_spooled(site, body, {**headers, **site.token(site.member())})
    assert (status, spooled > MB) == (400, True)


@pytest.mark.parametrize("authorization", ["Bearer lumina_wrong", "Bearer", "bearer  x", "Basic eDp5"])
def test_who_has_no_good_token_cannot_fill_the_disk(site: Site, authorization: str) -> None:
    body, headers = multipart(b"a" * (12 * MB))
    assert most_spooled(site, body, {**headers, "Authorization": authorization}) == (401, 0)


def test_a_wrong_token_is_not_mended_by_a_session_at_the_gate(site: Site) -> None:
    body, headers = multipart(b"a" * (12 * MB))
    member = site.member()
    assert most_spooled(site, body, {**headers, **member, "Authorization": "Bearer wrong"}) == (401, 0)
    # Another scheme says nothing about who it is.
    status, spooled = most_spooled(site, body, {**headers, **member, "Authorization": "Basic eDp5"})
    assert (status, spooled > MB) == (400, True)


def test_pages_take_no_large_body_by_token(site: Site) -> None:
    body, headers = multipart(b"a" * (2 * MB))
    assert site.ask("POST", "/upload/", body, {**headers, **site.token(site.member())}).status == 401


def test_a_program_uploads_and_a_reader_does_not(site: Site) -> None:
    member = site.member()
    body, headers = multipart(jpeg() + b"\0" * (2 * MB), title="By token")
    answer = site.ask("POST", "/api/photos", body, {**headers, **site.token(member)})
    assert (answer.status, json.loads(answer.body)["title"]) == (201, "By token")
    assert site.ask("POST", "/api/photos", body, {**headers, **site.token(member, "read")}).status == 403


def most_spooled(site: Site, body: bytes, headers: dict[str, str]) -> tuple[int, int]:
    """Send all but the last byte, look at the worker's temporary files, send the rest."""
    with site.dial(head_of("POST", "/api/photos", headers)) as line:
        line.sendall(body[:-1])
        spooled = site.spooled()
        line.sendall(body[-1:])
        status = int(line.recv(65536).split()[1])
    return status, spooled


def test_a_picture_passes_the_gate_and_can_be_fetched(site: Site) -> None:
    member = site.member()
    body, headers = multipart(jpeg(), title="Whole")
    answer = site.ask("POST", "/api/photos", body, {**headers, **member})
    assert answer.status == 201, answer.body
    photo = json.loads(answer.body)
    assert photo["title"] == "Whole"
    picture = site.ask("GET", photo["thumbnail"])
    assert (picture.status, picture.headers["content-type"]) == (200, "image/jpeg")


@pytest.mark.parametrize("path", ["/api/photos", "/upload/"])
def test_a_form_that_was_cut_on_its_way_is_refused(site: Site, path: str) -> None:
    body, headers = multipart(jpeg(), title="Cut")
    for cut in (body[:-4], body[: len(body) // 2], b""):
        sent = {**headers, **site.member(), "Content-Length": str(len(cut))}
        answer = site.ask("POST", path, cut, sent)
        assert (answer.status, UNREADABLE in answer.body) == (400, True)


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=other"])
def test_a_form_whose_boundary_is_not_the_one_announced_is_refused(site: Site, kind: str) -> None:
    body, headers = multipart(jpeg())
    answer = site.ask("POST", "/api/photos", body, {**headers, **site.member(), "Content-Type": kind})
    assert (answer.status, UNREADABLE in answer.body) == (400, True)


def test_a_quoted_boundary_is_as_good(site: Site) -> None:
    body, headers = multipart(jpeg())
    kind = f'multipart/form-data; charset=utf-8; boundary="{BOUNDARY}"'
    answer = site.ask("POST", "/api/photos", body, {**headers, **site.member(), "Content-Type": kind})
    assert answer.status == 201


def test_a_sender_that_leaves_in_the_middle_changes_nothing(site: Site) -> None:
    member = site.member()
    body, headers = multipart(jpeg() + b"\0" * (4 * MB))
    with site.dial(head_of("POST", "/api/photos", {**headers, **member})) as line:
        line.sendall(body[: 3 * MB])
        wait_for(lambda: site.spooled() > MB)
    wait_for(lambda: site.spooled() == 0)
    assert json.loads(site.ask("GET", "/api/photos", headers=member).body) == []


def test_words_that_stop_before_their_announced_end_count_for_nothing(site: Site) -> None:
    words = json.dumps({"username": "half-said", "password": "correct horse battery staple"}).encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(words) + 1)}
    with site.dial(head_of("POST", "/api/auth/signup", headers)) as line:
        line.sendall(words)
        line.shutdown(socket.SHUT_WR)
        # Whatever the answer is, it has come when the socket is at its end.
        assert b" 201 " not in b"".join(iter(lambda: line.recv(65536), b""))
    assert site.ask("POST", "/api/auth/signup", words, {"Content-Type": "application/json"}).status == 201


def test_a_client_cannot_speak_for_the_gate(site: Site) -> None:
    for name in ("X-Lumina-Refusal", "X_Lumina_Refusal", "x-lumina-refusal"):
        assert site.ask("GET", "/", headers={name: "413"}).status == 200


def test_a_header_with_underscores_is_nobody_s_id(site: Site) -> None:
    member = site.member()
    with_dash = site.ask("GET", "/api/auth/me", headers={**member, "X-User-ID": "999999"})
    with_underscore = site.ask("GET", "/api/auth/me", headers={**member, "X_User_ID": "999999"})
    assert (with_dash.status, with_underscore.status) == (403, 200)
    assert site.ask("GET", "/api/auth/me", headers={"X_User_ID": "1"}).status == 401


def test_a_member_whose_session_is_over_is_a_stranger(site: Site) -> None:
    member = site.member()
    body, headers = multipart(b"a" * (2 * MB))
    assert site.ask("POST", "/api/photos", body, {**headers, **member}).status == 400
    assert site.ask("POST", "/api/auth/logout", headers=member).status == 204
    assert site.ask("POST", "/api/photos", body, {**headers, **member}).status == 401


@pytest.mark.parametrize("cookie", ["lumina_session=nonsense", "lumina_session=\x01; ;=;", "a=b", "lumina_session="])
def test_any_cookie_is_survived(site: Site, cookie: str) -> None:
    body, headers = multipart(b"a" * (2 * MB))
    assert site.ask("POST", "/api/photos", body, {**headers, "Cookie": cookie.replace("\x01", "\t")}).status == 401
