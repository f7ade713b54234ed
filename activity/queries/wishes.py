"""What people want to hear of, and where."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from activity.kinds import DIGEST, NOTE_KINDS
from activity.models import Switch


@dataclass(frozen=True)
class Wish:
    """Whether somebody wants to see a kind of notification in the site, and to get it by e-mail."""

    site: bool
    email: bool


def wishes(person: User) -> dict[str, Wish]:
    """Answer what a person wants of each kind: what they chose, else the default."""
    chosen = {row.kind: Wish(row.site, row.email) for row in Switch.objects.filter(user=person)}
    return {key: chosen.get(key, Wish(site=True, email=kind.email)) for key, kind in NOTE_KINDS.items()}


def wants_digest(person: User) -> bool:
    """Say whether a person wants the daily summary."""
    return Switch.objects.filter(user=person, kind=DIGEST, email=True).exists()


def due_digests(day_began: datetime) -> "QuerySet[Switch]":
    """Find those who want a summary and have not got one on the day that began then."""
    due = Q(sent_at__isnull=True) | Q(sent_at__lt=day_began)
    rows = Switch.objects.filter(due, kind=DIGEST, email=True, user__is_active=True)
    return rows.select_related("user").order_by("pk")
