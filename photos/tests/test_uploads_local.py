"""Tickets of the local disk: a signed address that lets in what was announced, for five minutes, whoever holds it."""

import time
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from core import switches
from core.models import KillSwitch
from core.tickets import Allowed, local_ticket
from photos.tests.seeing import MISSING
from photos.tests.ticketing import complete, send, sent, ticket
from tests.cast import browser_of, files_stored, jpeg, upload_file

pytestmark = pytest.mark.skipif(settings.STORAGE_BACKEND == "s3", reason="on S3 the bucket checks tickets")


def changed(url: str, **query: str) -> str:
    """Change parts of an address's query."""
    parts = urlsplit(url)
    return parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), **query})).geturl()


def test_an_address_that_was_changed_lets_nothing_in(owner: User) -> None:
    browser = browser_of(owner)
    given, other = ticket(browser), ticket(browser)
    url, query = given["uploadUrl"], dict(parse_qsl(urlsplit(given["uploadUrl"]).query))
    for wrong in (
        url.replace(given["photoId"], other["photoId"]),
        url.replace(given["photoId"], MISSING),
        changed(url, e=str(int(query["e"]) + 1)),
        changed(url, e="9" * 13),
        changed(url, e="-1"),
        changed(url, e="\u0661"),
        changed(url, t="text/html"),
        changed(url, a="1"),
        changed(url, z="999999999"),
        changed(url, s=query["s"][:-1]),
        changed(url, s="0" * 32),
        changed(url, s="\u00e4"),
        changed(url, s=""),
        f"{url}&" + "&".join("a=1" for _ in range(20)),
        url.partition("?")[0],
    ):
        assert send(given, url=wrong) == 403, wrong
    assert files_stored() == []
    assert send(given) == 204


def test_a_ticket_runs_out(owner: User) -> None:
    given = ticket(browser_of(owner))
    allowed = Allowed(f"incoming/{given['photoId']}", "image/jpeg", len(jpeg()), len(jpeg()))
    for ago, status in ((299, 204), (301, 403)):
        late = local_ticket(allowed, seconds=300, now=time.time() - ago)
        assert send(given, url=f"http://testserver{late.url}") == status


def test_the_time_counts_at_which_it_begins_to_arrive(owner: User) -> None:
    given = ticket(browser_of(owner))
    allowed = Allowed(f"incoming/{given['photoId']}", "image/jpeg", 1, 10_000)
    late = local_ticket(allowed, seconds=300, now=time.time() - 400)
    began: dict[str, Any] = {"asgi.scope": {"lumina.arrived": time.time() - 200}}
    form = {**late.fields, "file": upload_file()}
    assert Client().post(late.url, form).status_code == 403
    assert Client().post(late.url, {**late.fields, "file": upload_file()}, **began).status_code == 204


@pytest.mark.parametrize(
    "fields",
    [
        {"key": f"incoming/{MISSING}"},
        {"key": "originals/x.jpg"},
        {"key": ""},
        {"Content-Type": "image/png"},
        {"Content-Type": "text/html"},
        {"Content-Type": ""},
    ],
    ids=str,
)
def test_the_form_must_say_what_it_was_made_for(owner: User, fields: dict[str, str]) -> None:
    given = ticket(browser_of(owner))
    assert send(given, changed=fields) == 403
    assert files_stored() == []


def test_a_form_without_a_file_lets_nothing_in(owner: User) -> None:
    given = ticket(browser_of(owner), fileSize=None)
    for form in (given["fields"], {**given["fields"], "file": "text"}, {**given["fields"], "photo": upload_file()}, {}):
        answer: Any = Client().post(given["uploadUrl"], form)
        assert answer.status_code in {400, 403}
        assert set(answer.json()) == {"message", "code"}
    assert Client().post(given["uploadUrl"], b"bytes", content_type="image/jpeg").status_code == 403
    assert files_stored() == []


def test_errors_are_json_and_tell_nothing(owner: User) -> None:
    given = ticket(browser_of(owner))
    refused: Any = Client().post(f"/incoming/{given['photoId']}/", {})
    missing: Any = Client().post(f"/incoming/{MISSING}/", {})
    assert (refused.status_code, refused.content) == (403, missing.content)
    assert refused.json()["code"] == "forbidden"
    for method in ("get", "put", "delete"):
        answer = getattr(Client(), method)(given["uploadUrl"])
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_no_cookie_and_no_form_token_is_needed_and_none_counts(owner: User) -> None:
    given = ticket(browser_of(owner))
    strict = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere"})
    answer = strict.post(given["uploadUrl"], {**given["fields"], "file": upload_file()})
    assert (answer.status_code, answer.content, answer.cookies) == (204, b"", {})
    assert answer["Cache-Control"] == "no-store"


def test_a_ticket_opens_nothing_but_its_own_file(owner: User) -> None:
    browser = browser_of(owner)
    photo_id = sent(browser)
    given = ticket(browser)
    query = urlsplit(given["uploadUrl"]).query
    for path in (f"media/incoming/{photo_id}", f"media/incoming/{given['photoId']}"):
        assert Client().get(f"/{path}?{query}").status_code == 404
    assert complete(browser, photo_id).status_code == 200


def test_while_uploads_are_stopped_a_ticket_from_before_lets_nothing_in(owner: User) -> None:
    given = ticket(browser_of(owner))
    KillSwitch.objects.filter(name="uploads").update(is_stopped=True)
    switches.forget()
    assert send(given) == 503
    assert files_stored() == []
    KillSwitch.objects.filter(name="uploads").update(is_stopped=False)
    switches.forget()
    assert send(given) == 204
