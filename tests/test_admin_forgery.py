"""What is sent to the administration by hand: without the right, beside a form, or without its page nothing changes."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission

from accounts.models import User
from moderation.models import Decision, Note
from photos.tests.seeing import forms_in
from tests.admin_access import CASE, MODELS, PERSON, ROWS, reaches
from tests.admin_forging import EVERY_ACTION, WORDS, everything, forged_actions, ticked
from tests.admin_world import OUTSIDE, STAFF, World, make_world, stored

REFUSED = {302, 400, 403, 404, 405}


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001
    """Make one thing of each kind."""
    return make_world()


@pytest.mark.parametrize("roles", [OUTSIDE, *((role,) for role in STAFF)], ids=("outside", *STAFF))
def test_what_a_role_may_not_send_changes_nothing(world: World, roles: tuple[str, ...]) -> None:
    for role in roles:
        browser, before = world.browser(role), stored()
        for row in ROWS:
            if row.route != "admin/logout/" and not reaches(role, row.post.least):
                sent = everything(world, row.thing)
                assert browser.post(world.path(row.route, row.thing), sent).status_code in REFUSED, row
        assert stored() == before, role


@pytest.mark.parametrize("role", ["dismissed", *STAFF])
def test_an_action_that_a_role_is_not_offered_changes_nothing(world: World, role: str) -> None:
    browser, before = world.browser(role), stored()
    for model, sent in forged_actions(world, role):
        browser.post(f"/{model.address}", sent)
    assert stored() == before


@pytest.mark.parametrize("role", ["moderator", "administrator", "superuser"])
def test_a_list_edits_nothing_in_place_and_never_acts_on_what_is_not_ticked(world: World, role: str) -> None:
    browser, before = world.browser(role), stored()
    for model in MODELS:
        sent = everything(world, model.name)
        browser.post(
            f"/{model.address}", {name: value for name, value in sent.items() if name not in {"action", "index"}}
        )
        browser.post(f"/{model.address}?_popup=1", {**sent, "action": ""})
    for address in ("photos/photo", "photos/comment", "messaging/message", "moderation/case"):
        for action in EVERY_ACTION:
            browser.post(f"/admin/{address}/", ticked([], action, select_across="1"))
            browser.post(f"/admin/{address}/", ticked(["999999"], action, select_across="1"))
    assert stored() == before


def test_a_form_takes_no_field_that_it_does_not_show(world: World) -> None:
    browser, before, sent_to = world.browser("administrator"), stored(), set()
    for row in ROWS:
        path = world.path(row.route, row.thing)
        if not row.route.endswith("/change/") or not reaches("administrator", row.post.least) or row.post.status == 405:
            continue
        page = browser.get(path)
        form = next(form for form in forms_in(page) if "_save" in form.fields)
        kept = {name: value for name, value in form.fields.items() if name not in BUTTONS}
        forged = {name: value for name, value in everything(world, row.thing).items() if name not in offered(page)}
        answer = browser.post(path, {**forged, **kept, "_save": "Save"})
        assert (answer.status_code, stored() == before) == (302, True), row
        sent_to.add(row.route)
    assert len(sent_to) == 4


BUTTONS = ("_continue", "_addanother", "_saveasnew")


def offered(page: Any) -> set[str]:
    """List the names of everything that a page lets be filled in or ticked."""
    return set(re.findall(r'name="([^"]+)"', page.content.decode()))


def test_moderators_decide_nothing_about_their_own_nor_about_who_works_here(world: World) -> None:
    for role in ("moderator", "administrator"):
        browser, before = world.browser(role), stored()
        for whose in ("clerk", "moderator", "administrator", "superuser"):
            case_id = world.ids[f"moderation.case {whose}"]
            judged = ("warn", "limit", "suspend", "close") if whose != role else ("dismiss", "warn", "suspend", "close")
            for action in judged:
                sent = {**everything(world, f"moderation.case {whose}"), "action": action}
                assert browser.post(f"/{CASE}{case_id}/decide/", sent).status_code in {400, 403}, (role, whose, action)
            if whose == role:
                browser.post(f"/{CASE}", ticked([case_id], "dismiss"))
        if role == "moderator":
            browser.post("/admin/photos/photo/", ticked([world.ids["photos.photo own"]], "dismiss"))
            close = {**everything(world, "moderation.case user"), "action": "close"}
            assert browser.post(f"/{CASE}{world.ids['moderation.case user']}/decide/", close).status_code == 400
        assert stored() == before, role


def test_what_moderators_write_is_theirs_whatever_they_send_beside(world: World) -> None:
    moderator, browser = world.people["moderator"], world.browser("moderator")
    case_id = int(world.ids["moderation.case user"])
    forged = {**everything(world, "moderation.case user"), "actor": world.people["superuser"].pk}
    assert browser.post(f"/{CASE}{case_id}/note/", {**forged, "author": forged["actor"]}).status_code == 302
    assert browser.post(f"/{CASE}{case_id}/decide/", {**forged, "action": "warn"}).status_code == 302
    note, made = Note.objects.latest("pk"), Decision.objects.latest("pk")
    assert (note.author, note.case_id, note.created_at.year < 2031) == (moderator, case_id, True)
    assert (made.actor, made.case_id, made.created_at.year < 2031) == (moderator, case_id, True)
    assert (str(made.person_id), made.undoes_id) == (world.ids["accounts.user"], None)
    assert (made.case.target_type, made.case.target_id) == ("user", world.ids["accounts.user"])


def rights() -> list[Any]:
    """List who has which rights, and how they prove who they are."""
    people = list(User.objects.order_by("pk").values("pk", "username", "is_staff", "is_superuser", "password"))
    groups = Group.objects.order_by("pk").values_list("name", "permissions", "user")
    return [
        people,
        sorted(map(repr, groups)),
        list(User.user_permissions.through.objects.values()),
        Permission.objects.count(),
    ]


@pytest.mark.parametrize("role", ["clerk", "moderator", "administrator"])
def test_nobody_climbs_higher_by_any_form(world: World, role: str) -> None:
    browser, before = world.browser(role), rights()
    groups = list(Group.objects.values_list("pk", flat=True))
    for whose in ("clerk", "moderator", "administrator", "superuser"):
        if whose != role:
            sent = everything(world, f"accounts.user of {whose}")
            browser.post(f"/{PERSON}{world.people[whose].pk}/password/", sent)
        answer = browser.post(
            f"/{PERSON}{world.people[whose].pk}/change/", everything(world, f"accounts.user of {whose}")
        )
        # What people may change about themselves is changed, and nothing beside it.
        assert answer.status_code == (302 if whose == role == "administrator" else 403)
    for group in groups:
        browser.post(f"/admin/auth/group/{group}/change/", everything(world, "auth.group"))
    browser.post("/admin/auth/group/add/", {**everything(world, "auth.group"), "name": "Climbers"})
    for action in ("appoint", "dismiss"):
        browser.post(f"/{PERSON}", ticked([str(world.people[who].pk) for who in (role, "superuser")], action))
    assert rights() == before
    browser.post(f"/{PERSON}add/", {**everything(world, "accounts.user"), "username": "climber", "email": ""})
    made = User.objects.filter(username="climber")
    assert made.exists() == (role == "administrator")
    assert not made.filter(is_staff=True).exists()
    assert not made.exclude(groups=None, user_permissions=None, is_superuser=False).exists()


def test_nothing_is_taken_from_another_site(world: World) -> None:
    browser, before = world.browser("superuser", enforce_csrf_checks=True), stored()
    for row in ROWS:
        answer = browser.post(world.path(row.route, row.thing), everything(world, row.thing))
        assert answer.status_code == 403, row
    assert stored() == before


@pytest.mark.parametrize("role", ["moderator", "superuser"])
def test_looking_changes_nothing_whatever_the_address_says(world: World, role: str) -> None:
    browser, before = world.browser(role), stored()
    asked = {**WORDS, "post": "yes", "action": "remove", "confirmed": "yes", "apply": "1", "_selected_action": "1"}
    for row in ROWS:
        browser.get(world.path(row.route, row.thing), asked)
        browser.head(world.path(row.route, row.thing))
    assert stored() == before
