"""Signing up as JSON: what is taken, what is refused, and what a body can never decide."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.tests.calls import SIGN_UP, send, sign_up, who
from tests.cast import PASSWORD, person

pytestmark = pytest.mark.django_db


def test_a_newcomer_gets_an_account_and_a_session() -> None:
    browser = Client()
    answer = send(SIGN_UP, {"username": "New.Comer", "password": PASSWORD, "email": "New@Example.org"}, browser)
    assert answer.status_code == 201
    shown = answer.json()
    assert shown.pop("id") == User.objects.get().pk
    assert shown.pop("created_at").endswith("Z")
    assert shown == {
        "username": "New.Comer",
        "bio": "",
        "profilePic": None,
        "profileThumb": None,
        "email": "new@example.org",
        "default_visibility": "everyone",
    }
    assert who(browser) == "New.Comer"
    assert answer["Cache-Control"] == "private, no-store"


def test_without_an_address_none_is_shown() -> None:
    answer = sign_up()
    assert answer.json()["email"] is None
    assert b"invalid" not in answer.content


def test_a_name_is_trimmed() -> None:
    assert sign_up("  newcomer \n").json()["username"] == "newcomer"


@pytest.mark.parametrize("missing", ["username", "password"])
def test_what_is_missing_is_named(missing: str) -> None:
    body = {"username": "newcomer", "password": PASSWORD}
    del body[missing]
    answer = send(SIGN_UP, body)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [missing]
    assert answer.json()["code"] == "invalid"
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["", "short", "12345678901", "password123", "newcomer", "x" * 201])
def test_a_weak_password_is_refused_with_the_reason(password: str) -> None:
    answer = sign_up(password=password)
    assert answer.status_code == 400
    assert answer.json()["fields"]["password"]
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        *("", "   ", "ab", "x" * 31, "new comer", "new/comer", "newcomér", "новичок", "new@comer", "new\ncomer"),
        *("admin", "Explore", "API", "upload", "accounts", "friends", "null", "\u200bnewcomer", "<b>newcomer"),
    ],
)
def test_a_bad_or_reserved_name_is_refused(name: str) -> None:
    answer = sign_up(name)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["username"]
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "email",
    ["no address", "a@b", "x@users.lumina.invalid", "x@host.INVALID", "x@host.invalid.", "a@b.org\r\nBcc: c@d.org"],
)
def test_an_address_that_reaches_nobody_is_refused(email: str) -> None:
    answer = sign_up(email=email)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["email"]
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["owner", "OWNER", "oWnEr"])
def test_a_name_is_taken_in_any_case(owner: User, name: str) -> None:
    answer = sign_up(name)
    assert answer.status_code == 409
    assert answer.json()["code"] == "conflict"
    assert list(User.objects.all()) == [owner]


def test_an_address_is_taken_in_any_case() -> None:
    assert sign_up("first", email="Same@Example.org").status_code == 201
    assert sign_up("second", email="sAME@eXAMPLE.ORG").status_code == 409
    assert User.objects.count() == 1


def test_a_placeholder_address_cannot_be_taken_from_somebody(owner: User) -> None:
    assert sign_up(email=owner.email).status_code == 400


NO_BODIES = [
    *("", "{", "[]", '"text"', "null", "1", "NaN", '{"username": NaN}', "\x00", "[" * 100_000, '{"a":' * 30_000),
    '{"username": "newcomer", "password": ' + "9" * 5_000 + "}",
    b"\xff\xfe{}",
]


@pytest.mark.parametrize("body", NO_BODIES, ids=range(len(NO_BODIES)))
def test_a_body_that_is_no_object_is_refused(body: str | bytes) -> None:
    answer = send(SIGN_UP, body)
    assert answer.status_code in {400, 413}
    assert answer.json()["message"]
    assert not User.objects.exists()


@pytest.mark.parametrize("value", [None, 1, 1.5, True, [], ["newcomer"], {}, {"a": 1}], ids=str)
@pytest.mark.parametrize("field", ["username", "password", "email"])
def test_a_wrong_type_is_refused(field: str, value: object) -> None:
    answer = send(SIGN_UP, {"username": "newcomer", "password": PASSWORD, field: value})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert not User.objects.exists()


@pytest.mark.parametrize("text", ["new\0comer", "new\ud800comer", "\udfff", "new\x1bcomer", "new\x9fcomer"], ids=ascii)
@pytest.mark.parametrize("field", ["username", "password", "email"])
def test_what_is_no_text_is_refused(field: str, text: str) -> None:
    answer = send(SIGN_UP, {"username": "newcomer", "password": PASSWORD, field: text})
    assert answer.status_code == 400
    assert not User.objects.exists()


def test_a_body_of_100_kilobytes_is_refused() -> None:
    assert sign_up("x" * 100_000).status_code in {400, 413}
    assert not User.objects.exists()


def test_a_body_decides_nothing_but_name_password_and_address() -> None:
    promoted = {
        **dict.fromkeys(("is_staff", "is_superuser", "is_admin"), True),
        "id": 4711,
        "pk": 4711,
        "created_at": "1999-01-01T00:00:00Z",
        "last_login": "1999-01-01T00:00:00Z",
        "is_active": False,
        "avatar_key": "x",
        "username_key": "other",
        "groups": [1],
        "bio": "x",
    }
    assert sign_up(**promoted).status_code == 201
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser) == (False, False)
    assert user.is_active
    assert user.pk != 4711
    assert user.created_at.year > 1999
    assert (user.username_key, user.avatar_key, user.bio) == ("newcomer", "", "")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_form_that_another_site_could_send_needs_no_special_case(content_type: str) -> None:
    body = json.dumps({"username": "newcomer", "password": PASSWORD})
    answer = Client().post(SIGN_UP, body, content_type=content_type, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert not User.objects.exists()


def test_the_twenty_first_account_from_one_address_in_an_hour_is_refused() -> None:
    for number in range(20):
        assert sign_up(f"newcomer{number}").status_code == 201
    answer = sign_up("newcomer20")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert User.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_one_name_at_once_one_gets_it() -> None:
    person("somebody")
    start = Barrier(2)

    def wanting(name: str) -> int:
        start.wait(10)
        try:
            return int(sign_up(name).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for turn in range(3):
            assert sorted(pool.map(wanting, [f"wanted{turn}", f"WANTED{turn}"])) == [201, 409]
    assert User.objects.count() == 4
