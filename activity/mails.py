"""E-mails about what happened: plain text, absolute links, and one click to end them (RFC 8058)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from activity.kinds import DIGEST, LABELS, MODERATION, REPORT
from activity.queries import ShownNote
from activity.tokens import token_of
from core.deadline import seconds_left
from core.errors import Unavailable
from core.text import one_line

# Without a broker mails are sent within the request, which needs the rest of its time for itself.
SECONDS_IN_A_REQUEST = 2.0
LEFT_FOR_THE_REQUEST = 4.0
SUBJECT_LONGEST = 150
# Where the text itself is nothing for a subject, which others may see over a shoulder.
SUBJECTS = {MODERATION: "A moderator's decision", REPORT: "What you reported"}


def absolute(path: str) -> str:
    """Make the address of a page complete, for those who are not on the site."""
    return f"{settings.SITE_URL}{path}"


def send_note(*, user_id: int, kind: str, text: str, path: str) -> None:
    """Mail somebody one notification, if they can be reached; raises what the mail server says against it."""
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        return
    _send(person, kind, SUBJECTS.get(kind, text), "activity/email/note.txt", {"text": text, "url": absolute(path)})


def send_summary(*, person: User, notes: Sequence[ShownNote]) -> None:
    """Mail somebody what they have not read."""
    lines = [{"text": note.text, "url": absolute(note.url)} for note in notes]
    count = f"{len(notes)} new notification{'s' if len(notes) > 1 else ''}"
    _send(person, DIGEST, f"{count} on Lumina", "activity/email/digest.txt", {"count": count, "lines": lines})


def send_to_operators(*, subject: str, text: str) -> None:
    """Mail those who run the site."""
    message = EmailMessage(_subject(subject), text, to=list(settings.ALERTS_EMAILS), connection=_connection())
    message.send()


def _send(person: User, kind: str, subject: str, template: str, words: Mapping[str, object]) -> None:
    if not person.real_email:
        return
    end = absolute(reverse("activity:unsubscribe", args=[token_of(person.pk, kind)]))
    context = {
        "username": person.username,
        "label": LABELS[kind],
        "unsubscribe_url": end,
        "settings_url": absolute(reverse("settings:notifications")),
        **words,
    }
    headers = {
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        # So that nobody's absence is answered to a program (RFC 3834).
        "Auto-Submitted": "auto-generated",
    }
    body = render_to_string(template, context)
    message = EmailMessage(_subject(subject), body, to=[person.real_email], headers=headers, connection=_connection())
    message.send()


def _connection() -> Any:  # noqa: ANN401 -- each backend is a class of its own
    """Say how long it may take; raises Unavailable when a request has no time left for it."""
    left = seconds_left()
    if left is None:
        return get_connection()
    if left < LEFT_FOR_THE_REQUEST:
        raise Unavailable
    return get_connection(timeout=SECONDS_IN_A_REQUEST)


def _subject(text: str) -> str:
    """Put it on one line: a line end would begin another header."""
    return one_line(text)[:SUBJECT_LONGEST]
