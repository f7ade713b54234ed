"""Who may call the JSON API, as far as headers tell."""

from typing import Any

import pytest

from tests.cast import browser_of

OWN, OTHER = "http://testserver", "https://elsewhere.example"
LOGOUT, ME = "/api/auth/logout", "/api/auth/me"
pytestmark = pytest.mark.django_db


def ask(user: Any, method: str, path: str, **headers: str) -> Any:
    """Send one request with these headers."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return browser_of(user).generic(method, path, headers=given)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 204),
        ({"Sec_Fetch_Site": "same-origin"}, 204),
        ({"Sec_Fetch_Site": "same-origin", "Origin": OWN}, 204),
        ({"Sec_Fetch_Site": "none"}, 204),
        ({"Origin": OWN}, 204),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": ""}, 403),
        ({"Sec_Fetch_Site": "same-origin", "Origin": OTHER}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Origin": OWN}, 403),
        ({"Origin": OTHER}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "https://testserver"}, 403),
        ({"Origin": "http://testserver:8080"}, 403),
        ({"Origin": "http://testserver.elsewhere.example"}, 403),
    ],
)
def test_only_this_site_and_programs_may_change_something(headers: dict[str, str], status: int, owner: Any) -> None:
    assert ask(owner, "POST", LOGOUT, **headers).status_code == status


@pytest.mark.parametrize("headers", [{"Sec_Fetch_Site": "cross-site"}, {"Origin": OTHER}])
def test_reading_is_no_change(headers: dict[str, str], owner: Any) -> None:
    assert ask(owner, "GET", ME, **headers).status_code == 200
    assert ask(owner, "HEAD", ME, **headers).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "post", "MERGE"])
def test_every_method_that_may_change_something_is_looked_at(method: str, owner: Any) -> None:
    for path in ("/api/photos", "/api/photos/nothing", "/api/nothing"):
        assert ask(owner, method, path, Origin=OTHER).status_code == 403


def test_a_refused_call_changes_nothing(owner: Any) -> None:
    browser = browser_of(owner)
    assert browser.post(LOGOUT, headers={"Origin": OTHER}).status_code == 403
    assert browser.get(ME).status_code == 200


def test_a_claimed_id_counts_only_with_the_session_behind_it(owner: Any, stranger: Any) -> None:
    assert ask(None, "GET", ME, X_User_ID=str(owner.pk)).status_code == 401
    assert ask(owner, "GET", ME, X_User_ID=str(owner.pk)).status_code == 200
    for claim in (str(stranger.pk), "", "0", f"{owner.pk} ", f"0{owner.pk}", "٣", "nonsense"):
        if claim.strip() != str(owner.pk):
            assert ask(owner, "GET", ME, X_User_ID=claim).status_code == 403


def test_pages_keep_their_own_rule(owner: Any) -> None:
    assert ask(owner, "GET", "/explore/", Origin=OTHER, X_User_ID="999").status_code == 200
