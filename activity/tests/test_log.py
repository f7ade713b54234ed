"""The log of what one did: each deed is in it, in the settings of the person and in the administration."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from accounts.models import User
from accounts.services import decline_sign_up
from activity.models import ActivityTable, Event, Note
from activity.tests.telling import block, comment, like, post
from core.deadline import deadline
from core.dynamo import use_endpoint
from core.errors import Unavailable
from photos.tests.seeing import plant
from tests.cast import PASSWORD, Counted, Uploads, browser_of
from tests.servers import free_port

pytestmark = pytest.mark.django_db

LOG = "/settings/activity/"


def log_of(user: User) -> list[str]:
    """Read somebody's log, newest first, without the logins of these tests."""
    shown = browser_of(user).get(LOG).context["events"]
    return [event.text for event in shown if event.kind not in {"logged_in", "logged_out"}]


def test_everything_that_one_does_is_in_the_log(
    owner: User, stranger: User, upload: Uploads, django_capture_on_commit_callbacks: Any
) -> None:
    photo, mine = plant(owner), upload(stranger)
    like(stranger, photo)
    comment(stranger, photo)
    like(stranger, mine)
    browser = browser_of(stranger)
    browser.patch(f"/api/photos/{mine.photo_id}", {"caption": "New"}, content_type="application/json")
    browser.delete(f"/api/photos/{mine.photo_id}")
    with django_capture_on_commit_callbacks(execute=True):
        asked = post(stranger, "friends/request", username="owner").json()["id"]
    with django_capture_on_commit_callbacks(execute=True):
        post(owner, "friends/respond", request_id=asked, action="accept")
    with django_capture_on_commit_callbacks(execute=True):
        browser.delete(f"/api/friends/{owner.pk}")
    assert log_of(stranger) == [
        "You ended the friendship with owner.",
        "You asked owner to be friends.",
        "You deleted a photo.",
        "You edited a photo.",
        "You liked a photo.",
        "You commented on a photo by owner.",
        "You liked a photo by owner.",
        "You uploaded a photo.",
    ]
    assert log_of(owner) == ["You became friends with stranger.", "You uploaded a photo."]


def test_signing_up_in_and_out_and_a_new_password_are_in_the_log(
    db: None,  # noqa: ARG001
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
) -> None:
    browser, new = Client(), "another long password 7"
    with django_capture_on_commit_callbacks(execute=True):
        words = {"username": "newcomer", "password": PASSWORD}
        assert browser.post("/api/auth/signup", words, content_type="application/json").status_code == 201
    browser.post("/accounts/logout/")
    browser.post("/accounts/login/", {"login": "newcomer", "password": PASSWORD})
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert browser.post("/accounts/password/change/", fields).status_code == 302
    texts = [event.text for event in browser.get(LOG).context["events"]]
    assert texts[:3] == ["You changed the password.", "You logged in.", "You logged out."]
    # What waits for the commit comes last in a test.
    assert sorted(texts[3:]) == ["You logged in.", "You signed up."]


def test_nothing_is_left_of_who_signed_up_and_was_declined(
    settings: LazySettings, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    settings.REGISTRATION_MODE = "approval"
    with django_capture_on_commit_callbacks(execute=True):
        words = {"username": "newcomer", "password": PASSWORD}
        assert Client().post("/api/auth/signup", words, content_type="application/json").status_code == 202
    newcomer = User.objects.get()
    assert [item.user_id for item in Event.scan()] == [newcomer.pk] * 2
    # While the store is away nobody is half forgotten.
    address = str(settings.DYNAMODB_ENDPOINT_URL)
    use_endpoint(f"http://127.0.0.1:{free_port()}")
    try:
        with deadline(0.5), pytest.raises(Unavailable):
            decline_sign_up(user_id=newcomer.pk)
    finally:
        use_endpoint(address)
    assert User.objects.get().awaits_approval
    assert decline_sign_up(user_id=newcomer.pk)
    assert not User.objects.exists()
    assert list(ActivityTable.scan()) == []


def test_the_log_links_to_what_may_be_seen_and_names_who_is_there(owner: User, stranger: User) -> None:
    photo = plant(owner)
    like(stranger, photo)
    page = browser_of(stranger).get(LOG).content.decode()
    assert f'href="/p/{photo.photo_id}/"' in page
    block(owner, stranger)
    page = browser_of(stranger).get(LOG).content.decode()
    assert photo.photo_id not in page
    assert "owner" not in page
    assert "You liked a photo." in page


def test_a_block_is_in_the_log_of_who_blocks_alone(
    owner: User, stranger: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        block(owner, stranger)
    assert log_of(owner) == ["You blocked somebody."]
    assert 'href="/settings/privacy/"' in browser_of(owner).get(LOG).content.decode()
    assert log_of(stranger) == []


def test_the_log_is_paged_and_costs_the_same_on_each_page(owner: User, stranger: User, counted: Counted) -> None:
    for _ in range(35):
        like(stranger, plant(owner))
    browser = browser_of(stranger)
    found, path = [], LOG
    while path:
        with counted() as calls:
            page = browser.get(path)
        assert calls.dynamodb in (["Query", "BatchGetItem"], ["Query"])
        assert len(calls.sql) <= 2 + 2
        found += [event.id for event in page.context["events"]]
        path = page.context["more_url"]
    assert len(found) == len(set(found))
    assert found == sorted(found, reverse=True)
    # With the login of the browser itself.
    assert len(found) == 35 + 1


def test_an_event_goes_after_a_year_and_a_note_after_ninety_days(owner: User, stranger: User) -> None:
    like(stranger, plant(owner))
    days = {Event: 365, Note: 90}
    for item in ActivityTable.scan():
        if isinstance(item, Event | Note):
            lasts = item.expires_at.timestamp() - int(item.sk.split("#")[1]) / 1000
            assert round(lasts / 86400) == days[type(item)]
