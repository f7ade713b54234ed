"""All that the page of one case shows, read in a few calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as Choice
from django.db.models import Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.errors import NotFound
from messaging.models import Message
from messaging.queries import message_for_staff
from moderation.models import Action, Appeal, Case, Decision, Report, Rule, State, Target
from moderation.queries.decisions import APPEALABLE
from moderation.queries.queue import photo_id_of
from moderation.queries.things import ids_in
from moderation.queries.trust import ReporterTrust, reporter_trust
from photos.models import Comment, Photo
from photos.queries import comment_for_staff, count_photos_of, photo_for_staff

MOST_REPORTS = 100
MOST_DECISIONS = 100
EARLIER_SHOWN = 10


@dataclass(frozen=True)
class NoteLine:
    """A note as the page shows it."""

    text: str
    author: str
    created_at: datetime


@dataclass(frozen=True)
class ThingNow:
    """What is left of the thing: the photo (for a comment the one that it stands under), the comment, the message."""

    photo: Photo | None = None
    comment: Comment | None = None
    message: Message | None = None


@dataclass(frozen=True)
class CasePage:
    """A case with its reports, notes and decisions, the earlier ones about its person, and the thing as it is now."""

    case: Case
    notes: Sequence[NoteLine]
    reports: Sequence[Report]
    trust: Mapping[int, ReporterTrust]
    decisions: Sequence[Decision]
    about_person: Sequence[Decision]
    thing: ThingNow
    rules: Sequence[Rule]

    @property
    def newest(self) -> int:
        """Answer the id of the newest decision about the case, 0 when there is none."""
        return max((decision.pk for decision in self.decisions), default=0)

    @property
    def earlier(self) -> Sequence[Decision]:
        """List the newest ten decisions about other things of the person."""
        return self.about_person[:EARLIER_SHOWN]

    @property
    def waiting_appeal(self) -> Appeal | None:
        """Find the appeal that waits for an answer."""
        appeals = (decision.appeal for decision in self.decisions if hasattr(decision, "appeal"))
        return next((appeal for appeal in appeals if appeal.answer_id is None), None)

    @property
    def hold_on_person(self) -> Sequence[str]:
        """Say what holds for the person now: limited, suspended, closed."""
        now = timezone.now()
        words = []
        for decision in (*self.decisions, *self.about_person):
            if decision.is_undone:
                continue
            if decision.action == Action.SUSPEND and decision.until and decision.until > now:
                words.append(f"Suspended until {decision.until:%d %b %Y}")
            elif decision.action in {Action.LIMIT, Action.CLOSE}:
                words.append("Limited to friends" if decision.action == Action.LIMIT else "Account deleted")
        person = self.case.person
        if not words and person is not None and not person.is_active:
            words.append("Cannot log in")
        return list(dict.fromkeys(words))


def case_named(case_id: int) -> Case:
    """Answer a case with its person, or raise NotFound."""
    found = Case.objects.select_related("person", "assignee").filter(pk=case_id).first()
    if found is None:
        raise NotFound
    return found


def case_page(case_id: int) -> CasePage:
    """Read a case with all that its page shows: five SQL queries, two calls for the thing. Raises NotFound."""
    case, notes = _case_with_notes(case_id)
    reports = list(Report.objects.filter(case=case).select_related("reporter", "reason")[:MOST_REPORTS])
    decisions, about_person = _decisions(case)
    return CasePage(
        case=case,
        notes=notes,
        reports=reports,
        trust=reporter_trust(report.reporter_id for report in reports),
        decisions=decisions,
        about_person=about_person,
        thing=_thing(case),
        rules=list(Rule.objects.filter(in_use=True)),
    )


def photos_of_person(page: CasePage) -> int | None:
    """Count the photos of the person, where the page has a call left for it."""
    if page.case.person_id is None or page.case.target_type not in {Target.PHOTO, Target.USER}:
        return None
    return count_photos_of(page.case.person_id)


def _case_with_notes(case_id: int) -> tuple[Case, list[NoteLine]]:
    """Read both at once: a row for each note, one without a note where there is none."""
    others = Case.objects.filter(person=OuterRef("person"), state=State.OPEN).exclude(pk=OuterRef("pk"))
    counted = others.order_by().values("person").annotate(number=Count("pk")).values("number")
    rows = Case.objects.filter(pk=case_id).select_related("person", "assignee")
    found = list(
        rows.annotate(
            open_cases=Coalesce(Subquery(counted), 0),
            note_id=F("notes__id"),
            note_text=F("notes__text"),
            note_author=F("notes__author__username"),
            note_at=F("notes__created_at"),
        ).order_by("notes__id")
    )
    if not found:
        raise NotFound
    return found[0], [NoteLine(row.note_text, row.note_author or "", row.note_at) for row in found if row.note_id]


def _decisions(case: Case) -> tuple[list[Decision], list[Decision]]:
    """Read the decisions about the case, newest last, and the newest ones about other things of its person."""
    wanted = Q(case=case)
    if case.person_id:
        wanted |= Q(person_id=case.person_id, action__in=APPEALABLE)
    here = Choice(When(case=case, then=Value(0)), default=Value(1))
    rows = Decision.objects.filter(wanted).order_by(here, "-pk")
    along = ("case", "actor", "rule", "undone_by", "undoes", "appeal", "appeal__answer", "appeal__answer__actor")
    found = list(rows.select_related(*along)[: MOST_DECISIONS + EARLIER_SHOWN])
    own = [decision for decision in found if decision.case_id == case.pk]
    return own[::-1], [decision for decision in found if decision.case_id != case.pk]


def _thing(case: Case) -> ThingNow:
    first, second = ids_in(case.target_id)
    photo_id = photo_id_of(case)
    if case.target_type == Target.MESSAGE and case.place:
        one, other = ids_in(case.place)
        message = message_for_staff(int(one), int(other), second)
        shared = photo_for_staff(message.photo) if message and message.photo else None
        return ThingNow(photo=shared, message=message)
    comment = comment_for_staff(first, second) if case.target_type == Target.COMMENT else None
    return ThingNow(photo=photo_for_staff(photo_id) if photo_id else None, comment=comment)
