"""What became of a report is told to who made it, once, and mailed only to who wants that."""

from django.core import mail

from accounts.models import User
from activity.tests.telling import texts, told, with_address
from moderation.signals import report_answered
from tests.cast import browser_of


def test_who_reported_something_is_told_what_became_of_it_and_only_mailed_who_wants_that(owner: User) -> None:
    with_address(owner)
    for key in ("report-1-upheld", "report-1-upheld", "report-2-upheld"):
        report_answered.send(sender=None, person=owner, text="Thank you: something was done.", key=key)
    assert texts(owner) == ["Thank you: something was done."] * 2
    assert [note["kind"] for note in told(owner)] == ["report"] * 2
    assert 'href="/settings/reports/"' in browser_of(owner).get("/notifications/").text
    assert mail.outbox == []
    browser_of(owner).post("/settings/notifications/", {"report_email": "on"})
    report_answered.send(sender=None, person=owner, text="We have looked at it.", key="report-3-dismissed")
    assert [message.subject for message in mail.outbox] == ["What you reported"]
    assert len(told(owner)) == 2
