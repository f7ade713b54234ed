"""Changing one's own account as JSON."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.tests.calls import log_in, sign_up, who
from accounts.tests.test_admin import edit
from accounts.tests.test_password import ask, choose, link_in
from accounts.tests.test_signup_page import fill_in
from tests.cast import browser_of, person
from tests.servers import free_port

pytestmark = pytest.mark.django_db

ME = "/api/auth/me"
OLD, NEW = "old@example.org", "new@example.org"
WRONG_TYPES: tuple[Any, ...] = (None, 1, True, [], {})


def change(who_asks: User | Client, body: object = None, /, **given: object) -> Any:
    """Send a change; a string goes as it is."""
    browser = who_asks if isinstance(who_asks, Client) else browser_of(who_asks)
    raw = body if isinstance(body, str) else json.dumps(given)
    return browser.patch(ME, raw, content_type="application/json")


def stored(user: User) -> User:
    """Read the account as it is now."""
    return User.objects.get(pk=user.pk)


def columns(user: User) -> dict[str, Any]:
    """Read everything that is stored of a person."""
    return dict(User.objects.filter(pk=user.pk).values().get())


@pytest.fixture
def reachable() -> User:
    """Make somebody who gave an address on the sign-up page, where allauth keeps it too."""
    fill_in(username="reachable", email=OLD)
    return User.objects.get(username="reachable")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bio", "I like\nthe sea."),
        ("bio", "x" * 500),
        ("bio", "😀" * 500),
        ("email", NEW),
        *(("default_visibility", value) for value in ("everyone", "friends", "me")),
    ],
    ids=ascii,
)
def test_a_field_is_changed_and_the_others_stay(owner: User, field: str, value: str) -> None:
    before = browser_of(owner).get(ME).json()
    answer = change(owner, **{field: value})
    assert answer.status_code == 200
    assert answer.json() == {**before, field: value} == browser_of(owner).get(ME).json()


def test_all_at_once(owner: User) -> None:
    given = {"bio": "Hello", "email": NEW, "default_visibility": "me"}
    answer = change(owner, **given).json()
    assert {name: answer[name] for name in given} == given


def test_nothing_changes_nothing(owner: User) -> None:
    browser = browser_of(owner)
    before = columns(owner)
    assert change(browser).status_code == 200
    assert columns(owner) == before


def test_an_empty_text_clears(owner: User) -> None:
    change(owner, bio="Hello", email=NEW)
    answer = change(owner, bio="", email=" ").json()
    assert (answer["bio"], answer["email"]) == ("", None)
    assert stored(owner).email == "owner@users.lumina.invalid"


def test_a_text_is_trimmed_and_nothing_visible_is_empty(owner: User) -> None:
    assert change(owner, bio="  One\r\ntwo \n").json()["bio"] == "One\ntwo"
    assert change(owner, bio="\u200b \u200d\ufeff").json()["bio"] == ""
    assert change(owner, email="  New@Example.org ").json()["email"] == NEW


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bio", "x" * 501),
        *(("bio", text) for text in ("nul\0x", "esc\x1bx", "half\ud800")),
        *(("email", text) for text in ("no address", "@", "a@b", "a@b.org\r\nBcc: c@d.org", "nul\0@b.org", "é@b.org")),
        *(("email", text) for text in ("owner@users.lumina.invalid", "x@HOST.invalid", "x@host.invalid.")),
        ("email", "x" * 250 + "@example.org"),
        *(("default_visibility", text) for text in ("", "ME", "public", "me ", "everyone,me")),
        *((field, wrong) for field in ("bio", "email", "default_visibility") for wrong in WRONG_TYPES),
    ],
    ids=ascii,
)
def test_what_will_not_do_is_refused_at_its_field_and_nothing_is_changed(
    owner: User, field: str, value: object
) -> None:
    browser = browser_of(owner)
    before = columns(owner)
    others = {"bio": "New", "email": NEW, "default_visibility": "me"}
    answer = change(browser, **{**others, field: value})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert columns(owner) == before


@pytest.mark.parametrize("body", ["{", "[]", '"text"', "null", "1", '{"bio": NaN}', "[" * 100_000], ids=range(7))
def test_a_body_that_is_no_object_is_refused(owner: User, body: str) -> None:
    assert change(owner, body).status_code == 400


def test_a_body_decides_nothing_else(owner: User, stranger: User) -> None:
    browser = browser_of(owner)
    before = columns(owner)
    promoted = {
        **dict.fromkeys(("is_staff", "is_superuser", "is_admin", "search_engines"), True),
        **dict.fromkeys(("id", "pk", "user_id"), stranger.pk),
        **dict.fromkeys(("created_at", "last_login", "date_joined"), "1999-01-01T00:00:00Z"),
        **dict.fromkeys(("username", "username_key", "password", "avatar_key", "profilePic", "real_email"), "x"),
        "is_active": False,
        "groups": [1],
        "user_permissions": [1],
    }
    assert change(browser, **promoted, bio="Mine").status_code == 200
    assert columns(owner) == {**before, "bio": "Mine"}
    assert not stored(owner).groups.exists()
    assert stored(stranger).bio == ""


def test_a_visitor_has_no_account_to_change(owner: User) -> None:
    assert change(Client(), bio="x").status_code == 401
    assert stored(owner).bio == ""


def test_another_site_changes_nothing(owner: User) -> None:
    headers = {"Origin": "https://elsewhere.example"}
    answer = browser_of(owner).patch(ME, '{"bio": "x"}', content_type="application/json", headers=headers)
    assert answer.status_code == 403
    assert stored(owner).bio == ""


# --- The address ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["taken@example.org", "TAKEN@Example.org"])
def test_a_taken_address_is_refused_as_at_sign_up(owner: User, address: str) -> None:
    sign_up("first", email="taken@example.org")
    answer = change(owner, email=address, bio="New")
    assert answer.status_code == sign_up("third", email=address).status_code == 409
    assert "first" not in answer.text
    assert (stored(owner).real_email, stored(owner).bio) == ("", "")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_one_address_at_once_one_gets_it() -> None:
    people = [person("one"), person("two")]
    start = Barrier(2)

    def wanting(user: User) -> int:
        start.wait(10)
        try:
            return int(change(user, email=NEW).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(wanting, people)) == [200, 409]
    assert User.objects.filter(email=NEW).count() == 1


def test_the_old_address_is_told_and_not_what_the_new_one_is(reachable: User, mailoutbox: list[EmailMessage]) -> None:
    change(reachable, email=NEW)
    [message] = mailoutbox
    assert message.to == [OLD]
    assert "reachable" in str(message.body)
    assert "http://testserver/accounts/password/change/" in str(message.body)
    assert NEW not in f"{message.subject}{message.body}"


def test_the_old_address_is_told_that_it_was_taken_out(reachable: User, mailoutbox: list[EmailMessage]) -> None:
    change(reachable, email="")
    assert [message.to for message in mailoutbox] == [[OLD]]


def test_nobody_is_told_of_a_first_address_or_of_the_same_one_again(
    owner: User, mailoutbox: list[EmailMessage]
) -> None:
    for given in ({"email": OLD}, {"email": OLD.upper()}, {"bio": "Hello"}):
        assert change(owner, **given).status_code == 200
    assert mailoutbox == []


def test_a_refused_address_tells_nobody(reachable: User, mailoutbox: list[EmailMessage]) -> None:
    sign_up("first", email="taken@example.org")
    change(reachable, email="taken@example.org")
    change(reachable, email="no address")
    assert mailoutbox == []


def test_a_mail_server_that_is_away_keeps_nobody_from_changing(reachable: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert change(reachable, email=NEW).status_code == 200
    assert stored(reachable).email == NEW


def leave_by_json(user: User) -> None:
    """Take another address by JSON."""
    change(user, email=NEW)


def leave_by_staff(user: User) -> None:
    """Let staff enter another address."""
    assert edit(browser_of(User.objects.create_superuser("moderator")), user, email=NEW).status_code == 302


@pytest.mark.parametrize("leave", [leave_by_json, leave_by_staff])
def test_the_old_address_is_no_way_in_any_more(
    reachable: User, mailoutbox: list[EmailMessage], leave: Callable[[User], None]
) -> None:
    ask(OLD)
    link = link_in(mailoutbox.pop())
    assert log_in(OLD).status_code == 200
    leave(reachable)
    mailoutbox.clear()
    assert log_in(OLD).status_code == 401
    assert log_in(NEW).status_code == 200
    ask(OLD)
    assert mailoutbox == []
    assert "This link no longer works" in choose(link).text
    ask(NEW)
    assert [message.to for message in mailoutbox] == [[NEW]]


def test_somebody_else_may_take_the_address_that_was_left(reachable: User, owner: User) -> None:
    change(reachable, email="")
    assert change(owner, email=OLD).status_code == 200
    assert log_in(OLD).json()["username"] == "owner"


def test_other_devices_stay_logged_in(reachable: User) -> None:
    here, there = browser_of(reachable), browser_of(reachable)
    change(here, email=NEW)
    assert who(here) == who(there) == "reachable"


def test_an_address_is_changed_ten_times_an_hour_at_most(owner: User) -> None:
    assert {change(owner, email=f"a{number}@example.org").status_code for number in range(10)} == {200}
    answer = change(owner, email="another@example.org")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert stored(owner).email == "a9@example.org"
    assert change(owner, bio="Hello", email="a9@example.org").status_code == 200
