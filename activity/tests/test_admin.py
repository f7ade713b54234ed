"""What people did, in the administration: read by those with the right, changed by nobody."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from activity.models import Event
from activity.services import log_event
from activity.tests.telling import like
from core.ids import new_id
from photos.tests.seeing import plant
from tests.cast import Counted, browser_of, person, staff

pytestmark = pytest.mark.django_db
ADMIN = "/admin/activity/event/"


def deeds(user: User, **query: str) -> list[str]:
    """List what the page says that people did."""
    page = browser_of(user).get(ADMIN, query)
    assert page.status_code == 200
    admin: Any = page.context["cl"].model_admin
    return [admin.what(record) for record in page.context["cl"].result_list]


def test_what_everybody_did_is_read_by_person_and_by_deed(owner: User, stranger: User, administrator: User) -> None:
    photo = plant(owner)
    like(stranger, photo)
    said = deeds(administrator)
    assert said[1:] == ["stranger liked a photo by owner", "owner uploaded a photo"]
    assert deeds(administrator, person="stranger") == ["stranger liked a photo by owner"]
    assert deeds(administrator, q="@OWNER") == deeds(administrator, q="owner") == ["owner uploaded a photo"]
    assert deeds(administrator, what="liked") == ["stranger liked a photo by owner"]
    assert deeds(administrator, what="liked", person="owner") == []
    event = next(item for item in Event.scan() if item.what == "liked")
    page = browser_of(administrator).get(f"{ADMIN}{event.event_id}/change/")
    assert "stranger liked a photo by owner" in page.text
    assert f"/admin/photos/photo/{photo.photo_id}/change/" in page.text


@pytest.mark.parametrize("rights", [(), ("view_user", "change_user", "delete_user")])
def test_staff_without_the_right_do_not_read_it(stranger: User, rights: tuple[str, ...]) -> None:
    like(stranger, plant(person("third")))
    clerk = staff("clerk", "")
    clerk.user_permissions.set(Permission.objects.filter(codename__in=rights))
    event_id = next(iter(Event.scan())).event_id
    for path in (ADMIN, f"{ADMIN}{event_id}/change/", f"{ADMIN}{event_id}/history/"):
        answer = browser_of(clerk).get(path)
        assert answer.status_code == 403
        assert "third" not in answer.text


def test_nobody_changes_it_not_even_who_may_do_everything(superuser: User, stranger: User) -> None:
    like(stranger, plant(person("third")))
    browser = browser_of(superuser)
    event_id = next(iter(Event.scan())).event_id
    before = sorted(item.sk for item in Event.scan())
    assert browser.post(f"{ADMIN}{event_id}/change/", {"what": "other"}).status_code in {403, 405}
    browser.post(ADMIN, {"action": "delete_selected", "_selected_action": event_id, "post": "yes"})
    for other in ("add/", f"{event_id}/delete/"):
        assert browser.get(f"{ADMIN}{other}", follow=True).status_code in {403, 404, 405}
        assert browser.post(f"{ADMIN}{other}", {"post": "yes"}).status_code in {403, 404, 405}
    assert sorted(item.sk for item in Event.scan()) == before


def test_what_people_call_themselves_and_did_is_escaped(superuser: User, stranger: User) -> None:
    log_event(user_id=stranger.pk, event_id=new_id(), what="<script>alert(1)</script>", photo_id="<i>")
    page = browser_of(superuser).get(ADMIN)
    assert "<script>alert(1)" not in page.text
    assert "<i>" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


@pytest.mark.parametrize("number", [3, 30])
def test_it_costs_the_same_however_long_it_is(owner: User, administrator: User, counted: Counted, number: int) -> None:
    for _ in range(number):
        log_event(user_id=owner.pk, event_id=new_id(), what="liked", other_id=administrator.pk)
    browser = browser_of(administrator)
    browser.get(ADMIN)
    for path in (ADMIN, f"{ADMIN}?person=owner"):
        with counted() as calls:
            browser.get(path)
        assert len(calls.dynamodb) <= 2
        assert len(calls.sql) <= 7
