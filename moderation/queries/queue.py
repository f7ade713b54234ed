"""The moderators' queue: cases in their order, with what a list says of each, read in a few calls however many."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from moderation.models import Appeal, Case, Decision, Report, State, Target
from moderation.queries.decisions import APPEALABLE
from moderation.queries.things import ids_in
from moderation.queries.trust import ReporterTrust, reporter_trust
from photos.models import APPROVED, HELD, REJECTED, Photo
from photos.queries import photos_for_staff

# Of a page; a case that everybody reports has a count all the same.
MOST_REPORTS = 2000
# Others have no picture to be looked at (yet).
WITH_A_PICTURE = frozenset({APPROVED, HELD, REJECTED})


@dataclass(frozen=True)
class Gathered:
    """What a row of the queue shows beside the case: rules, most named first, reporters in a word, the picture."""

    rules: Sequence[str] = ()
    trust: str = ""
    photo: Photo | None = None


def queued() -> QuerySet[Case]:
    """List all cases with numbers: `report_count`, `earlier` decisions about the person, `newest` decision, appeals."""
    others = Decision.objects.filter(person=OuterRef("person"), undone_by=None, action__in=APPEALABLE)
    return Case.objects.select_related("person", "assignee").annotate(
        report_count=_number(Report.objects.filter(case=OuterRef("pk")), Count("pk")),
        earlier=_number(others.exclude(case=OuterRef("pk")), Count("pk"), by="person"),
        newest=_number(Decision.objects.filter(case=OuterRef("pk")), Max("pk")),
        appeal_waits=appeal_waits(),
    )


def appeal_waits() -> Exists:
    """Say within a query of cases whether somebody waits for an answer."""
    return Exists(Appeal.objects.filter(decision__case=OuterRef("pk"), answer=None))


def next_open(rows: QuerySet[Case], *, after: Case | None, actor: User, also_taken: bool = False) -> Case | None:
    """Find the case to look at after this one, the longest waiting first, from the beginning again after the last.

    What is about the actor's own is left out, and what others have taken unless `also_taken`.
    """
    rows = rows.filter(Q(person=None) | ~Q(person=actor), state=State.OPEN).order_by("opened_at", "pk")
    if not also_taken:
        rows = rows.filter(Q(assignee=None) | Q(assignee=actor))
    if after is None:
        return rows.first()
    rows = rows.exclude(pk=after.pk)
    later = Q(opened_at__gt=after.opened_at) | Q(opened_at=after.opened_at, pk__gt=after.pk)
    return rows.filter(later).first() or rows.first()


def gathered(cases: Sequence[Case]) -> Mapping[int, Gathered]:
    """Read what the rows of a page show: two SQL queries and one call for the photos."""
    named: dict[int, Counter[str]] = {case.pk: Counter() for case in cases}
    reporters: dict[int, set[int]] = {case.pk: set() for case in cases}
    rows = Report.objects.filter(case__in=named).values_list("case_id", "reason__title", "reporter_id")
    for case_id, rule, reporter_id in rows[:MOST_REPORTS]:
        named[case_id][rule] += 1
        reporters[case_id].add(reporter_id)
    trust = reporter_trust({reporter_id for some in reporters.values() for reporter_id in some})
    photos = _photos(cases)
    return {
        case.pk: Gathered(
            rules=[rule for rule, _ in named[case.pk].most_common()],
            trust=_in_words(trust[reporter_id] for reporter_id in reporters[case.pk]),
            photo=photos.get(photo_id_of(case)),
        )
        for case in cases
    }


def photo_id_of(case: Case) -> str:
    """Answer the id of the photo that a case is about, or under which its comment stands; else nothing."""
    return ids_in(case.target_id)[0] if case.target_type in {Target.PHOTO, Target.COMMENT} else ""


def has_picture(photo: Photo | None) -> bool:
    """Say whether there is something to look at."""
    return photo is not None and photo.status in WITH_A_PICTURE


def _photos(cases: Sequence[Case]) -> Mapping[str, Photo]:
    ids = {photo_id for case in cases if (photo_id := photo_id_of(case))}
    return {photo.photo_id: photo for photo in photos_for_staff(sorted(ids))} if ids else {}


def _number(rows: QuerySet, value: Count | Max, *, by: str = "case") -> Coalesce:  # type: ignore[type-arg]
    """Count within a query of cases, without a join that would multiply its rows."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(number=value).values("number")), 0)


def _in_words(found: Iterable[ReporterTrust]) -> str:
    words = Counter(trust.word for trust in found)
    if sum(words.values()) <= 1:
        return "".join(words)
    return ", ".join(f"{number} {word}" for word, number in words.most_common())
