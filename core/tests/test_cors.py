"""What pages of other sites may do with the API from a browser: nothing, but for the listed ones with a token."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import browser_of, program_of, upload_file

pytestmark = pytest.mark.django_db

LISTED, OTHER = "https://app.example.org", "https://elsewhere.example"
ME, PHOTOS = "/api/auth/me", "/api/photos"
STRANGE = [
    OTHER,
    "http://app.example.org",
    f"{LISTED}:444",
    f"{LISTED}.elsewhere.example",
    "https://sub.app.example.org",
    "https://APP.example.org",
    f"{LISTED}/",
    f"{LISTED}, {OTHER}",
    "null",
    "*",
    "",
]


@pytest.fixture(autouse=True)
def _listed(settings: Any) -> None:
    """List one site."""
    settings.CORS_ORIGINS = frozenset({LISTED})


def ask_first(path: str, origin: str, method: str = "POST") -> Any:
    """Ask as a browser does before it sends what a plain form could not."""
    headers = {"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "x"}
    return Client().options(path, headers=headers)


def permissions(answer: Any) -> dict[str, str]:
    """Pick out what an answer says to browsers on other sites."""
    return {name: value for name, value in answer.items() if name.lower().startswith("access-control-")}


@pytest.mark.parametrize("path", [PHOTOS, ME, "/api/auth/login", "/api/nothing", f"{PHOTOS}/x/like"])
def test_a_listed_site_is_told_what_it_may_send(path: str) -> None:
    answer = ask_first(path, LISTED)
    assert (answer.status_code, answer.content) == (204, b"")
    assert permissions(answer) == {
        "Access-Control-Allow-Origin": LISTED,
        "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
        "Access-Control-Allow-Headers": "Authorization, Content-Type, If-None-Match",
        "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
        "Access-Control-Max-Age": "600",
    }
    assert "Origin" in answer["Vary"]


def test_a_listed_site_reads_answers_and_refusals(owner: Any) -> None:
    program = program_of(owner)
    wrong = Client(headers={"Authorization": "Bearer wrong"})
    reader = program_of(owner, "read")
    asked = [
        (program.get(PHOTOS, headers={"Origin": LISTED}), 200),
        (program.get(f"{PHOTOS}/nothing", headers={"Origin": LISTED}), 404),
        (program.put(PHOTOS, headers={"Origin": LISTED}), 405),
        (Client().get(ME, headers={"Origin": LISTED}), 401),
        (wrong.get(ME, headers={"Origin": LISTED}), 401),
        (reader.post(PHOTOS, headers={"Origin": LISTED}), 403),
        (Client().post("/api/auth/login", headers={"Origin": LISTED}), 403),
    ]
    for answer, status in asked:
        assert answer.status_code == status
        assert answer["Access-Control-Allow-Origin"] == LISTED
        assert answer["Access-Control-Expose-Headers"] == "ETag, Link, Retry-After"
        assert "Access-Control-Allow-Credentials" not in answer
        assert {"Origin", "Cookie", "Authorization"} <= set(answer["Vary"].split(", "))


@pytest.mark.parametrize("origin", STRANGE)
def test_to_other_sites_nothing_is_said(owner: Any, origin: str) -> None:
    for answer in (
        ask_first(PHOTOS, origin),
        browser_of(owner).get(PHOTOS, headers={"Origin": origin}),
        program_of(owner).get(PHOTOS, headers={"Origin": origin}),
    ):
        assert permissions(answer) == {}
    assert ask_first(PHOTOS, origin).status_code == 405


def test_an_unsafe_call_from_a_listed_site_needs_a_token(owner: Any) -> None:
    headers = {"Origin": LISTED, "Sec-Fetch-Site": "cross-site"}
    with_session = browser_of(owner).post(PHOTOS, {"photo": upload_file()}, headers=headers)
    assert with_session.status_code == 403
    assert program_of(owner).get(PHOTOS).json() == []
    assert program_of(owner).post(PHOTOS, {"photo": upload_file()}, headers=headers).status_code == 201


@pytest.mark.parametrize("path", ["/", "/explore/", "/accounts/login/", "/healthz", "/live/", "/apifoo"])
def test_pages_say_nothing_to_other_sites(owner: Any, path: str) -> None:
    for answer in (browser_of(owner).get(path, headers={"Origin": LISTED}), ask_first(path, LISTED)):
        assert permissions(answer) == {}


def test_where_no_site_is_listed_nothing_is_said(owner: Any, settings: Any) -> None:
    settings.CORS_ORIGINS = frozenset()
    for origin in (LISTED, OTHER, ""):
        answer = program_of(owner).get(PHOTOS, headers={"Origin": origin})
        assert permissions(answer) == {}
        assert "Origin" not in answer["Vary"]
        assert ask_first(PHOTOS, origin).status_code == 405


def test_what_is_kept_for_one_site_is_not_shown_to_another(owner: Any) -> None:
    for headers in ({}, {"Origin": LISTED}, {"Origin": OTHER}):
        assert "Origin" in program_of(owner).get(PHOTOS, headers=headers)["Vary"]


def test_asking_without_naming_a_method_is_no_question() -> None:
    assert Client().options(PHOTOS, headers={"Origin": LISTED}).status_code == 405
