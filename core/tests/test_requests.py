"""Requests that no browser sends: each gets an answer, none of them a 500."""

import json

import pytest

from core.tests.running import Site, head_of, heard

PATHS = [
    "/../secret_key",
    "/media/../secret_key",
    "/media/%2e%2e/secret_key",
    "/media/..%2fsecret_key",
    "/media/%00?e=99999999999&s=0",
    "/media/a.jpg?e=%00&s=%ff&d=%0d%0a",
    "/media/a.jpg?e=%D9%A1%D9%A2&s=%C3%A4",
    "/static/../manage.py",
    "/static/%2e%2e/%2e%2e/manage.py",
    "/static/%00",
    "/%00",
    "/%ff%fe",
    "/%F0%9F%8C%84/",
    "/u/%00/",
    "/u/%ff/",
    "/u/%ED%A0%80/",
    "/u/..%2f..%2f/",
    "/p/%00/",
    "/p/%ff/",
    "/p/%E2%80%8B/",
    "/api/%00",
    "/api/photos/%ff",
    "/api/photos/..%2f..%2f",
    "/api/photos?before=%00&limit=99999999999999999999",
    "/api/photos?limit=%ff&scope=%00",
    "/api/users/lookup?username=%00",
    "/api/users/lookup?username=%ED%A0%80",
    "/explore/?before=%00%ff",
    "/accounts/login/?next=%00%0d%0aSet-Cookie:%20a=b",
    "/accounts/login/?next=//elsewhere.example/",
    "/accounts/password/reset/key/%00-%ff/",
    "/admin/%00/",
    "/admin/login/?next=%0d%0a",
    "//elsewhere.example/..",
    "/a//b///c",
    "/;a=b?c",
    "/?%",
    "/%",
    "/%zz",
    "/" + "a" * 8000,
    "/u/" + "a" * 8000 + "/",
    "/explore/?before=" + "a" * 8000,
]


@pytest.fixture(scope="module")
def member(site: Site) -> dict[str, str]:
    """Sign one member up for all the paths."""
    return site.member()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:50])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_no_path_ends_in_a_500(site: Site, member: dict[str, str], method: str, path: str) -> None:
    for headers in ({}, member):
        answer = site.say(head_of(method, path, {**headers, "Content-Length": "0"}))
        assert answer.status < 500, answer.body[:500]
        assert b"SECRET" not in answer.body
        assert "elsewhere" not in answer.headers.get("location", "")


def test_a_path_beyond_all_reason_is_refused(site: Site) -> None:
    assert site.say(head_of("GET", "/" + "a" * 20_000, {})).status in {400, 414}


@pytest.mark.parametrize("path", ["/?q=\xff", "/api/photos?before=\xe4", "/media/a.jpg?s=\xfc"])
def test_a_query_that_is_not_ascii_is_refused(site: Site, path: str) -> None:
    first, rest = head_of("GET", "/", {}).split(b"/", 1)
    answer = site.say(first, path.encode("latin1"), rest)
    assert answer.status == 400


@pytest.mark.parametrize(
    "path", ["/", "/accounts/login/", "/explore/", "/nothing", "/healthz", "/readyz", "/api/photos", "/api/auth/me"]
)
def test_head_answers_like_get_without_a_body(site: Site, member: dict[str, str], path: str) -> None:
    expected = site.ask("GET", path, headers=member)
    with site.dial(head_of("HEAD", path, member) + head_of("GET", "/healthz", {"Connection": "close"})) as line:
        everything = b"".join(iter(lambda: line.recv(65536), b""))
    first, _, rest = everything.partition(b"\r\n\r\n")
    assert int(first.split()[1]) == expected.status
    # What follows the headers is the next answer already.
    assert rest.startswith(b"HTTP/1.1 200")


def test_head_of_what_cannot_be_read_is_no_more_than_get(site: Site, member: dict[str, str]) -> None:
    assert site.ask("HEAD", "/api/auth/login", headers=member).status == 405
    assert site.ask("HEAD", "/api/photos").status == 401
    assert site.ask("HEAD", "/api/photos/nothing", headers=member).status == 404


JSON_BODIES = {
    "deep": b"[" * 60_000,
    "deep object": b'{"a":' * 10_000,
    "long number": b'{"username": ' + b"9" * 5_000 + b"}",
    "not a number": b'{"username": NaN}',
    "half a pair": b'{"username": "\\ud800", "password": "correct horse"}',
    "nul": b'{"username": "a\\u0000b", "password": "correct horse"}',
    "bytes": b'{"username": "\xff\xfe"}',
    "utf-16": '{"username": "a"}'.encode("utf-16"),
    "scalar": b"1",
    "list": b"[]",
    "null": b"null",
    "nothing": b"",
    "wrong types": b'{"username": [], "password": {}}',
    "twice": b'{"username": 1, "username": 2}',
}


@pytest.mark.parametrize("body", JSON_BODIES.values(), ids=JSON_BODIES.keys())
@pytest.mark.parametrize("path", ["/api/auth/login", "/api/auth/signup"])
def test_json_that_is_none_is_told_so(site: Site, path: str, body: bytes) -> None:
    answer = site.ask("POST", path, body, {"Content-Type": "application/json"})
    assert answer.status == 400
    assert set(json.loads(answer.body)) <= {"message", "code", "fields"}


def test_a_name_of_the_site_that_nobody_gave_it_is_refused(site: Site) -> None:
    for name in ("elsewhere.example", "127.0.0.1.elsewhere.example", "a b", "\xe4", ""):
        answer = site.say(b"GET / HTTP/1.1\r\nConnection: close\r\nHost: ", name.encode("latin1"), b"\r\n\r\n")
        assert answer.status == 400


def test_a_header_of_ten_kilobytes_is_refused(site: Site) -> None:
    with site.dial(head_of("GET", "/", {"X-Long": "a" * 10_000})) as line:
        assert heard(line).status in {400, 431}


def test_bytes_that_are_no_request_are_refused(site: Site) -> None:
    assert site.say(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n").status == 400
