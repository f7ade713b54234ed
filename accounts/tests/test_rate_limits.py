"""Guessing passwords: ten wrong ones close a name for a while, for JSON and the page together."""

import runpy
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.calls import log_in, log_in_by_page, who

pytestmark = pytest.mark.django_db


def guess(times: int, name: str = "owner") -> list[int]:
    """Guess wrong so many times and answer the statuses."""
    return [log_in(name, f"wrong password {number}").status_code for number in range(times)]


@pytest.mark.usefixtures("owner", "stranger")
def test_after_ten_wrong_passwords_even_the_right_one_must_wait() -> None:
    assert guess(10) == [401] * 10
    answer = log_in("owner")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 300
    assert answer.json()["code"] == "too_many"
    assert log_in("stranger").status_code == 200


@pytest.mark.usefixtures("owner")
def test_an_unknown_name_closes_in_the_same_way() -> None:
    assert guess(11, "nobody") == [401] * 10 + [429]


@pytest.mark.usefixtures("owner")
def test_another_case_of_the_name_is_no_new_chance() -> None:
    guess(5, "owner")
    guess(5, "OWNER")
    assert log_in("Owner").status_code == 429


@pytest.mark.usefixtures("owner")
def test_space_around_the_name_is_no_new_chance() -> None:
    guess(10)
    assert log_in(" owner ").status_code == 429
    assert log_in_by_page(" owner ").status_code == 429


@pytest.mark.usefixtures("owner")
def test_the_page_counts_and_refuses_together_with_json() -> None:
    guess(5)
    for number in range(5):
        assert log_in_by_page("owner", f"wrong password {number}").status_code == 200
    page = log_in_by_page("owner")
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 300
    assert "Too many wrong passwords" in page.text
    assert log_in("owner").status_code == 429


@pytest.mark.usefixtures("owner")
def test_right_passwords_in_between_do_not_start_the_count_again() -> None:
    guess(9)
    assert log_in("owner").status_code == 200
    assert guess(2) == [401, 429]


@pytest.mark.usefixtures("owner")
def test_logging_in_rightly_is_never_too_often() -> None:
    assert {log_in("owner").status_code for _ in range(12)} == {200}


def test_guessing_many_names_closes_the_address() -> None:
    assert {log_in(f"nobody{number}", "wrong password").status_code for number in range(50)} == {401}
    assert log_in("nobody50", "wrong password").status_code == 429


@pytest.mark.usefixtures("owner")
def test_the_switch_for_limits_does_not_open_the_door_to_guessing(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATE_LIMITS", "off")
    read_anew = runpy.run_path(str(settings.BASE_DIR / "lumina_site" / "settings.py"))
    settings.ACCOUNT_RATE_LIMITS = read_anew["ACCOUNT_RATE_LIMITS"]
    guess(10)
    assert log_in("owner").status_code == 429
    assert log_in_by_page("owner").status_code == 429


def test_the_administration_has_no_door_of_its_own(moderator: User) -> None:
    browser = Client()
    answer = browser.get("/admin/login/?next=/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=%2Fadmin%2F")
    browser.post("/admin/login/", {"username": moderator.username, "password": "correct horse battery staple"})
    assert who(browser) is None
