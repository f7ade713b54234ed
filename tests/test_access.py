"""Who gets what: every address, every role and every kind of photo, from one table. An address without a row fails.

A new address gets a row in ROWS, a new role a line in ROLES, a new way of hiding a photo a line in `photos`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.models import User
from lumina_site.api import api
from photos.models import Photo
from tests.cast import PASSWORD, browser_of, person, upload_file

MISSING = "01890a5d-ac96-774b-bcce-b302099a8057"
WORDS = {name: f"hidden{name}" for name in ("title", "caption", "description", "alt", "tags", "topic")}
FILENAME = "hiddenfilename.jpg"


@dataclass(frozen=True)
class Rule:
    """The statuses of one address.

    `nobody`: visitors, and people who were deactivated; `owner`: whose photo it is; `others`: everybody else, about a
    photo for everyone, or where the address names no photo; `hidden`: the same, about a photo for its owner alone.
    """

    nobody: int
    owner: int
    others: int
    hidden: int = 404
    missing: int = 404


def members(status: int, *, nobody: int) -> Rule:
    """Make the rule of an address that names no photo and treats all members alike."""
    return Rule(nobody, status, status)


def everybody(status: int) -> Rule:
    """Make the rule of an address that treats all alike, whatever it names."""
    return Rule(status, status, status, hidden=status, missing=status)


TO_LOGIN = 302
# Ways to ask for a photo by its words, which are found in no photo but the hidden one.
HIDDEN_BY = ("q=hiddentitle", "tag=hiddentags", "topic=hiddentopic", "title=hiddentitle")
ROWS: list[tuple[str, str, Rule]] = [
    ("GET", "", everybody(200)),
    ("GET", "explore/", members(200, nobody=TO_LOGIN)),
    ("GET", "trending/", members(200, nobody=TO_LOGIN)),
    ("GET", "search/", members(200, nobody=TO_LOGIN)),
    ("GET", "tags/<path:tag>/", members(200, nobody=TO_LOGIN)),
    ("GET", "topics/<path:topic>/", members(200, nobody=TO_LOGIN)),
    ("GET", "saved/", members(200, nobody=TO_LOGIN)),
    ("GET", "liked/", members(200, nobody=TO_LOGIN)),
    ("GET", "u/<str:username>/", members(200, nobody=TO_LOGIN)),
    ("GET", "upload/", members(200, nobody=TO_LOGIN)),
    ("POST", "upload/", members(400, nobody=TO_LOGIN)),
    ("GET", "p/<str:photo_id>/", Rule(TO_LOGIN, 200, 200)),
    ("GET", "p/<str:photo_id>/delete/", Rule(TO_LOGIN, 200, 403)),
    ("POST", "p/<str:photo_id>/delete/", Rule(TO_LOGIN, 302, 403)),
    ("GET", "p/<str:photo_id>/edit/", Rule(TO_LOGIN, 200, 403)),
    ("POST", "p/<str:photo_id>/edit/", Rule(TO_LOGIN, 302, 403)),
    ("POST", "p/<str:photo_id>/like/", Rule(TO_LOGIN, 302, 302)),
    ("POST", "p/<str:photo_id>/save/", Rule(TO_LOGIN, 302, 302)),
    ("GET", "p/<str:photo_id>/likes/", Rule(TO_LOGIN, 200, 200)),
    ("GET", "p/<str:photo_id>/comments/", Rule(TO_LOGIN, 200, 200)),
    ("POST", "p/<str:photo_id>/comments/", Rule(TO_LOGIN, 302, 302)),
    ("GET", "p/<str:photo_id>/comments/<str:comment_id>/delete/", Rule(TO_LOGIN, 404, 404)),
    ("POST", "p/<str:photo_id>/comments/<str:comment_id>/delete/", Rule(TO_LOGIN, 404, 404)),
    ("GET", "accounts/signup/", members(302, nobody=200)),
    ("GET", "accounts/login/", members(302, nobody=200)),
    ("GET", "accounts/logout/", members(200, nobody=302)),
    ("POST", "accounts/logout/", everybody(302)),
    ("GET", "accounts/inactive/", everybody(200)),
    ("GET", "accounts/password/change/", members(200, nobody=TO_LOGIN)),
    ("POST", "accounts/password/change/", members(200, nobody=TO_LOGIN)),
    ("GET", "accounts/password/set/", everybody(302)),
    ("GET", "accounts/password/reset/", everybody(200)),
    ("GET", "accounts/password/reset/done/", everybody(200)),
    ("GET", "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", everybody(200)),
    ("GET", "accounts/password/reset/key/done/", everybody(200)),
    ("POST", "api/auth/signup", everybody(400)),
    ("POST", "api/auth/login", everybody(400)),
    ("POST", "api/auth/logout", everybody(204)),
    ("GET", "api/auth/me", members(200, nobody=401)),
    ("GET", "api/users/lookup", members(400, nobody=401)),
    ("GET", "api/photos", members(200, nobody=401)),
    ("POST", "api/photos", members(400, nobody=401)),
    ("GET", "api/photos/<photo_id>", Rule(401, 200, 200)),
    ("DELETE", "api/photos/<photo_id>", Rule(401, 204, 403)),
    ("GET", "api/photos/<photo_id>/image/<size>", Rule(401, 302, 302)),
    ("GET", "api/photos/<photo_id>/image/original", Rule(401, 302, 404)),
    ("GET", "api/photos/<photo_id>/image/nonsense", Rule(401, 400, 400)),
    ("PATCH", "api/photos/<photo_id>", Rule(401, 200, 403)),
    ("POST", "api/photos/<photo_id>/like", Rule(401, 200, 200)),
    ("DELETE", "api/photos/<photo_id>/like", Rule(401, 200, 200)),
    ("GET", "api/photos/<photo_id>/likes", Rule(401, 200, 200)),
    ("PUT", "api/photos/<photo_id>/save", Rule(401, 204, 204)),
    ("DELETE", "api/photos/<photo_id>/save", Rule(401, 204, 204)),
    ("GET", "api/photos/<photo_id>/comments", Rule(401, 200, 200)),
    ("POST", "api/photos/<photo_id>/comments", Rule(401, 201, 201)),
    ("DELETE", "api/photos/<photo_id>/comments/<comment_id>", Rule(401, 404, 404)),
    *(("GET", f"api/photos?scope=all&{asked}", members(200, nobody=401)) for asked in HIDDEN_BY),
    ("GET", "api/topics", members(200, nobody=401)),
    ("POST", "api/reports", members(400, nobody=401)),
    ("GET", "api/openapi.json", everybody(200)),
    ("GET", "api/", everybody(404)),
    ("GET", "api/<path:rest>", everybody(404)),
    # Without a signature there are no bytes, not even for the owner.
    ("GET", "media/<path:name>", everybody(404)),
    ("GET", "healthz", everybody(200)),
    ("GET", "health", everybody(200)),
    ("GET", "readyz", everybody(200)),
]
# What is sent where nothing would be refused before anybody asks who sends it.
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
BODIES = {
    ("PATCH", "api/photos/<photo_id>"): ('{"alt": "new"}', JSON),
    ("POST", "api/photos/<photo_id>/comments"): ('{"text": "Hello"}', JSON),
    ("POST", "p/<str:photo_id>/comments/"): ("text=Hello", FORM),
    ("POST", "p/<str:photo_id>/like/"): ("liked=1", FORM),
    ("POST", "p/<str:photo_id>/save/"): ("saved=1", FORM),
}
ROLES = ("visitor", "deactivated", "owner", "stranger", "moderator")
NOBODY = frozenset({"visitor", "deactivated"})


def routes(patterns: Iterable[Any], prefix: str = "") -> Iterator[str]:
    """Walk the whole URL configuration."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


ROUTES = sorted(set(routes(get_resolver().url_patterns)))
ADMIN = [route for route in ROUTES if route.startswith("admin/")]
SAMPLES = dict.fromkeys(("id", "object_id", "content_type_id", "uidb36"), "1") | dict.fromkeys(("rest", "url"), "x")
SAMPLES |= {"username": "owner", "size": "full", "key": "abc-def", "app_label": "accounts"}
SAMPLES |= {"tag": "sea", "topic": "Travel", "comment_id": "01890a5d-ac96-774b-bcce-b302099a8058"}


def path_of(route: str, photo_id: str = "") -> str:
    """Fill a route with samples, and with the photo that is asked for."""
    values = {**SAMPLES, "photo_id": photo_id, "name": f"photos/{photo_id}_full.jpg"}
    path = re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", lambda found: values[found[1] or found[2]], route)
    return "/" + re.sub(r"[\^$]", "", path)


@dataclass(frozen=True)
class Photos:
    """The photos that are asked for; both belong to the owner."""

    public: Photo
    hidden: Photo


@pytest.fixture
def photos(owner: User, upload: Callable[..., Photo]) -> Photos:
    """Upload one of each kind."""
    public = upload(owner)
    answer = browser_of(owner).post("/api/photos", {"photo": upload_file(name=FILENAME), "visibility": "me", **WORDS})
    return Photos(public, Photo.get(f"PHOTO#{answer.json()['id']}", "META"))


@pytest.fixture
def browser(role: str, owner: User) -> Client:
    """Open the browser of somebody in this role."""
    if role == "visitor":
        return Client()
    if role == "owner":
        return browser_of(owner)
    if role == "moderator":
        return browser_of(User.objects.create_superuser("moderator", password=PASSWORD))
    somebody = person(role)
    opened = browser_of(somebody)
    User.objects.filter(pk=somebody.pk).update(is_active=role != "deactivated")
    return opened


def expected(rule: Rule, role: str, which: str) -> int:
    """Read the table."""
    if role in NOBODY:
        return rule.nobody
    if which == "missing":
        return rule.missing
    if role == "owner":
        return rule.owner
    return rule.hidden if which == "hidden" else rule.others


def without_names(answer: Any, photo_id: str) -> str:
    """Take out of an answer what differs in any two: the id that was asked for, the request's own, form tokens."""
    text = f"{answer.get('Location', '')}\n{answer.content.decode()}".replace(photo_id, "ID")
    return re.sub(r'Reference: \w+|"[A-Za-z0-9]{64}"', "", text)


def assert_tells_nothing(answer: Any, photos: Photos) -> None:
    """Look for the hidden photo's words, its file's name and its URLs in what somebody else was answered."""
    told = f"{answer.get('Location', '')}\n{answer.content.decode()}".lower()
    for secret in (*WORDS.values(), FILENAME, f"{photos.hidden.photo_id}_", f"originals/{photos.hidden.photo_id}"):
        assert secret.lower() not in told
    if answer.status_code >= 400:
        assert "owner" not in told


def test_every_address_has_a_row() -> None:
    assert set(ROUTES) - set(ADMIN) - {route for _, route, _ in ROWS} == set()


def test_every_call_of_the_api_has_a_row() -> None:
    rows = {(method, "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)) for method, route, _ in ROWS}
    calls = api.get_openapi_schema()["paths"]
    assert {(method.upper(), path) for path, methods in calls.items() for method in methods} - rows == set()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("method", "route", "rule"), ROWS, ids=[f"{method} /{route}" for method, route, _ in ROWS])
def test_an_address_answers_each_role_as_the_table_says(
    photos: Photos, browser: Client, role: str, method: str, route: str, rule: Rule
) -> None:
    asked = {"missing": MISSING, "hidden": photos.hidden.photo_id, "public": photos.public.photo_id}
    if path_of(route, "1") == path_of(route, "2"):
        asked = {"public": ""}
    sent = BODIES.get((method, route), ("", "application/octet-stream"))
    answers = {which: browser.generic(method, path_of(route, photo_id), *sent) for which, photo_id in asked.items()}
    assert {which: answer.status_code for which, answer in answers.items()} == {
        which: expected(rule, role, which) for which in asked
    }
    if role == "owner":
        return
    for answer in answers.values():
        assert_tells_nothing(answer, photos)
    if "hidden" in asked:
        hidden, missing = (without_names(answers[which], asked[which]) for which in ("hidden", "missing"))
        assert hidden == missing


FRAGMENTS = [
    (route, rule) for method, route, rule in ROWS if method == "GET" and not route.startswith(("api", "media"))
]


@pytest.mark.parametrize("role", ["visitor", "stranger"])
@pytest.mark.parametrize(("route", "rule"), FRAGMENTS, ids=[f"/{route}" for route, _ in FRAGMENTS])
def test_a_fragment_is_refused_like_its_page(
    photos: Photos, browser: Client, role: str, route: str, rule: Rule
) -> None:
    for which, photo_id in {"hidden": photos.hidden.photo_id, "public": photos.public.photo_id}.items():
        if path_of(route, "1") == path_of(route, "2") and which == "hidden":
            continue
        answer = browser.get(path_of(route, photo_id), headers={"HX-Request": "true"})
        # A page that is open keeps what it shows: a fragment is no place for the login page.
        is_ours = not route.startswith("accounts/")
        refused = 401 if expected(rule, role, which) == TO_LOGIN and role == "visitor" and is_ours else None
        assert answer.status_code == (refused or expected(rule, role, which))
        assert_tells_nothing(answer, photos)


@pytest.mark.parametrize("role", ["visitor", "deactivated", "owner", "stranger"])
def test_the_administration_is_for_staff_alone(browser: Client, role: str, owner: User) -> None:  # noqa: ARG001
    User.objects.filter(pk=owner.pk).update(email="owners.own@example.org", bio="Hiddenbio")
    for route in ADMIN:
        for answer in (browser.get(path_of(route)), browser.post(path_of(route))):
            assert answer.status_code in {302, 403}, route
            assert b"owners.own" not in answer.content, route
            assert b"Hiddenbio" not in answer.content, route


@pytest.mark.parametrize("role", ["moderator"])
def test_staff_open_every_page_of_the_administration(browser: Client, role: str) -> None:  # noqa: ARG001
    answers = {route: browser.get(path_of(route)).status_code for route in ADMIN if not route.endswith("logout/")}
    # Pages about an object that is not there, or that want more in their query, say so; none fails. Reports open cases.
    refused = {route for route, status in answers.items() if status not in {200, 301, 302}}
    assert all(answers[route] in {403, 404} and re.search("<|autocomplete|case/add", route) for route in refused)
    assert answers["admin/accounts/user/"] == 200
