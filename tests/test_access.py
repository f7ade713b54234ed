"""Every address, every role, every kind of photo: held against the table of tests/access.py."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver

from accounts.models import User
from lumina_site.api import api
from photos.models import Photo
from photos.tests.seeing import plant
from tests.access import BODIES, NOBODY, PARTED, ROLES, ROWS, TO_LOGIN, Rule
from tests.cast import browser_of, program_of
from tests.roles import browser_in_role

MISSING = "01890a5d-ac96-774b-bcce-b302099a8057"
WORDS = {name: f"hidden{name}" for name in ("title", "caption", "description", "alt", "tags", "topic")}
FILENAME = "photo.jpg"
# The roles in which the many pages that name nobody are asked for.
FEW = ("visitor", "deactivated", "owner", "stranger", "moderator", "token")


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
SAMPLES = dict.fromkeys(("id", "object_id", "content_type_id", "uidb36", "request_id", "token_id", "decision_id"), "1")
SAMPLES |= dict.fromkeys(("rest", "url", "token"), "x") | {"size": "full", "key": "abc-def", "app_label": "accounts"}
SAMPLES |= {"target_type": "photo", "tag": "sea", "topic": "Travel"}
SAMPLES |= dict.fromkeys(("comment_id", "message_id", "target_id"), "01890a5d-ac96-774b-bcce-b302099a8058")
SAMPLES |= dict.fromkeys(("case_id", "decision_id", "appeal_id"), "1")


@dataclass(frozen=True)
class Asked:
    """What an address names: a photo of the owner's, and the owner."""

    photo_id: str
    user_id: str
    username: str


def path_of(route: str, asked: Asked) -> str:
    """Fill a route with samples, and with what is asked for."""
    values = {**SAMPLES, **vars(asked), "image_id": asked.photo_id, "name": f"photos/{asked.photo_id}_full.jpg"}
    path = re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", lambda found: values[found[1] or found[2]], route)
    return "/" + re.sub(r"[\^$]", "", path)


@dataclass(frozen=True)
class Photos:
    """The photos that are asked for; all belong to the owner."""

    owner: User
    public: Photo
    friends: Photo
    hidden: Photo

    def asked_by(self, route: str) -> dict[str, Asked]:
        """List what a route can name, by what it is."""
        me = str(self.owner.pk), self.owner.username
        nobody = Asked(MISSING, "999999", "nobody-here")
        if re.search("(photo_id|image_id|path:name)>", route):
            kinds = {"public": self.public, "friends": self.friends, "hidden": self.hidden}
            return {kind: Asked(photo.photo_id, *me) for kind, photo in kinds.items()} | {"missing": nobody}
        if "user_id>" in route or "username>" in route:
            return {"person": Asked("", *me), "missing": nobody}
        return {"": Asked("", *me)}


@pytest.fixture
def photos(owner: User) -> Photos:
    """Publish one of each kind, and let the owner have a portrait."""
    User.objects.filter(pk=owner.pk).update(avatar_key="portrait")
    public, friends = plant(owner), plant(owner, visibility="friends", **WORDS)
    return Photos(owner, public, friends, plant(owner, visibility="me", **WORDS))


def expected(rule: Rule, role: str, which: str) -> int:
    """Read the table."""
    if role in NOBODY:
        return rule.nobody
    if which == "missing":
        return rule.missing
    if role == "owner":
        return rule.owner
    if role in rule.roles:
        return rule.roles[role]
    if which and (role in PARTED or which == "hidden" or (which == "friends" and role != "friend")):
        return rule.hidden
    return rule.others


def without_names(answer: Any, asked: Asked) -> str:
    """Take out of an answer what differs in any two: what was asked for, the request's own id, form tokens."""
    text = f"{answer.get('Location', '')}\n{answer.content.decode()}"
    for name in (asked.photo_id, asked.username):
        text = text.replace(name, "IT") if name else text
    return re.sub(r'Reference: \w+|"[A-Za-z0-9]{64}"', "", text).replace(f"/{asked.user_id}/", "/IT/")


def assert_tells_nothing(answer: Any, photos: Photos, role: str) -> None:
    """Look for the words of what this role may not see, and for its URLs, in what was answered."""
    told = f"{answer.get('Location', '')}\n{answer.content.decode()}".lower()
    secrets = [f"{photos.hidden.photo_id}_", f"originals/{photos.hidden.photo_id}"]
    if role != "friend":
        secrets += [*WORDS.values(), f"{photos.friends.photo_id}_"]
    for secret in secrets:
        assert secret.lower() not in told
    if answer.status_code >= 400:
        assert "owner" not in told


def test_every_address_has_a_row() -> None:
    assert set(ROUTES) - set(ADMIN) - {route for _, route, _ in ROWS} == set()


def test_every_call_of_the_api_has_a_row() -> None:
    rows = {(method, "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)) for method, route, _ in ROWS}
    calls = api.get_openapi_schema()["paths"]
    assert {(method.upper(), path) for path, methods in calls.items() for method in methods} - rows == set()


def asked_for() -> Iterator[Any]:
    """Pair each row with the roles that can make a difference there."""
    for method, route, rule in ROWS:
        names_something = re.search(r"(photo_id|image_id|user_id|username)>", route)
        for role in ROLES if names_something else FEW:
            yield pytest.param(role, method, route, rule, id=f"{method} /{route} {role}")


@pytest.mark.parametrize(("role", "method", "route", "rule"), list(asked_for()))
def test_an_address_answers_each_role_as_the_table_says(
    photos: Photos, role: str, method: str, route: str, rule: Rule
) -> None:
    browser = browser_in_role(role, photos.owner)
    asked = photos.asked_by(route)
    sent = BODIES.get((method, route), ("", "application/octet-stream"))
    answers = {which: browser.generic(method, path_of(route, what), *sent) for which, what in asked.items()}
    counts_as = "visitor" if role == "token" and not route.startswith("api/") else role
    assert {which: answer.status_code for which, answer in answers.items()} == {
        which: expected(rule, counts_as, which) for which in asked
    }
    if role == "owner":
        return
    for which, answer in answers.items():
        assert_tells_nothing(answer, photos, role)
        # That somebody exists is no secret, but for those who do not see each other.
        if answer.status_code == 404 and "missing" in answers and (which != "person" or role in PARTED):
            assert without_names(answer, asked[which]) == without_names(answers["missing"], asked["missing"])


def test_a_token_that_will_not_do_opens_nothing_not_even_beside_a_session(photos: Photos) -> None:
    browser, reader = browser_of(photos.owner), program_of(photos.owner, "read")
    wrong = {"Authorization": "Bearer lumina_nonsense"}
    for method, route, _ in ROWS:
        if not route.startswith("api/"):
            continue
        path = path_of(route, Asked(photos.public.photo_id, str(photos.owner.pk), "owner"))
        assert browser.generic(method, path, headers=wrong).status_code == 401, (method, route)
        if method != "GET":
            assert reader.generic(method, path).status_code == 403, (method, route)


FRAGMENTS = [
    (route, rule) for method, route, rule in ROWS if method == "GET" and not route.startswith(("api", "media", "live"))
]


@pytest.mark.parametrize("role", ["visitor", "stranger", "blocked"])
@pytest.mark.parametrize(("route", "rule"), FRAGMENTS, ids=[f"/{route}" for route, _ in FRAGMENTS])
def test_a_fragment_is_refused_like_its_page(photos: Photos, role: str, route: str, rule: Rule) -> None:
    browser = browser_in_role(role, photos.owner)
    for which, what in photos.asked_by(route).items():
        answer = browser.get(path_of(route, what), headers={"HX-Request": "true"})
        # A page that is open keeps what it shows: a fragment is no place for the login page.
        is_ours = not route.startswith("accounts/")
        wanted = expected(rule, role, which)
        refused = 401 if wanted == TO_LOGIN and role == "visitor" and is_ours else wanted
        # A fragment needs no page to be sent on to, and one of nothing new is empty.
        assert answer.status_code in {refused, *((200, 204) if refused in {200, 302} else ())}
        assert_tells_nothing(answer, photos, role)


def test_the_administration_is_for_staff_alone(owner: User) -> None:
    for role in ("visitor", "deactivated", "owner", "stranger"):
        browser = browser_in_role(role, owner)
        User.objects.filter(pk=owner.pk).update(email="owners.own@example.org", bio="Hiddenbio")
        for route in ADMIN:
            path = path_of(route, Asked("", "1", "owner"))
            for answer in (browser.get(path), browser.post(path)):
                assert answer.status_code in {302, 403}, route
                assert b"owners.own" not in answer.content, route
                assert b"Hiddenbio" not in answer.content, route


def test_a_superuser_opens_every_page_of_the_administration(superuser: User) -> None:
    browser = browser_of(superuser)
    paths = {route: path_of(route, Asked("", "1", "owner")) for route in ADMIN if not route.endswith("logout/")}
    answers = {route: browser.get(path).status_code for route, path in paths.items()}
    # Pages about an object that is not there, or that want more in their query, say so; none fails. What people do
    # among themselves, nobody adds here.
    refused = {route for route, status in answers.items() if status not in {200, 301, 302}}
    assert all(answers[route] in {403, 404, 405} and re.search("<|autocomplete|/add/", route) for route in refused)
    assert answers["admin/accounts/user/"] == 200
