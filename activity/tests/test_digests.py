"""The daily summary: who gets one, once a day, and of what."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command

from accounts.models import User
from activity.models import Switch
from activity.services import due_digests, send_digest
from activity.tests.telling import block, comment, like, post, with_address
from photos.tests.seeing import plant
from tests.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(owner: User) -> User:
    """Make somebody who wants a summary, and of each thing no mail."""
    Switch.objects.create(user=owner, kind="digest", email=True)
    return with_address(owner)


def run(**options: Any) -> str:
    """Run the command and answer what it says."""
    out = io.StringIO()
    call_command("send_digests", stdout=out, **options)
    return out.getvalue()


def test_a_summary_tells_what_was_not_read(reader: User, stranger: User, settings: Any) -> None:
    settings.SITE_URL = "https://photos.example.org"
    photo = plant(reader, title="Lake & <sea>")
    like(stranger, photo)
    comment(stranger, photo)
    assert run() == "owner: 2 new\n1 sent, 0 failed.\n"
    (message,) = mail.outbox
    assert message.subject == "2 new notifications on Lumina"
    assert message.to == [reader.email]
    assert "- stranger commented on your photo “Lake & <sea>”" in message.body
    assert f"https://photos.example.org/p/{photo.photo_id}/" in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"/unsubscribe/{reader.pk}.digest." in message.extra_headers["List-Unsubscribe"]


def test_a_second_run_on_the_same_day_sends_nothing(reader: User, stranger: User) -> None:
    like(stranger, plant(reader))
    run()
    like(stranger, plant(reader))
    assert run() == "0 sent, 0 failed.\n"
    assert len(mail.outbox) == 1


def test_the_next_day_tells_only_what_is_new_since(reader: User, stranger: User) -> None:
    like(stranger, plant(reader))
    run()
    row = Switch.objects.get(user=reader)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert [switch.pk for switch in due_digests(now=tomorrow)] == [row.pk]
    assert send_digest(switch=row, now=tomorrow) == 0
    comment(stranger, plant(reader))
    assert send_digest(switch=row, now=tomorrow) == 1
    assert mail.outbox[1].subject == "1 new notification on Lumina"
    assert "liked" not in mail.outbox[1].body


def test_two_runs_at_once_send_one(reader: User, stranger: User) -> None:
    like(stranger, plant(reader))
    (one,), (other,) = due_digests(), due_digests()
    assert (send_digest(switch=one), send_digest(switch=other)) == (1, 0)
    assert len(mail.outbox) == 1


def test_a_dry_run_only_says_who_would_get_one(reader: User, stranger: User) -> None:
    like(stranger, plant(reader))
    for _ in range(2):
        assert run(dry_run=True) == "owner: 1 new\n1 would be sent, 0 failed.\n"
    assert mail.outbox == []
    assert run() == "owner: 1 new\n1 sent, 0 failed.\n"


def test_who_has_read_all_gets_none(reader: User, stranger: User) -> None:
    like(stranger, plant(reader))
    post(reader, "notifications/read")
    assert run() == "0 sent, 0 failed.\n"
    assert Switch.objects.get(user=reader).sent_at is None


@pytest.mark.parametrize("why", ["chose nothing", "switched off", "no address", "gone"])
def test_who_does_not_want_one_or_cannot_be_mailed_gets_none(reader: User, stranger: User, why: str) -> None:
    like(stranger, plant(reader))
    if why == "chose nothing":
        Switch.objects.all().delete()
    elif why == "switched off":
        Switch.objects.update(email=False)
    elif why == "no address":
        with_address(reader, "")
    else:
        User.objects.update(is_active=False)
    run()
    assert mail.outbox == []


def test_a_summary_tells_nothing_hidden(reader: User, stranger: User) -> None:
    third = person("third")
    for liker in (stranger, third):
        like(liker, plant(reader))
    block(reader, stranger)
    run()
    assert "third liked" in mail.outbox[0].body
    assert "stranger" not in mail.outbox[0].body


def test_a_mail_that_fails_leaves_the_others_theirs_and_is_due_again(
    reader: User, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = with_address(stranger, "second@example.org")
    Switch.objects.create(user=second, kind="digest", email=True)
    like(second, plant(reader))
    like(reader, plant(second))
    mail.outbox.clear()
    sending = mail.EmailMessage.send

    def refusing(message: mail.EmailMessage, *, fail_silently: bool = False) -> int:
        if message.to == [reader.email]:
            raise ConnectionRefusedError
        return sending(message, fail_silently=fail_silently)

    monkeypatch.setattr(mail.EmailMessage, "send", refusing)
    assert run() == "stranger: 1 new\n1 sent, 1 failed.\n"
    monkeypatch.undo()
    assert run() == "owner: 1 new\n1 sent, 0 failed.\n"
    assert [message.to for message in mail.outbox] == [["second@example.org"], [reader.email]]
