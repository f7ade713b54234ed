"""What api.md says of all calls at once, held against each of them: who asks, from where, with what, and lists."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import User
from core.errors import LuminaError
from lumina_site.api import api
from tests.access import ROWS
from tests.cast import Uploads, befriended, browser_of, items_stored
from tests.test_access import MISSING, Asked, path_of

pytestmark = pytest.mark.django_db
JSON = "application/json"
CALLS = sorted({(method, route.split("?")[0]) for method, route, _ in ROWS if route.startswith("api/")})
UNSAFE = [(method, route) for method, route in CALLS if method != "GET"]
DOCUMENT = api.get_openapi_schema()
every_call = pytest.mark.parametrize(("method", "route"), CALLS, ids=[f"{m} {r}" for m, r in CALLS])
every_change = pytest.mark.parametrize(("method", "route"), UNSAFE, ids=[f"{m} {r}" for m, r in UNSAFE])


def filled(route: str) -> str:
    """Fill a route with ids of nothing."""
    return path_of(route, Asked(MISSING, "999999", "nobody-here"))


def check_error(answer: Any, *statuses: int) -> None:
    """Look at an error as a program does."""
    assert answer.status_code in statuses, answer.content
    assert answer["Content-Type"] == JSON
    body = answer.json()
    assert body["message"]
    assert body["code"] in {kind.code for kind in LuminaError.__subclasses__()}


@every_call
def test_a_claimed_id_proves_nothing_on_any_path(owner: User, stranger: User, method: str, route: str) -> None:
    path, mine = filled(route), str(owner.pk)
    check_error(browser_of(None).generic(method, path, headers={"X-User-ID": mine}), 401)
    check_error(browser_of(owner).generic(method, path, headers={"X-User-ID": str(stranger.pk)}), 403)
    plain = browser_of(owner).generic(method, path)
    assert browser_of(owner).generic(method, path, headers={"X-User-ID": mine}).status_code == plain.status_code


@every_change
@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}], ids=str
)
def test_no_other_site_changes_anything(owner: User, method: str, route: str, headers: dict[str, str]) -> None:
    for who in (owner, None):
        check_error(browser_of(who).generic(method, filled(route), headers=headers), 403)


@every_call
def test_no_path_ends_in_a_slash(owner: User, method: str, route: str) -> None:
    check_error(browser_of(owner).generic(method, f"{filled(route).rstrip('/')}/"), 404)


def json_calls() -> Iterator[Any]:
    """List the calls that take JSON, with an example of what they take."""
    for path, methods in DOCUMENT["paths"].items():
        for method, call in methods.items():
            content = call.get("requestBody", {}).get("content", {})
            if JSON in content:
                route = path[1:].replace("{", "<").replace("}", ">")
                yield pytest.param(method.upper(), route, content[JSON]["example"], id=f"{method.upper()} {path}")


@pytest.mark.parametrize(("method", "route", "example"), list(json_calls()))
def test_bodies_that_will_not_do_store_nothing(owner: User, method: str, route: str, example: dict[str, Any]) -> None:
    def refused(body: str | bytes, *statuses: int) -> None:
        check_error(browser_of(owner).generic(method, filled(route), body, content_type=JSON), *statuses)

    before = User.objects.count(), items_stored()
    for broken in ("{", "[]", "1", '"text"', "null", '{"a": NaN}', b"\xff", "[" * 100_000):
        refused(broken, 400, 404, 413)
    refused(json.dumps({**example, "more": "x" * 70_000}), 400, 413)
    for name, value in example.items():
        for wrong in ("[[]]", "{}", '{"a": 1}'):
            refused(json.dumps({**example, name: json.loads(wrong)}), 400, 404)
        if isinstance(value, str):
            refused(json.dumps({**example, name: 5}), 400, 404)
            refused(json.dumps({**example, name: f"{value}\0"}), 400, 404)
            refused(json.dumps({**example, name: f"{value}\ud800"}), 400, 404)
            refused(json.dumps({**example, name: "x" * 20_000}), 400, 401, 404)
        else:
            refused(json.dumps({**example, name: "text"} if not isinstance(value, list) else {name: 5}), 400, 404)
    assert (User.objects.count(), items_stored()) == before


def lists() -> Iterator[Any]:
    """List the calls with a `limit`."""
    for path, methods in DOCUMENT["paths"].items():
        given = {one["name"]: one for one in methods.get("get", {}).get("parameters", [])}
        if "limit" in given:
            yield pytest.param(path, given, id=path)


@pytest.mark.parametrize(("path", "given"), list(lists()))
def test_lists_have_the_same_limits_everywhere(
    owner: User, stranger: User, upload: Uploads, path: str, given: dict[str, Any]
) -> None:
    befriended(owner, stranger)
    photo_id = upload(owner).photo_id
    limit = given["limit"]["schema"]
    usual = {"/api/messages": 50, "/api/v1/images": 10}.get(path, 24)
    assert (limit["minimum"], limit["maximum"], limit["default"]) == (1, 100, usual)
    path = path.format(photo_id=photo_id)
    needed: dict[str, Any] = {"user_id": stranger.pk} if given.get("user_id", {}).get("required") else {}
    browser = browser_of(owner)
    for good in (1, 100):
        assert browser.get(path, {**needed, "limit": good}).status_code == 200
    for bad in ("0", "101", "-1", "x", "", "1.5", "9" * 30):
        check_error(browser.get(path, {**needed, "limit": bad}), 400)
    for edge in {"before", "after"} & set(given) - ({"after"} if path.endswith("search") else set()):
        for bad in ("nonsense", "0 OR 1", "\0", "x" * 3000):
            check_error(browser.get(path, {**needed, edge: bad}), 400, 404)
