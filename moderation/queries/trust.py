"""How far people are trusted: those who upload, by the screening, and those who report, by who decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db.models import Count, Max, Q
from django.utils import timezone

from accounts.models import User
from core.ids import UserId
from moderation.models import BY_SCREENING, Action, Decision, Outcome, Report
from photos.queries import count_photos_of

# What tells that something of theirs has broken a rule.
JUDGEMENTS = (Action.REMOVE, Action.WARN, Action.LIMIT, Action.SUSPEND)
# A season: long enough that it is felt, short enough that one mistake is not for ever.
DISTRUSTED_DAYS = 90
# Accounts that were made to spam show it within days, and by what they upload first.
NEW_DAYS, NEW_PHOTOS = 7, 3
# Who has been here for as long as a mistake is remembered, with so much to show, is hardly at fault where a machine is
# not sure.
TRUSTED_DAYS, TRUSTED_PHOTOS = 90, 50
# Fewer decided reports tell nothing, and two of three decided one way tell enough.
PROVEN_REPORTS, PROVEN_SHARE = 3, 2 / 3


class Trust(StrEnum):
    """How far an uploader is trusted, least first."""

    DISTRUSTED = "distrusted"
    NEW = "new"
    KNOWN = "known"
    TRUSTED = "trusted"


@dataclass(frozen=True)
class ReporterTrust:
    """How many of somebody's reports were upheld, and how many dismissed."""

    upheld: int = 0
    dismissed: int = 0

    @property
    def word(self) -> str:
        """Say what that comes to: reliable, often wrong, or unproven."""
        decided = self.upheld + self.dismissed
        if decided < PROVEN_REPORTS:
            return "unproven"
        if self.upheld >= PROVEN_SHARE * decided:
            return "reliable"
        return "often wrong" if self.dismissed >= PROVEN_SHARE * decided else "unproven"


def trust_of(user_id: UserId) -> Trust:
    """Say how far an uploader is trusted now; nobody is somebody new."""
    person = User.objects.filter(pk=user_id).values("is_staff", "created_at").first()
    if person is None:
        return Trust.NEW
    # What the screening decided by itself is no judgement about a person: one wrong guess would breed the next.
    by_somebody = Max("created_at", filter=~BY_SCREENING)
    about = Decision.objects.filter(person=user_id, action__in=JUDGEMENTS, undone_by=None)
    judged = about.aggregate(latest=Max("created_at"), by_somebody=by_somebody)
    now = timezone.now()
    if judged["by_somebody"] and judged["by_somebody"] > now - timedelta(days=DISTRUSTED_DAYS):
        return Trust.DISTRUSTED
    if person["is_staff"]:
        return Trust.TRUSTED
    return _grown(user_id, now - person["created_at"], was_judged=judged["latest"] is not None)


def reporter_trust(reporter_ids: Iterable[int]) -> Mapping[int, ReporterTrust]:
    """Count for each of these people which of their reports were upheld and which dismissed."""
    ids = set(reporter_ids)
    decided = Report.objects.filter(reporter__in=ids, outcome__in=(Outcome.UPHELD, Outcome.DISMISSED))
    rows = (
        decided.order_by()
        .values("reporter")
        .annotate(
            upheld=Count("pk", filter=Q(outcome=Outcome.UPHELD)),
            dismissed=Count("pk", filter=Q(outcome=Outcome.DISMISSED)),
        )
    )
    found = {row["reporter"]: ReporterTrust(row["upheld"], row["dismissed"]) for row in rows}
    return {reporter_id: found.get(reporter_id, ReporterTrust()) for reporter_id in ids}


def _grown(user_id: UserId, age: timedelta, *, was_judged: bool) -> Trust:
    """Tell new people from known ones, and those from people who have earned more."""
    if age < timedelta(days=NEW_DAYS):
        return Trust.NEW
    photos = count_photos_of(user_id)
    if photos < NEW_PHOTOS:
        return Trust.NEW
    has_earned_it = age >= timedelta(days=TRUSTED_DAYS) and photos >= TRUSTED_PHOTOS
    return Trust.TRUSTED if has_earned_it and not was_judged else Trust.KNOWN
