"""Mails about notifications: what they say, to whom, and how they are ended with one click and without a login."""

import re
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from accounts.models import User
from activity.kinds import DIGEST, NOTE_KINDS
from activity.models import Switch
from activity.queries import wants_digest, wishes
from activity.tests.telling import ADDRESS, block, comment, like, post, told, with_address
from activity.tokens import token_of
from moderation.signals import decision_made
from photos.models import Photo
from photos.tests.seeing import plant
from tests.cast import browser_of, person

pytestmark = pytest.mark.django_db

SITE = "https://photos.example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def address_of_the_site(settings: Any) -> None:
    """Say where the site is."""
    settings.SITE_URL = SITE


@pytest.fixture
def reader(owner: User) -> User:
    """Make somebody who gets a mail about everything."""
    for kind in NOTE_KINDS:
        Switch.objects.create(user=owner, kind=kind, email=True)
    return with_address(owner)


def link_in(message: Any) -> str:
    """Answer the path by which a mail is ended, as mail programs read it."""
    found = re.fullmatch(rf"<{SITE}(/unsubscribe/[\w.-]+/)>", message.extra_headers["List-Unsubscribe"])
    assert found
    return found[1]


def test_a_mail_says_what_has_happened_and_leads_there(reader: User, stranger: User) -> None:
    photo = plant(reader, title="The <b> & lake")
    like(stranger, photo)
    (message,) = mail.outbox
    assert message.subject == "stranger liked your photo “The <b> & lake”"
    assert message.to == [ADDRESS]
    assert f"{SITE}/p/{photo.photo_id}/" in message.body
    assert "stranger liked your photo “The <b> & lake”" in message.body
    assert f"{SITE}{link_in(message)}" in message.body
    assert f"{SITE}/settings/notifications/" in message.body
    headers = message.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers.get_content_type() == "text/plain"
    assert re.findall(r"https?://[^/\s]+", str(message.body)) == [SITE] * 3


def test_a_friend_request_is_mailed_to_who_has_chosen_nothing(
    owner: User, stranger: User, django_capture_on_commit_callbacks: Any
) -> None:
    with_address(owner)
    with django_capture_on_commit_callbacks(execute=True):
        post(stranger, "friends/request", username="owner")
    assert [message.subject for message in mail.outbox] == ["stranger wants to be your friend"]
    like(stranger, plant(owner))
    assert len(mail.outbox) == 1


def test_a_placeholder_address_is_never_mailed(owner: User, stranger: User) -> None:
    Switch.objects.create(user=owner, kind="like", email=True)
    like(stranger, plant(owner))
    assert len(told(owner)) == 1
    assert mail.outbox == []


def test_nobody_is_mailed_what_they_may_not_see(reader: User, stranger: User) -> None:
    third = person("third")
    block(reader, stranger)
    plant(stranger, caption="@owner")
    plant(third, caption="@owner", visibility="friends")
    like(reader, plant(reader))
    User.objects.filter(pk=reader.pk).update(is_active=False)
    decision_made.send(sender=None, person=reader, text="Your photo is hidden.", key="x")
    assert mail.outbox == []


def test_a_decision_is_mailed_with_a_subject_of_its_own(reader: User) -> None:
    text = "Your photo is hidden:\r\nBcc: everybody@example.org"
    decision_made.send(sender=None, person=reader, text=text, key="x")
    (message,) = mail.outbox
    assert message.subject == "A moderator's decision"
    assert "Your photo is hidden:" in message.body
    assert "/settings/reports/" in message.body
    assert "Bcc" not in message.message()


def test_a_subject_is_one_line_whatever_a_title_says(reader: User, stranger: User) -> None:
    photo = plant(reader)
    # No form takes such a title, but a subject must not depend on that.
    title = "Lake\r\nBcc: everybody@example.org\u2028\x85" + "very " * 60 + "long"
    photo.update(actions=[Photo.title.set(title)])
    like(stranger, photo)
    (message,) = mail.outbox
    assert message.subject.isprintable()
    assert len(message.subject) <= 150
    assert message.recipients() == [ADDRESS]
    assert "Bcc" not in message.message()


@pytest.mark.parametrize("signed_in", [None, "owner", "stranger"])
def test_one_click_ends_mails_of_this_kind_alone_without_a_login(
    reader: User, stranger: User, signed_in: str | None
) -> None:
    photo = plant(reader)
    like(stranger, photo)
    path = link_in(mail.outbox[0])
    browser = Client(enforce_csrf_checks=True)
    if signed_in:
        browser.force_login(User.objects.get(username=signed_in))
    answer = browser.post(path, ONE_CLICK, headers={"Origin": "https://mail.example.org"})
    assert answer.status_code == 200
    assert "Done" in answer.content.decode()
    now = wishes(reader)
    assert [kind for kind, wish in now.items() if not wish.email] == ["like"]
    assert now["like"].site is True
    mail.outbox.clear()
    like(stranger, plant(reader))
    comment(stranger, photo)
    assert [message.subject for message in mail.outbox] == ["stranger commented on your photo"]
    assert browser.post(path).status_code == 200


def test_only_looking_at_the_link_ends_nothing(reader: User, stranger: User) -> None:
    like(stranger, plant(reader))
    path = link_in(mail.outbox[0])
    for method in ("get", "head"):
        answer = getattr(Client(), method)(path)
        assert answer.status_code == 200
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "private, no-store"
    page = Client().get(path).content.decode()
    assert "Somebody likes a photo of yours" in page
    # The page is open to whoever has the mail, so it tells nothing of the person.
    assert "owner" not in page
    assert ADDRESS not in page
    assert wishes(reader)["like"].email is True
    assert Client().put(path).status_code == 405


def test_who_has_chosen_nothing_can_unsubscribe(owner: User) -> None:
    for kind in (*NOTE_KINDS, DIGEST):
        assert Client().post(f"/unsubscribe/{token_of(owner.pk, kind)}/").status_code == 200
    assert not any(wish.email for wish in wishes(owner).values())
    assert not wants_digest(owner)


def test_a_forged_token_ends_nothing(owner: User, stranger: User) -> None:
    good = token_of(owner.pk, "moderation")
    user, kind, signature = good.split(".")
    forged = [
        f"{stranger.pk}.{kind}.{signature}",
        f"{user}.friend_request.{signature}",
        f"{user}.{kind}.{signature[:-1]}",
        f"{user}.{kind}.",
        f"{user}.{kind}",
        "x",
        "é.ü.ö",
        "%00",
        token_of(owner.pk, "nonsense"),
        token_of(999_999, kind),
        "9" * 5_000,
    ]
    for token in forged:
        for method in ("get", "post"):
            assert getattr(Client(), method)(f"/unsubscribe/{token}/").status_code == 404, token
    User.objects.filter(pk=owner.pk).delete()
    assert Client().post(f"/unsubscribe/{good}/").status_code == 404
    assert all(wish.email == NOTE_KINDS[kind].email for kind, wish in wishes(stranger).items())


class BrokenMail(BaseEmailBackend):
    """A mail server that refuses everything."""

    def send_messages(self, email_messages: Any) -> int:
        """Refuse."""
        raise smtplib.SMTPServerDisconnected(f"{len(email_messages)} refused")


@pytest.fixture
def broken_mail(settings: Any) -> None:
    """Let the mail server be out of order."""
    settings.EMAIL_BACKEND = "activity.tests.test_mails.BrokenMail"


@pytest.mark.usefixtures("broken_mail")
def test_a_mail_that_fails_changes_nothing_about_the_deed(
    reader: User, stranger: User, caplog: pytest.LogCaptureFixture
) -> None:
    photo = plant(reader)
    answer = browser_of(stranger).post(f"/api/photos/{photo.photo_id}/like")
    assert (answer.status_code, answer.json()) == (200, {"likes": 1, "liked": True})
    comment(stranger, photo)
    assert [note["kind"] for note in told(reader)] == ["comment", "like"]
    assert "SMTPServerDisconnected" in caplog.text


def test_no_mail_is_begun_when_the_time_is_short(reader: User, settings: Any, stranger: User) -> None:
    photo = plant(reader)
    settings.REQUEST_DEADLINE_SECONDS = 3.0
    assert browser_of(stranger).post(f"/api/photos/{photo.photo_id}/like").status_code == 200
    assert len(told(reader)) == 1
    assert mail.outbox == []
