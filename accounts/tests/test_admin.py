"""People in the administration: staff see and edit them, nobody else does, and a name never changes."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from accounts.tests.calls import log_in, sign_up
from tests.cast import PASSWORD, browser_of

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/accounts/user/"


def add(browser: Client, username: str, **more: str) -> Any:
    """Fill in the form for a new person."""
    fields = {"username": username, "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD, **more}
    return browser.post(f"{PEOPLE}add/", fields)


def edit(browser: Client, user: User, **changes: str) -> Any:
    """Fill in a person's form, changed as said."""
    fields = {
        "username": user.username,
        "email": user.email,
        "bio": user.bio,
        "default_visibility": user.default_visibility,
        "is_active": "on",
        **changes,
    }
    return browser.post(f"{PEOPLE}{user.pk}/change/", fields)


def test_staff_list_people(superuser: User, owner: User) -> None:
    page = browser_of(superuser).get(PEOPLE)
    assert page.status_code == 200
    assert f"{PEOPLE}{owner.pk}/change/" in page.text


@pytest.mark.parametrize("words", ["stran", "STRAN", "strange@example.org"])
def test_staff_search_people_by_name_and_address(superuser: User, owner: User, words: str) -> None:
    sign_up("stranger", email="strange@example.org")
    page = browser_of(superuser).get(PEOPLE, {"q": words})
    assert ">stranger<" in page.text
    assert f">{owner.username}<" not in page.text


def test_staff_add_people_with_and_without_an_address(superuser: User) -> None:
    browser = browser_of(superuser)
    assert browser.get(f"{PEOPLE}add/").status_code == 200
    assert add(browser, "first").status_code == 302
    assert add(browser, "second").status_code == 302
    assert add(browser, "third", email="Third@Example.org").status_code == 302
    assert log_in("first").status_code == log_in("third@example.org").status_code == 200


@pytest.mark.parametrize("name", ["OWNER", "owner", "explore", "no name", "ab"])
def test_staff_are_told_what_is_wrong_with_a_name(superuser: User, owner: User, name: str) -> None:
    page = add(browser_of(superuser), name)
    assert page.status_code == 200
    assert "errorlist" in page.text
    assert set(User.objects.all()) == {superuser, owner}


def test_staff_are_told_that_an_address_is_taken_in_any_case(superuser: User, owner: User) -> None:
    sign_up("stranger", email="taken@example.org")
    browser = browser_of(superuser)
    assert "errorlist" in add(browser, "newcomer", email="TAKEN@example.org").text
    assert "errorlist" in edit(browser, owner, email="TAKEN@example.org").text
    assert User.objects.count() == 3


def test_staff_open_and_change_a_person_but_never_the_name(superuser: User, owner: User) -> None:
    browser = browser_of(superuser)
    page = browser.get(f"{PEOPLE}{owner.pk}/change/")
    assert page.status_code == 200
    assert 'name="username"' not in page.text
    assert edit(browser, owner, username="renamed", bio="Changed by staff").status_code == 302
    owner.refresh_from_db()
    assert (owner.username, owner.username_key, owner.bio) == ("owner", "owner", "Changed by staff")


def test_staff_switch_a_person_off(superuser: User, owner: User) -> None:
    browser = browser_of(owner)
    edit(browser_of(superuser), owner, is_active="")
    assert browser.get("/api/auth/me").status_code == 401
    assert log_in("owner").status_code == 401


@pytest.mark.parametrize("path", ["/admin/", PEOPLE, f"{PEOPLE}add/"])
def test_nobody_else_opens_the_administration(owner: User, path: str) -> None:
    assert browser_of(owner).get(path).status_code in {302, 403}
    assert Client().get(path).status_code == 302


def test_a_member_adds_and_changes_nobody_there(owner: User, stranger: User) -> None:
    browser = browser_of(owner)
    add(browser, "newcomer", is_staff="on")
    edit(browser, owner, is_staff="on", is_superuser="on")
    edit(browser, stranger, bio="Not by staff")
    owner.refresh_from_db()
    stranger.refresh_from_db()
    assert (owner.is_staff, owner.is_superuser, stranger.bio) == (False, False, "")
    assert User.objects.count() == 2


def test_a_command_makes_a_superuser_who_opens_the_administration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, username="keeper", verbosity=0)
    browser = Client()
    assert log_in("keeper", browser=browser).status_code == 200
    assert browser.get(PEOPLE).status_code == 200


def test_the_administration_shows_no_second_table_of_addresses(superuser: User) -> None:
    assert "emailaddress" not in browser_of(superuser).get("/admin/").text
