"""The daily summary of what somebody has not read."""

from datetime import UTC, datetime

from activity import mails, queries
from activity.models import Switch


def due_digests(*, now: datetime | None = None) -> list[Switch]:
    """List who wants a summary, can be mailed, and has not got one today (in UTC)."""
    return [row for row in queries.due_digests(_day(now or datetime.now(UTC))) if row.user.real_email]


def send_digest(*, switch: Switch, now: datetime | None = None, dry_run: bool = False) -> int:
    """Mail somebody what they have not read since their last summary, and answer how much that is.

    Nothing is sent when there is nothing to tell, or when another process has just sent it. A mail that could not be
    sent raises what the mail server says, and is due again.
    """
    now = now or datetime.now(UTC)
    since = int(switch.sent_at.timestamp() * 1000) if switch.sent_at else 0
    notes = queries.unread_since(switch.user, since)
    if not notes or dry_run:
        return len(notes)
    mine = Switch.objects.filter(pk=switch.pk, email=True, sent_at=switch.sent_at)
    if not mine.update(sent_at=now):
        return 0
    try:
        mails.send_summary(person=switch.user, notes=notes)
    except Exception:
        Switch.objects.filter(pk=switch.pk, sent_at=now).update(sent_at=switch.sent_at)
        raise
    return len(notes)


def _day(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
