"""The doors of the administration: every address and every role, held against the table of tests/admin_access.py."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver

from tests.admin_access import APPLICATIONS, MODELS, MODERATOR, ROWS, CASE, Row, reaches
from tests.admin_world import MAIL, OUTSIDE, ROLES, SECRETS, UNREPORTED, World, make_world, stored, undone_afterwards
from tests.test_access import routes

# What stays hidden from a role on the pages that it may open.
NEVER = {
    **dict.fromkeys((*OUTSIDE, "clerk"), SECRETS),
    "moderator": (MAIL, UNREPORTED, "tokenword", "invitationword"),
    "administrator": (UNREPORTED,),
    "superuser": (UNREPORTED,),
}


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001
    """Make one thing of each kind."""
    return make_world()


def admin_routes() -> set[str]:
    """List the addresses below admin/, those of the applications as one."""
    found = routes(get_resolver().url_patterns)
    return {re.sub(r"\^\(\?P<app_label>.*\)/\$", "<app_label>/", route) for route in found if route.startswith("admin/")}


def told_by(answer: Any) -> str:
    """Answer all that was told, in lower case: where to go, and the body."""
    return f"{answer.get('Location', '')}\n{answer.content.decode()}".lower()


def assert_tells_none_of(secrets: tuple[str, ...], answer: Any, where: object) -> None:
    """Look for words that this role may not read."""
    told = told_by(answer)
    assert [word for word in secrets if word in told] == [], where


def test_every_address_and_every_action_has_a_row() -> None:
    assert admin_routes() == {row.route for row in ROWS}
    registered = {kind._meta.label_lower: site for kind, site in admin.site._registry.items()}  # noqa: SLF001
    assert set(registered) == {model.name for model in MODELS}
    assert {name.split(".")[0] for name in registered} == set(APPLICATIONS)


@pytest.mark.parametrize("role", ROLES)
def test_an_address_answers_each_role_as_the_table_says(world: World, role: str) -> None:
    browser, answered = world.browser(role), {}
    for method, row in ((method, row) for row in ROWS for method in ("GET", "POST")):
        with undone_afterwards():
            answer = browser.generic(method, world.path(row.route, row.thing))
        where = method, row.route, row.thing
        answered[where] = answer.status_code
        if role in OUTSIDE and answer.status_code == 302 and "log" not in row.route:
            assert answer["Location"].startswith("/admin/login/?next=")
        is_refused = answer.status_code >= 300 and not (row.route.startswith(CASE) and reaches(role, MODERATOR))
        assert_tells_none_of(SECRETS if is_refused else NEVER[role], answer, where)
        if row.route.endswith("logout/"):
            browser = world.browser(role)
    expected = {
        (method, row.route, row.thing): row.status(role, method) for row in ROWS for method in ("GET", "POST")
    }
    wrong = {where: (answered[where], status) for where, status in expected.items() if answered[where] != status}
    assert wrong == {}
