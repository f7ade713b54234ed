"""The doors of the administration: every address and every role, held against the table of tests/admin_access.py."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.urls import get_resolver

from tests.admin_access import APPLICATIONS, CASE, MODELS, MODERATOR, ROWS, reaches
from tests.admin_world import MAIL, OUTSIDE, SECRETS, STAFF, UNREPORTED, World, make_world, undone_afterwards
from tests.test_access import routes

METHODS = ("GET", "POST")
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
    return {
        re.sub(r"\^\(\?P<app_label>.*\)/\$", "<app_label>/", route) for route in found if route.startswith("admin/")
    }


def told_by(answer: Any) -> str:
    """Answer all that was told, in lower case: where to go, and the body."""
    return f"{answer.get('Location', '')}\n{answer.content.decode()}".lower()


def assert_tells_none_of(secrets: tuple[str, ...], answer: Any, where: object) -> None:
    """Look for words that this role may not read."""
    told = told_by(answer)
    assert [word for word in secrets if word in told] == [], where


def test_every_address_has_a_row() -> None:
    assert admin_routes() == {row.route for row in ROWS}
    registered = {kind._meta.label_lower: site for kind, site in admin.site._registry.items()}  # noqa: SLF001
    assert set(registered) == {model.name for model in MODELS}
    assert {name.split(".")[0] for name in registered} == set(APPLICATIONS)


@pytest.mark.parametrize("roles", [OUTSIDE, *((role,) for role in STAFF)], ids=("outside", *STAFF))
def test_an_address_answers_each_role_as_the_table_says(world: World, roles: tuple[str, ...]) -> None:
    answered = {where: status for role in roles for where, status in every_answer(world, role)}
    expected = {
        (role, method, row.route, row.thing): row.status(role, method)
        for role in roles
        for row in ROWS
        for method in METHODS
    }
    assert {where: (answered[where], status) for where, status in expected.items() if answered[where] != status} == {}


def every_answer(world: World, role: str) -> Iterator[tuple[object, int]]:
    """Ask for everything in a role, and look that no answer tells what it must not."""
    browser = world.browser(role)
    for row in ROWS:
        for method in METHODS:
            with undone_afterwards():
                answer = browser.generic(method, world.path(row.route, row.thing))
            where = role, method, row.route, row.thing
            if role in OUTSIDE and not row.roles:
                assert re.match(r"/admin/(login/\?next=|$)", answer["Location"]), where
            # Who may look at a case is shown it again with what was refused.
            is_shown = answer.status_code == 200 or (row.route.startswith(CASE) and reaches(role, MODERATOR))
            assert_tells_none_of(NEVER[role] if is_shown else SECRETS, answer, where)
            yield where, answer.status_code
        if row.route == "admin/logout/":
            browser = world.browser(role)


@pytest.mark.parametrize("role", STAFF[1:])
def test_a_list_offers_each_role_the_actions_of_the_table(world: World, role: str) -> None:
    browser, offered = world.browser(role), {}
    for model in MODELS:
        page = browser.get(f"/{model.address}").content.decode()
        choice = re.search('<select name="action".*?</select>', page, re.DOTALL)
        offered[model.name] = set(re.findall(r'<option value="(\w+)"', choice[0])) if choice else set()
    assert offered == {
        model.name: {name for name, least in model.actions.items() if reaches(role, least)} for model in MODELS
    }
