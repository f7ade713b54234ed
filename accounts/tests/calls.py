"""How the tests of accounts call the site: JSON as a client sends it, forms as a browser does."""

import json
from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from tests.cast import PASSWORD

SIGN_UP = "/api/auth/signup"
LOG_IN = "/api/auth/login"
NEW_PASSWORD = "a quite different sentence"


def send(path: str, body: object, browser: Client | None = None) -> Any:
    """Send JSON; a string or bytes go as they are."""
    raw = body if isinstance(body, str | bytes) else json.dumps(body)
    return (browser or Client()).post(path, raw, content_type="application/json")


def sign_up(username: object = "newcomer", password: object = PASSWORD, **more: object) -> Any:
    """Sign up as JSON from a browser that nobody used before."""
    return send(SIGN_UP, {"username": username, "password": password, **more})


def log_in(username: object, password: object = PASSWORD, browser: Client | None = None) -> Any:
    """Log in as JSON."""
    return send(LOG_IN, {"username": username, "password": password}, browser)


def log_in_by_page(login: str, password: str = PASSWORD, **more: str) -> Any:
    """Send the login form."""
    return Client().post("/accounts/login/", {"login": login, "password": password, **more})


def who(browser: Client) -> str | None:
    """Ask the site who is signed in in this browser."""
    answer = browser.get("/api/auth/me")
    return answer.json()["username"] if answer.status_code == 200 else None


def staff_with(username: str, *rights: str) -> User:
    """Make a member of the staff with these rights ("accounts.change_user") and no others."""
    user = User.objects.create_user(username, password=PASSWORD, is_staff=True)
    for right in rights:
        label, codename = right.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    return user


def act(browser: Client, path: str, action: str, *chosen: int, **more: str) -> Any:
    """Choose rows of a list of the administration and run an action on them; confirmed="yes" answers its question."""
    return browser.post(path, {"action": action, "_selected_action": list(chosen), **more}, follow=True)
