"""Errors have one form for each reader: JSON under /api/, a fragment for htmx, a page for everybody else."""

import errno
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.conf import LazySettings
from django.db import IntegrityError, OperationalError
from django.test import Client

from core.dynamo import use_endpoint
from core.middleware import as_lumina_error
from tests import servers
from tests.cast import browser_of, upload_file

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
REQUEST_ID = re.compile(rb"Reference: [0-9a-f]{12}")


@pytest.fixture
def without_dynamodb(settings: LazySettings) -> Iterator[None]:
    """Let nobody answer for DynamoDB."""
    address = settings.DYNAMODB_ENDPOINT_URL
    use_endpoint(f"http://127.0.0.1:{servers.free_port()}")
    yield
    use_endpoint(address or "")


def check_json(answer: Any, status: int, code: str) -> None:
    """Look at an error as a program does."""
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    body = json.loads(answer.content)
    assert (body["code"], bool(body["message"])) == (code, True)
    assert "private" in answer["Cache-Control"]


def check_page(answer: Any, status: int) -> None:
    """Look at an error as a person does."""
    text = answer.content.decode()
    assert answer.status_code == status
    assert "<html" in text
    assert f">{status}<" in text
    assert f"Reference: {answer['X-Request-ID']}" in text


def check_fragment(answer: Any, status: int) -> None:
    """Look at an error as htmx does."""
    text = answer.content.decode()
    assert answer.status_code == status
    assert "toast" in text
    assert "<html" not in text


def test_what_is_not_there(owner: Any) -> None:
    browser = browser_of(owner)
    for path in ("/nothing", "/p/nothing/", "/u/nobody/", "/media/nothing.jpg"):
        check_page(browser.get(path), 404)
        check_fragment(browser.get(path, headers=HTMX), 404)
    for path in ("/api/nothing", "/api/photos/nothing", "/api/nothing/at/all", "/api/"):
        check_json(browser.get(path), 404, "not_found")
        check_json(browser.get(path, headers=HTMX), 404, "not_found")


def test_a_method_that_is_not_for_this_address(owner: Any) -> None:
    browser = browser_of(owner)
    check_page(browser.post("/explore/"), 405)
    check_fragment(browser.delete("/explore/", headers=HTMX), 405)
    for method, path in (("PUT", "/api/photos"), ("GET", "/api/auth/login"), ("OPTIONS", "/api/photos")):
        answer = browser.generic(method, path)
        check_json(answer, 405, "method_not_allowed")
        assert answer["Allow"]


def test_input_that_will_not_do(owner: Any) -> None:
    browser = browser_of(owner)
    check_page(browser.get("/explore/?before=nonsense"), 400)
    check_fragment(browser.get("/explore/?before=nonsense", headers=HTMX), 400)
    answer = browser.get("/api/photos?before=nonsense")
    check_json(answer, 400, "invalid")
    assert list(answer.json()["fields"]) == ["before"]
    check_json(browser.get("/api/photos?limit=0"), 400, "invalid")
    check_json(browser.post("/api/auth/login", "{", content_type="application/json"), 400, "invalid")
    check_json(browser.get("/api/photos", headers={"Host": "elsewhere.example"}), 400, "invalid")
    check_page(browser.get("/explore/", headers={"Host": "elsewhere.example"}), 400)


def test_nobody_signed_in() -> None:
    check_json(Client().get("/api/photos"), 401, "not_signed_in")
    assert Client().get("/explore/").headers["Location"].startswith("/accounts/login/")


def test_a_form_without_its_token(owner: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    check_page(browser.post("/upload/"), 403)
    check_fragment(browser.post("/upload/", headers=HTMX), 403)


def test_programs_need_no_form_token(owner: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    assert browser.post("/api/photos", {"photo": upload_file()}).status_code == 201


def test_more_fields_than_a_form_can_have(owner: Any) -> None:
    fields = {f"field{number}": "1" for number in range(300)}
    assert browser_of(owner).post("/upload/", fields).status_code == 413
    check_json(browser_of(owner).post("/api/photos", fields), 413, "too_large")


@pytest.mark.usefixtures("without_dynamodb")
def test_a_store_that_is_away(owner: Any) -> None:
    browser = browser_of(owner)
    check_page(browser.get("/explore/"), 503)
    check_fragment(browser.get("/explore/", headers=HTMX), 503)
    answer = browser.get("/api/photos")
    check_json(answer, 503, "unavailable")
    assert int(answer["Retry-After"]) > 0


def test_a_cache_that_is_away(owner: Any, settings: LazySettings) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(owner)
    nobody = f"redis://127.0.0.1:{servers.free_port()}"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": nobody}}
    check_page(browser.get("/explore/"), 503)
    check_json(browser.get("/api/auth/me"), 503, "unavailable")
    # Here it is a middleware that asks for the session, and no view.
    check_json(browser.get("/api/auth/me", headers={"X-User-ID": "1"}), 503, "unavailable")


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), 503),
        (OSError(errno.EACCES, "Permission denied"), None),
        (EndpointConnectionError(endpoint_url="http://s3.example"), 503),
        (ClientError({"Error": {"Code": "SlowDown"}}, "PutObject"), 503),
        (OperationalError("server has gone away"), 503),
        (IntegrityError("our own mistake"), None),
        (KeyError("our own mistake"), None),
    ],
    ids=repr,
)
def test_a_fault_of_a_store_is_told_from_one_of_ours(fault: Exception, status: int | None) -> None:
    error = as_lumina_error(fault)
    assert (error and error.status) == status


def test_the_site_is_ready_when_every_store_answers() -> None:
    answer = Client().get("/readyz")
    stores = {"database": "ok", "dynamodb": "ok", "media": "ok", "cache": "ok"}
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "stores": stores})


@pytest.mark.usefixtures("without_dynamodb")
def test_the_site_is_not_ready_without_dynamodb() -> None:
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["stores"] == {"database": "ok", "dynamodb": "Unavailable", "media": "ok", "cache": "ok"}
    assert answer["Cache-Control"] == "no-store"
    assert Client().get("/healthz").status_code == 200


CHANNELS = [
    ("GET", "/p/{}/"),
    ("HEAD", "/p/{}/"),
    ("GET", "/p/{}/delete/"),
    ("POST", "/p/{}/delete/"),
    ("GET", "/api/photos/{}"),
    ("HEAD", "/api/photos/{}"),
    ("DELETE", "/api/photos/{}"),
    ("GET", "/api/photos/{}/image/small"),
    ("GET", "/api/photos/{}/image/original"),
    ("GET", "/api/photos/{}/image/nonsense"),
]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["browser", "htmx"])
@pytest.mark.parametrize(("method", "path"), CHANNELS)
def test_hidden_and_missing_look_the_same(
    method: str, path: str, headers: dict[str, str], owner: Any, stranger: Any, upload: Callable[..., Any]
) -> None:
    hidden = upload(owner, visibility="me", title="Nobody's business").photo_id
    missing = hidden[:-4] + ("0000" if hidden[-4:] != "0000" else "1111")
    browser = browser_of(stranger)
    answers = [browser.generic(method, path.format(name), headers=headers) for name in (hidden, missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = [REQUEST_ID.sub(b"", answer.content) for answer in answers]
    assert bodies[0] == bodies[1]
    heads = [{k: v for k, v in answer.headers.items() if k != "X-Request-ID"} for answer in answers]
    assert heads[0] == heads[1]
