"""Logging in and out, as JSON and through the page."""

import re

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from accounts.tests.calls import LOG_IN, log_in, log_in_by_page, send, sign_up, who
from tests.cast import PASSWORD, browser_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["owner", "OWNER", "oWnEr"])
def test_the_name_may_come_in_any_case(owner: User, name: str) -> None:
    browser = Client()
    answer = log_in(name, browser=browser)
    assert answer.status_code == 200
    assert answer.json()["id"] == owner.pk
    assert who(browser) == "owner"
    assert log_in_by_page(name)["Location"] == "/"


@pytest.mark.parametrize("address", ["own@example.org", "OWN@Example.Org"])
def test_the_address_does_as_well_as_the_name(address: str) -> None:
    sign_up("owner", email="own@example.org")
    assert log_in(address).json()["username"] == "owner"
    assert log_in_by_page(address).status_code == 302


def test_the_generated_address_is_no_way_in(owner: User) -> None:
    assert log_in(owner.email).status_code == 401
    assert log_in(owner.email.upper()).status_code == 401
    assert log_in_by_page(owner.email).status_code == 200


@pytest.mark.usefixtures("owner")
def test_an_unknown_name_and_a_wrong_password_look_the_same() -> None:
    wrong, unknown = log_in("owner", "wrong password"), log_in("nobody", "wrong password")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.content == unknown.content
    assert wrong.json()["message"] == "invalid credentials"


@pytest.mark.usefixtures("owner")
def test_the_page_tells_an_unknown_name_and_a_wrong_password_alike() -> None:
    pages = [log_in_by_page(name, "wrong password") for name in ("owner", "ownes")]
    assert [page.status_code for page in pages] == [200, 200]
    texts = [re.sub(r'"[A-Za-z0-9]{64}"|value="owne[rs]"', "", page.text) for page in pages]
    assert texts[0] == texts[1]
    assert "form-errors" in texts[0]


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    "name", ["ówner", "ow ner", "\uff2f\uff37\uff2e\uff25\uff32", "owner\u200b", "own\u0435r"], ids=ascii
)
def test_a_name_that_only_looks_alike_is_no_way_in(name: str) -> None:
    assert log_in(name).status_code == 401


def test_a_deactivated_person_cannot_log_in(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)
    browser = Client()
    answer = log_in("owner", browser=browser)
    assert answer.status_code == 401
    assert answer.content == log_in("nobody").content
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert who(browser) is None


def test_the_page_signs_no_deactivated_person_in(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)
    browser = Client()
    browser.post("/accounts/login/", {"login": "owner", "password": PASSWORD})
    assert who(browser) is None


@pytest.mark.parametrize(
    "body", ['{"username": "owner"}', '{"password": "x"}', "{", "[]", '{"username": 1, "password": 2}']
)
def test_a_login_that_lacks_something_is_refused(body: str) -> None:
    assert send(LOG_IN, body).status_code == 400


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    "name", ["", " ", "owner\x7f", "x" * 10_000, "' OR 1=1 --", "%", "_____", "@", "a@@b", "\ud800"], ids=ascii
)
def test_no_strange_name_gets_in_or_breaks_anything(name: str) -> None:
    assert log_in(name).status_code in {400, 401}


def test_the_session_gets_a_new_key_at_login(owner: User, stranger: User) -> None:
    browser = browser_of(stranger)
    before = browser.session.session_key
    log_in("owner", browser=browser)
    assert browser.session.session_key != before
    assert who(browser) == owner.username
    planted = Client(headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={before}"})
    assert who(planted) is None


def test_a_session_key_that_somebody_planted_is_not_taken_over(owner: User) -> None:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "k" * 32
    log_in(owner.username, browser=browser)
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != "k" * 32
    assert browser.cookies[settings.SESSION_COOKIE_NAME]["httponly"]
    assert browser.cookies[settings.SESSION_COOKIE_NAME]["samesite"] == "Lax"


def test_logging_out_ends_the_session_wherever_its_cookie_went(owner: User) -> None:
    browser = browser_of(owner)
    copied = Client(headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={browser.session.session_key}"})
    assert who(copied) == "owner"
    assert browser.post("/api/auth/logout").status_code == 204
    assert who(browser) is None
    assert who(copied) is None


def test_logging_out_without_a_session_is_no_fault() -> None:
    answer = Client().post("/api/auth/logout")
    assert (answer.status_code, answer.content) == (204, b"")


def test_the_logout_page_asks_first(owner: User) -> None:
    browser = browser_of(owner)
    assert "Log out?" in browser.get("/accounts/logout/").text
    assert who(browser) == "owner"
    assert browser.post("/accounts/logout/")["Location"] == "/"
    assert who(browser) is None


def test_who_am_i_answers_nobody_without_a_session() -> None:
    answer = Client().get("/api/auth/me")
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in"


def test_a_deactivated_persons_session_ends_at_the_next_request(owner: User) -> None:
    browser = browser_of(owner)
    assert browser.get("/upload/").status_code == 200
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert browser.get("/api/auth/me").status_code == 401
    assert browser.get("/upload/").status_code == 302


@pytest.mark.parametrize("path", ["/upload/", "/explore/", "/u/owner/", "/p/x/?a=1&b=2", "/p/x/delete/"])
def test_a_visitor_of_a_members_page_comes_back_to_it_after_login(owner: User, path: str) -> None:
    browser = Client()
    sent = browser.get(path)
    assert sent.status_code == 302
    assert sent["Location"].startswith("/accounts/login/?next=/")
    page = browser.get(sent["Location"])
    wanted = page.context["redirect_field_value"]
    answer = browser.post(sent["Location"], {"login": owner.username, "password": PASSWORD, "next": wanted})
    assert (answer.status_code, answer["Location"]) == (302, path)


ELSEWHERE = [
    *(
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\\\e.org",
    ),
    *(
        "http:elsewhere.example",
        "javascript:alert(1)",
        "http://localhost:1/",
        "http://127.0.0.1/",
        "//localhost/",
        "\t//e.org",
    ),
]


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("elsewhere", ELSEWHERE, ids=ascii)
def test_nobody_is_sent_elsewhere_after_login(elsewhere: str) -> None:
    answer = log_in_by_page("owner", next=elsewhere)
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("elsewhere", ELSEWHERE, ids=ascii)
def test_a_member_is_not_sent_elsewhere_by_a_link_to_the_login_page(owner: User, elsewhere: str) -> None:
    answer = browser_of(owner).get("/accounts/login/", {"next": elsewhere})
    assert answer["Location"] == "/"
