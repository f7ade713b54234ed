"""The name of somebody who was erased is nobody's for 90 days, on every way to sign up."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.erasing import erase_person, is_retired, release_names
from accounts.models import RetiredName, User
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def sign_up(name: str) -> int:
    """Sign up as JSON clients do, and answer the status."""
    body = {"username": name, "password": PASSWORD}
    return Client().post("/api/auth/signup", body, content_type="application/json").status_code


def test_the_name_of_somebody_who_was_erased_is_taken_in_any_case(owner: User) -> None:
    erase_person(person=owner)
    assert not User.objects.exists()
    assert (sign_up("owner"), sign_up("Owner")) == (409, 409)
    assert not User.objects.exists()
    assert sign_up("owner2") == 201


def test_the_page_says_so_at_the_field_in_the_words_of_a_taken_name(owner: User, stranger: User) -> None:
    erase_person(person=owner)
    pages = [
        Client().post("/accounts/signup/", {"username": name, "password1": PASSWORD}).context["form"].errors["username"]
        for name in ("OWNER", stranger.username)
    ]
    assert pages[0] == pages[1] == ["A user with that username already exists."]
    assert User.objects.count() == 1


def test_after_ninety_days_the_name_is_free_and_forgotten(owner: User) -> None:
    erase_person(person=owner)
    RetiredName.objects.update(retired_at=timezone.now() - timedelta(days=89))
    assert is_retired(username="owner")
    assert release_names() == 0
    RetiredName.objects.update(retired_at=timezone.now() - timedelta(days=90))
    assert sign_up("owner") == 201
    assert release_names() == 1


def test_a_name_that_is_erased_twice_is_retired_from_the_second_time_on(owner: User) -> None:
    erase_person(person=owner)
    RetiredName.objects.update(retired_at=timezone.now() - timedelta(days=100))
    erase_person(person=User.objects.create_user("Owner"))
    assert sign_up("owner") == 409


def test_the_name_itself_is_stored_nowhere(owner: User) -> None:
    erase_person(person=owner)
    (retired,) = RetiredName.objects.values()
    assert "owner" not in str(retired)
