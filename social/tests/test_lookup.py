"""Looking a person up by name."""

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import browser_of

pytestmark = pytest.mark.django_db

LOOKUP = "/api/users/lookup"


@pytest.mark.parametrize("name", ["owner", "OWNER", "oWnEr", " owner "])
def test_a_member_is_found_in_any_case(owner: User, stranger: User, name: str) -> None:
    answer = browser_of(stranger).get(LOOKUP, {"username": name})
    assert answer.status_code == 200
    assert answer.json() == {"id": owner.pk, "username": "owner"}


def test_one_finds_oneself(owner: User) -> None:
    assert browser_of(owner).get(LOOKUP, {"username": "owner"}).json()["id"] == owner.pk


NO_NAMES = [{}, {"username": ""}, {"username": " \t"}, {"username": "own\0er"}, {"username": "\u200b\ufeff"}]


@pytest.mark.parametrize("query", NO_NAMES, ids=ascii)
def test_no_name_is_no_question(stranger: User, query: dict[str, str]) -> None:
    answer = browser_of(stranger).get(LOOKUP, query)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["username"]


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("name", ["nobody", "own", "owner2", "ówner", "ow%", "_wner", "x" * 5_000, "1", "owner\u200b"])
def test_there_is_nobody_of_another_name(stranger: User, name: str) -> None:
    answer = browser_of(stranger).get(LOOKUP, {"username": name})
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_a_deactivated_person_looks_like_nobody(owner: User, stranger: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)
    browser = browser_of(stranger)
    gone = browser.get(LOOKUP, {"username": "owner"})
    assert gone.status_code == 404
    assert gone.content == browser.get(LOOKUP, {"username": "nobody"}).content


def test_visitors_look_nobody_up(owner: User) -> None:
    answer = Client().get(LOOKUP, {"username": owner.username})
    assert answer.status_code == 401
    assert b"owner" not in answer.content
