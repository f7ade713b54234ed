"""Alerts for those who run the site: on which deeds, once a photo where a threshold is passed, and never in the way."""

from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from activity.alerts import Topic, send_alert
from activity.tests.telling import keys, like
from core.ids import new_id
from moderation.services import report
from moderation.signals import decision_made
from photos.tests.seeing import crowd, plant
from tests.cast import PASSWORD, browser_of, person

pytestmark = pytest.mark.django_db

OPERATORS = ["one@example.org", "two@example.org"]


@pytest.fixture
def mailed(settings: Any) -> Any:
    """Mail alerts to two people."""
    settings.ALERTS_BACKEND, settings.ALERTS_EMAILS = "email", OPERATORS
    settings.ALERTS_LIKES, settings.ALERTS_VIEWS = 3, 2
    settings.SITE_URL = "https://photos.example.org"
    return settings


def subjects() -> list[str]:
    """List what was mailed to the operators."""
    assert all(message.to == OPERATORS for message in mail.outbox)
    return [str(message.subject) for message in mail.outbox]


def sign_up(capture: Any) -> int:
    """Sign somebody up through JSON."""
    with capture(execute=True):
        words = {"username": "newcomer", "password": PASSWORD}
        return int(Client().post("/api/auth/signup", words, content_type="application/json").status_code)


def test_without_a_setting_nobody_is_told(
    owner: User, stranger: User, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.ALERTS_LIKES = settings.ALERTS_VIEWS = 1
    photo = plant(owner)
    like(stranger, photo)
    browser_of(stranger).get(f"/p/{photo.photo_id}/")
    assert sign_up(django_capture_on_commit_callbacks) == 201
    assert mail.outbox == []
    assert not [key for key in keys() if "alert" in key[1]]


@pytest.mark.usefixtures("mailed")
def test_uploads_and_sign_ups_are_told(owner: User, django_capture_on_commit_callbacks: Any) -> None:
    photo = plant(owner, title="Secret title", caption="Secret caption", visibility="me")
    sign_up(django_capture_on_commit_callbacks)
    assert subjects() == ["[Lumina uploads] owner has uploaded a photo", "[Lumina uploads] newcomer has signed up"]
    assert f"https://photos.example.org/p/{photo.photo_id}/" in mail.outbox[0].body
    assert "https://photos.example.org/u/newcomer/" in mail.outbox[1].body
    # Who gets these mails may not be whom the words are for.
    assert "Secret" not in "".join(str(message.message()) for message in mail.outbox)


@pytest.mark.usefixtures("mailed")
def test_a_photo_that_many_like_or_look_at_is_told_of_once(owner: User) -> None:
    photo = plant(owner)
    mail.outbox.clear()
    for number, somebody in enumerate(crowd(6), 1):
        like(somebody, photo)
        assert len([subject for subject in subjects() if "likes" in subject]) == int(number >= 3)
        browser_of(somebody).get(f"/p/{photo.photo_id}/")
        assert len([subject for subject in subjects() if "views" in subject]) == int(number >= 2)
    assert subjects() == [
        "[Lumina trending] A photo by owner has 2 views",
        "[Lumina trending] A photo by owner has 3 likes",
    ]


@pytest.mark.usefixtures("mailed")
def test_it_is_the_store_that_remembers_what_was_told(owner: User) -> None:
    photo = plant(owner)
    for somebody in crowd(5):
        cache.clear()
        like(somebody, photo)
    assert len([subject for subject in subjects() if "likes" in subject]) == 1


@pytest.mark.usefixtures("mailed")
def test_reports_and_decisions_are_told_without_their_words(
    owner: User, stranger: User, django_capture_on_commit_callbacks: Any
) -> None:
    photo = plant(owner)
    mail.outbox.clear()
    told = {"target_type": "photo", "target_id": photo.photo_id, "reason": "spam", "text": "Secret words"}
    for reporter in (stranger, stranger, person("third")):
        with django_capture_on_commit_callbacks(execute=True):
            made = report(actor=reporter, **told)
    decision_made.send(sender=None, person=owner, text="Secret words", key="x")
    assert subjects() == [
        "[Lumina moderation] Photo reported: Spam",
        "[Lumina moderation] Photo reported: Spam",
        "[Lumina moderation] A moderator has decided about something of owner",
    ]
    assert f"https://photos.example.org/admin/moderation/case/{made.case_id}/change/" in mail.outbox[0].body
    assert "Secret" not in "".join(str(message.body) for message in mail.outbox)


@pytest.fixture
def failing(mailed: Any) -> Any:
    """Let no alert get through."""
    mailed.EMAIL_BACKEND = "activity.tests.test_mails.BrokenMail"
    return mailed


def test_an_alert_that_fails_changes_nothing_about_the_deed(
    owner: User, failing: Any, django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    photo = plant(owner)
    people = crowd(3)
    answers = [browser_of(somebody).post(f"/api/photos/{photo.photo_id}/like") for somebody in people]
    assert [answer.json()["likes"] for answer in answers] == [1, 2, 3]
    assert {browser_of(somebody).get(f"/p/{photo.photo_id}/").status_code for somebody in people} == {200}
    assert sign_up(django_capture_on_commit_callbacks) == 201
    assert "SMTPServerDisconnected" in caplog.text
    failing.ALERTS_BACKEND = "sns"
    failing.SNS_ENDPOINT_URL = "http://127.0.0.1:1"
    assert browser_of(people[0]).post(f"/api/photos/{plant(owner).photo_id}/like").status_code == 200


def test_a_threshold_whose_alert_failed_is_told_of_later(owner: User, failing: Any, settings: Any) -> None:
    photo, people = plant(owner), crowd(5)
    for somebody in people[:3]:
        like(somebody, photo)
    assert not [key for key in keys() if "alert#likes" in key[1]]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    like(people[3], photo)
    assert mail.outbox == []
    # After a while, in which it is not tried at each like.
    cache.clear()
    like(people[4], photo)
    assert failing.ALERTS_BACKEND == "email"
    assert subjects() == ["[Lumina trending] A photo by owner has 5 likes"]


@pytest.mark.usefixtures("mailed")
def test_a_deleted_photo_takes_the_memory_of_its_alerts_along(owner: User) -> None:
    photo = plant(owner)
    for somebody in crowd(3):
        like(somebody, photo)
    assert [key for key in keys() if "alert#likes" in key[1]]
    browser_of(owner).delete(f"/api/photos/{photo.photo_id}")
    assert not [key for key in keys() if photo.photo_id in key[0]]


def test_a_subject_is_one_line(mailed: Any) -> None:
    send_alert(topic=Topic.UPLOADS, subject=f"a\r\nBcc: b@example.org {new_id()}", text="text")
    assert subjects()[0].startswith("[Lumina uploads] a Bcc: b@example.org")
    assert mail.outbox[0].recipients() == mailed.ALERTS_EMAILS
