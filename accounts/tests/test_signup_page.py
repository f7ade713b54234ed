"""The sign-up page: the same rules as JSON, with every reason at its field."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.tests.calls import sign_up, who
from tests.cast import PASSWORD, browser_of

pytestmark = pytest.mark.django_db

PAGE = "/accounts/signup/"


def fill_in(browser: Client | None = None, /, **given: str) -> Any:
    """Send the form, with whatever the test wants different."""
    fields = {"username": "newcomer", "password1": PASSWORD, "password2": PASSWORD, **given}
    return (browser or Client()).post(PAGE, fields)


def test_the_form_asks_for_a_name_and_twice_for_a_password() -> None:
    page = Client().get(PAGE)
    assert page.status_code == 200
    for field in ("username", "email", "password1", "password2"):
        assert f'name="{field}"' in page.text


def test_a_newcomer_is_signed_in_and_sent_home() -> None:
    browser = Client()
    answer = fill_in(browser)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert who(browser) == "newcomer"
    assert browser.get("/").status_code == 200


def test_the_generated_address_is_neither_shown_nor_mailed() -> None:
    browser = Client()
    page = browser.post(PAGE, {"username": "newcomer", "password1": PASSWORD, "password2": PASSWORD}, follow=True)
    assert "lumina.invalid" not in page.text
    assert browser.get("/api/auth/me").json()["email"] is None
    assert mail.outbox == []


def test_the_generated_address_is_kept_nowhere_but_beside_the_name() -> None:
    fill_in()
    assert not User.objects.get().emailaddress_set.exists()  # type: ignore[attr-defined]


def test_an_address_is_kept_in_lower_case() -> None:
    fill_in(email="New@Example.org")
    assert User.objects.get().email == "new@example.org"


@pytest.mark.parametrize(
    "given",
    [
        {"username": ""},
        {"username": "ab"},
        {"username": "Explore"},
        {"username": "new comer"},
        {"username": "new\0comer"},
        {"username": "newcomér"},
        {"password1": "short", "password2": "short"},
        {"password1": "12345678901", "password2": "12345678901"},
        {"password1": "newcomer1", "password2": "newcomer1"},
        {"password2": "another one"},
        {"email": "no address"},
        {"email": "x@users.lumina.invalid"},
        {"email": "x@host.invalid"},
        {"email": "x\0@host.org"},
    ],
    ids=str,
)
def test_what_will_not_do_is_said_at_its_field(given: dict[str, str]) -> None:
    page = fill_in(**given)
    assert page.status_code in {200, 400}
    assert 'class="field-errors"' in page.text
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["owner", "OWNER"])
def test_a_taken_name_is_said_at_its_field(owner: User, name: str) -> None:
    page = fill_in(username=name)
    assert 'class="field-errors"' in page.text
    assert list(User.objects.all()) == [owner]


def test_a_taken_address_makes_no_second_account() -> None:
    sign_up("first", email="same@example.org")
    page = fill_in(email="SAME@example.org")
    assert page.status_code < 500
    assert [user.username for user in User.objects.all()] == ["first"]
    assert 'class="field-errors"' in page.text


def test_a_form_promotes_nobody() -> None:
    fill_in(is_staff="on", is_superuser="on", id="4711")
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser) == (False, False)
    assert user.pk != 4711


def test_a_member_is_sent_on_from_the_sign_up_page(owner: User) -> None:
    assert browser_of(owner).get(PAGE).status_code == 302


def test_a_form_without_its_token_is_refused() -> None:
    answer = fill_in(Client(enforce_csrf_checks=True))
    assert answer.status_code == 403
    assert "too old" in answer.text
    assert not User.objects.exists()


def test_the_limit_of_new_accounts_is_shared_with_json() -> None:
    for number in range(20):
        sign_up(f"newcomer{number}")
    answer = fill_in()
    assert answer.status_code == 429
    assert User.objects.count() == 20
