"""What is handed to the background: it survives a queue, a second run, and a store that is away."""

import json
from typing import Any

import pytest
from celery import Task

from accounts.models import User
from activity.models import ActivityTable, Event
from activity.tests.telling import comment, keys, like, post, told
from core.dynamo import connection
from moderation.signals import decision_made
from photos.tests.seeing import plant
from tests.cast import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send every task through JSON, as a broker does, and run it twice, as a worker may."""

    def delivering(task: Any, *args: Any) -> None:
        for _ in range(2):
            task.apply(json.loads(json.dumps(args)), throw=True)

    monkeypatch.setattr(Task, "delay", delivering)


@pytest.mark.usefixtures("queued")
def test_tasks_may_come_twice_and_through_a_queue(
    owner: User, stranger: User, django_capture_on_commit_callbacks: Any
) -> None:
    third, photo = person("third"), plant(owner, caption="With @third")
    like(stranger, photo)
    comment(stranger, photo, "Hello @third")
    with django_capture_on_commit_callbacks(execute=True):
        post(stranger, "friends/request", username="owner")
    decision_made.send(sender=None, person=owner, text="Your photo is hidden.", key="x")
    assert [note["kind"] for note in told(owner)] == ["moderation", "friend_request", "comment", "like"]
    assert [note["kind"] for note in told(third)] == ["mention"]
    assert len([key for key in keys() if key[1].startswith("NOTE#")]) == 6
    did = sorted(event.what for event in Event.scan() if event.pk == f"USER#{stranger.pk}")
    assert [what for what in did if what != "logged_in"] == ["commented", "friend_asked", "liked"]
    browser_of(owner).delete(f"/api/photos/{photo.photo_id}")
    assert [note["kind"] for note in told(owner)] == ["moderation", "friend_request"]


def test_a_log_that_cannot_be_written_harms_nobody(
    owner: User, stranger: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    photo = plant(owner)
    with monkeypatch.context() as broken:
        broken.setattr(ActivityTable.Meta, "table_name", "lumina_no_such_table")
        like(stranger, photo)
        comment(stranger, photo, "Hello @stranger")
        browser = browser_of(owner)
        assert browser.get(f"/api/photos/{photo.photo_id}").json()["likes"] == 1
        assert browser.post("/api/auth/logout").status_code == 204
    assert "Unavailable" in caplog.text


def test_a_store_that_is_away_is_no_empty_list(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = browser_of(owner)
    with monkeypatch.context() as broken:
        broken.setattr(ActivityTable.Meta, "table_name", "lumina_no_such_table")
        for path in ("/api/notifications", "/notifications/", "/badges/", "/settings/activity/"):
            assert browser.get(path).status_code == 503


@pytest.mark.usefixtures("stores")
def test_the_table_forgets_by_itself() -> None:
    client: Any = connection().client
    answer = client.describe_time_to_live(TableName=ActivityTable.Meta.table_name)
    assert answer["TimeToLiveDescription"] == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}
