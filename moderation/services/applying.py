"""Bringing photos, comments, messages and accounts to what the decisions say that hold.

It follows from all rows together and not from the newest one, so that it may be done twice, at once, and after a crash,
from the mark that each decision leaves.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from accounts.services import close_account, end_suspension, limit, reopen_account, suspend, unlimit
from core.errors import LuminaError
from core.ids import PhotoId, UserId
from messaging.services import set_message_removed
from moderation.models import Action, Case, Decision, Target, Unapplied
from moderation.queries.decisions import SETTLING, Standing, standing_of
from moderation.queries.rights import PERSON_ACTIONS
from moderation.queries.things import ids_in
from moderation.services import telling
from moderation.services.blocking import settle_blocked_picture
from photos.models import HELD, REJECTED, Photo
from photos.queries import unfinished
from photos.services import set_comment_removed, set_sensitive, settle_photo

log = logging.getLogger(__name__)
AT_A_TIME = 100
# A decision that is younger may still be on its way.
UNAPPLIED_MINUTES = 5
HELD_REASON = "A moderator looks at it before others see it."


def apply_decisions(*, case_id: int) -> None:
    """Have the stores show what was decided about a case, tell whom it concerns, and take the marks away.

    Raises Unavailable when a store is away; the marks stay then. A case that went with its person is left alone.
    """
    case = Case.objects.select_related("person").filter(pk=case_id).first()
    if case is None:
        return
    while True:
        marks = list(
            Unapplied.objects.filter(decision__case=case).select_related(
                "decision__case", "decision__rule", "decision__person"
            )
        )
        known = _newest(case)
        _apply_to_thing(case, standing_of(case))
        _apply_to_person(case)
        # Somebody decided in between, and may have been faster here: what holds now is written again.
        if _newest(case) == known:
            break
    for mark in sorted(marks, key=lambda mark: mark.decision_id):
        telling.tell(mark.decision)
        mark.delete()


def unapplied_cases(*, older_than_minutes: int = UNAPPLIED_MINUTES) -> list[int]:
    """Find up to 100 cases whose decisions the stores may not show yet, oldest first."""
    latest = timezone.now() - timedelta(minutes=older_than_minutes)
    rows = Unapplied.objects.filter(since__lte=latest).order_by("pk").values_list("decision__case_id", flat=True)
    return list(dict.fromkeys(rows[:AT_A_TIME]))


def finish_decisions(*, case_id: int) -> str:
    """Do again what a crash has interrupted, and say in a word how it went."""
    try:
        apply_decisions(case_id=case_id)
    except LuminaError as error:
        log.warning("moderation: case %s is not applied: %s", case_id, error.message)
        return "not applied"
    return "applied"


def withheld_without_a_case() -> list[Photo]:
    """Find photos that the screening withheld and nobody was told of: their case or its decision was lost in a crash.

    The newest are looked at, because this is done every few minutes.
    """
    found = [unfinished(status, limit=AT_A_TIME, newest_first=True) for status in (HELD, REJECTED)]
    withheld = {photo.photo_id: photo for photos in found for photo in photos if photo.screened == photo.status}
    told = Q(held=True) | Exists(Decision.objects.filter(case=OuterRef("pk"), action__in=SETTLING))
    cases = Case.objects.filter(told, target_type=Target.PHOTO, target_id__in=withheld)
    known = set(cases.values_list("target_id", flat=True))
    return [photo for photo_id, photo in withheld.items() if photo_id not in known]


def _apply_to_thing(case: Case, standing: Standing) -> None:
    first, second = ids_in(case.target_id)
    if case.target_type == Target.PHOTO and standing.is_settled:
        _apply_to_photo(case, standing)
    elif case.target_type == Target.COMMENT:
        set_comment_removed(photo_id=PhotoId(first), comment_id=second, removed=standing.is_removed)
    elif case.target_type == Target.MESSAGE and case.place:
        one, other = ids_in(case.place)
        set_message_removed(one=int(one), other=int(other), message_id=second, removed=standing.is_removed)


def _apply_to_photo(case: Case, standing: Standing) -> None:
    photo_id = PhotoId(case.target_id)
    status = standing.photo_status
    removal = standing.last(frozenset({Action.REMOVE}))
    reasons = {REJECTED: [telling.reason_of(removal)] if removal else [], HELD: [HELD_REASON]}
    settle_photo(photo_id=photo_id, status=status, reasons=reasons.get(status, []))
    veil = standing.last(frozenset({Action.SENSITIVE}))
    set_sensitive(photo_id=photo_id, reason=str(veil.rule or "sensitive") if veil else "")
    settle_blocked_picture(case=case, blocked=any(decision.block_again for decision in standing.active))


def _apply_to_person(case: Case) -> None:
    """Limit, suspend, close or release a person, by all decisions about them that hold; nothing if there never was one.

    A dismissal must not open an account that was closed in another way.
    """
    ever = Decision.objects.filter(case=case, action__in=PERSON_ACTIONS).exists()
    if not ever or case.person_id is None:
        return
    user_id = UserId(case.person_id)
    rows = list(Decision.objects.filter(person_id=user_id, undone_by=None, action__in=PERSON_ACTIONS))
    actions = {decision.action for decision in rows}
    (limit if Action.LIMIT in actions else unlimit)(user_id=user_id)
    until = _end_of_suspension(rows)
    if until:
        suspend(user_id=user_id, until=until)
    else:
        end_suspension(user_id=user_id)
    if Action.CLOSE in actions:
        close_account(user_id=user_id, now=max(row.created_at for row in rows if row.action == Action.CLOSE))
    else:
        reopen_account(user_id=user_id)


def _end_of_suspension(rows: Sequence[Decision]) -> datetime | None:
    ends = [row.until for row in rows if row.action == Action.SUSPEND and row.until and row.until > timezone.now()]
    return max(ends, default=None)


def _newest(case: Case) -> int:
    concerned = Q(case=case) | (Q(person_id=case.person_id) if case.person_id else Q(pk=None))
    return int(Decision.objects.filter(concerned).aggregate(newest=Max("pk"))["newest"] or 0)
