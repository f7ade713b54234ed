"""Changing the password, and getting a new one by mail."""

import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from accounts.tests.calls import NEW_PASSWORD, log_in, sign_up, who
from tests.cast import PASSWORD, browser_of

pytestmark = pytest.mark.django_db

RESET = "/accounts/password/reset/"
CHANGE = "/accounts/password/change/"


@pytest.fixture
def reachable() -> User:
    """Make somebody who gave an address."""
    sign_up("reachable", email="reach@example.org")
    return User.objects.get(username="reachable")


def ask(email: str) -> Any:
    """Ask for a link to a new password and look at the page that follows."""
    return Client().post(RESET, {"email": email}, follow=True)


def link_in(message: EmailMessage) -> str:
    """Find the link in a message."""
    found = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", str(message.body))
    assert found
    return found[1]


def choose(link: str, password: str = NEW_PASSWORD) -> Any:
    """Open the link as a browser does and choose a password."""
    browser = Client()
    form = browser.get(link, follow=True)
    path = form.redirect_chain[-1][0] if form.redirect_chain else link
    return browser.post(path, {"password1": password, "password2": password}, follow=True)


@pytest.mark.usefixtures("reachable")
@pytest.mark.parametrize("email", ["reach@example.org", "REACH@example.org"])
def test_a_link_is_mailed_to_the_address_of_the_account(mailoutbox: list[EmailMessage], email: str) -> None:
    ask(email)
    assert [message.to for message in mailoutbox] == [["reach@example.org"]]
    assert "reachable" in str(mailoutbox[0].body)


@pytest.mark.usefixtures("reachable")
def test_the_link_sets_a_new_password_once(mailoutbox: list[EmailMessage]) -> None:
    ask("reach@example.org")
    link = link_in(mailoutbox[0])
    assert "Your password is changed" in choose(link).text
    assert log_in("reachable", NEW_PASSWORD).status_code == 200
    assert log_in("reachable", PASSWORD).status_code == 401
    assert "This link no longer works" in choose(link, "yet another sentence").text
    assert log_in("reachable", NEW_PASSWORD).status_code == 200


def test_a_new_password_ends_the_sessions_of_the_old_one(reachable: User, mailoutbox: list[EmailMessage]) -> None:
    browser = browser_of(reachable)
    ask("reach@example.org")
    choose(link_in(mailoutbox[0]))
    assert who(browser) is None


@pytest.mark.usefixtures("reachable")
@pytest.mark.parametrize("password", ["short", "12345678901", "x" * 201])
def test_the_link_sets_no_weak_password(mailoutbox: list[EmailMessage], password: str) -> None:
    ask("reach@example.org")
    assert 'class="field-errors"' in choose(link_in(mailoutbox[0]), password).text
    assert log_in("reachable").status_code == 200


@pytest.mark.parametrize("link", ["1-abc-def", "zzzzzzzzzzzzzzzzzzzzzzzz-abc-def", "0-set-password", "1-%00"])
def test_a_link_that_nobody_made_sets_nothing(link: str) -> None:
    page = Client().get(f"/accounts/password/reset/key/{link}/", follow=True)
    assert "This link no longer works" in page.text


@pytest.mark.usefixtures("reachable")
def test_known_and_unknown_addresses_are_answered_alike(mailoutbox: list[EmailMessage]) -> None:
    known, unknown = ask("reach@example.org"), ask("nobody@example.org")
    assert known.redirect_chain == unknown.redirect_chain
    assert re.sub(r'"[A-Za-z0-9]{64}"', "", known.text) == re.sub(r'"[A-Za-z0-9]{64}"', "", unknown.text)
    assert len(mailoutbox) == 1


def test_a_generated_address_is_never_mailed(owner: User, mailoutbox: list[EmailMessage]) -> None:
    known, unknown = ask(owner.email), ask("nobody@users.lumina.invalid")
    assert known.status_code == unknown.status_code
    assert mailoutbox == []


def test_a_deactivated_person_gets_no_link(reachable: User, mailoutbox: list[EmailMessage]) -> None:
    User.objects.filter(pk=reachable.pk).update(is_active=False)
    ask("reach@example.org")
    assert mailoutbox == []


@pytest.mark.usefixtures("reachable")
@pytest.mark.parametrize(
    "email",
    ["", "no address", "reach@example.org\r\nBcc: x@y.org", "reach\0@example.org", "réach@example.org"],
    ids=ascii,
)
def test_what_is_no_address_is_mailed_nothing(mailoutbox: list[EmailMessage], email: str) -> None:
    assert ask(email).status_code < 500
    assert mailoutbox == []


@pytest.mark.usefixtures("reachable")
def test_an_address_gets_at_most_five_links_an_hour(mailoutbox: list[EmailMessage]) -> None:
    for _ in range(7):
        ask("reach@example.org")
    assert len(mailoutbox) == 5


def change(browser: Client, old: str = PASSWORD, new: str = NEW_PASSWORD) -> Any:
    """Send the form for a new password."""
    return browser.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new}, follow=True)


def test_a_member_changes_the_password_and_stays_signed_in_here_only(owner: User) -> None:
    here, there = browser_of(owner), browser_of(owner)
    assert change(here).status_code == 200
    assert who(here) == "owner"
    assert who(there) is None
    assert log_in("owner", NEW_PASSWORD).status_code == 200
    assert log_in("owner", PASSWORD).status_code == 401


@pytest.mark.parametrize(
    ("old", "new"), [("wrong", NEW_PASSWORD), (PASSWORD, "short"), (PASSWORD, "x" * 201), (PASSWORD, "")]
)
def test_a_password_is_not_changed_without_the_old_one_or_to_a_weak_one(owner: User, old: str, new: str) -> None:
    assert 'class="field-errors"' in change(browser_of(owner), old, new).text
    assert log_in("owner").status_code == 200


def test_who_was_made_without_a_password_gets_the_first_one_by_mail(mailoutbox: list[EmailMessage]) -> None:
    made_by_staff = User.objects.create_user("reachable", email="reach@example.org")
    page = browser_of(made_by_staff).get(CHANGE, follow=True)
    assert page.redirect_chain[-1] == (RESET, 302)
    ask("reach@example.org")
    choose(link_in(mailoutbox[0]))
    assert log_in("reachable", NEW_PASSWORD).status_code == 200


def test_a_visitor_has_no_password_to_change() -> None:
    answer = Client().get(CHANGE)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={CHANGE}")
