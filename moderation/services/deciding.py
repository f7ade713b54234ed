"""Deciding: a row that says who, what and why, then the stores are brought to what the rows say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Invalid, NotFound
from core.sql import retried
from core.text import cleaned
from moderation.models import Action, Appeal, Case, Decision, Rule, State, Unapplied
from moderation.queries import (
    PERSON_ACTIONS,
    THING_ACTIONS,
    Standing,
    actions_on,
    check_rights,
    rule_named,
    standing_of,
)
from moderation.queries.case_page import case_named
from moderation.services.applying import apply_decisions
from moderation.services.outcomes import settle_reports
from moderation.services.texts import problems_of
from photos.models import HELD

LONGEST_SUSPENSION = timedelta(days=3650)
CHANGED = "Somebody has decided about this case in the meantime. Look at it again first."


@dataclass(frozen=True)
class Ruling:
    """What is to be decided: `rule` is the code of the one that was broken, `message` is what the person is told."""

    action: str
    rule: str = ""
    note: str = ""
    message: str = ""
    until: datetime | None = None
    block_again: bool = False


def decide(*, actor: User | None, case_id: int, ruling: Ruling, seen: int | None = None) -> Decision:
    """Decide about a case; without an actor the screening does.

    `seen` is the id of the newest decision about the case that the actor knows of (0: none): one that came in between
    is a Conflict. Raises Invalid with the fields that will not do, Forbidden without the right, NotFound.
    """
    case = case_named(case_id)
    check_rights(actor, case, _checked_action(ruling))
    fields = _problems(actor, case, ruling)
    if fields:
        raise Invalid("This decision is not complete.", fields=fields)
    decision = _store(actor, case_id, ruling, seen)
    apply_decisions(case_id=case_id)
    return decision


def undo(*, actor: User, decision_id: int, message: str = "", note: str = "") -> Decision:
    """Undo a decision: what it did is taken back, and that it was is a row of its own.

    Raises NotFound, Forbidden, and Conflict when it was undone before.
    """
    decision: Decision | None = Decision.objects.select_related("case__person").filter(pk=decision_id).first()
    if decision is None or decision.action in {Action.UNDO, Action.UPHOLD}:
        raise NotFound
    for action in (decision.action, Action.UNDO):
        check_rights(actor, decision.case, action)
    fields = problems_of(message=message, note=note)
    if fields:
        raise Invalid(fields=fields)
    try:
        undone = _store_undo(actor, decision, cleaned(message), cleaned(note))
    except IntegrityError as error:
        raise Conflict("This decision was undone already.") from error
    apply_decisions(case_id=decision.case_id)
    return undone


def add_decision(case: Case, **values: Any) -> Decision:  # noqa: ANN401 -- columns
    """Add a row and the mark that the stores do not show it yet, within a transaction of the caller's."""
    decision: Decision = Decision.objects.create(case=case, person_id=case.person_id, **values)
    Unapplied.objects.create(decision=decision)
    return decision


def locked(case_id: int) -> Case:
    """Hold the row of a case, so that of two decisions at once one comes after the other."""
    found = Case.objects.select_for_update().filter(pk=case_id).first()
    if found is None:
        raise NotFound
    return found


@retried
def _store(actor: User | None, case_id: int, ruling: Ruling, seen: int | None) -> Decision:
    case = locked(case_id)
    if seen is not None and newest(case) != seen:
        raise Conflict(CHANGED)
    decision = add_decision(
        case,
        actor=actor,
        action=ruling.action,
        rule=rule_named(ruling.rule) if ruling.rule else None,
        note=cleaned(ruling.note),
        message=cleaned(ruling.message),
        until=ruling.until if ruling.action == Action.SUSPEND else None,
        block_again=ruling.block_again and ruling.action == Action.REMOVE,
    )
    settle_state(case)
    return decision


@retried
def _store_undo(actor: User, decision: Decision, message: str, note: str) -> Decision:
    case = locked(decision.case_id)
    undone = add_decision(case, actor=actor, action=Action.UNDO, undoes=decision, message=message, note=note)
    Appeal.objects.filter(decision=decision, answer=None).update(answer=undone)
    settle_state(case)
    return undone


def settle_state(case: Case) -> None:
    """Close the case when enough is decided, else have it wait again; reports follow. The case's row is held."""
    standing = standing_of(case)
    is_open = _is_open(standing)
    now = timezone.now()
    values: dict[str, Any] = {"state": State.OPEN if is_open else State.DECIDED}
    values["decided_at"] = None if is_open else now
    if is_open and not case.is_open:
        values["opened_at"] = now
    Case.objects.filter(pk=case.pk).update(**values)
    settle_reports(standing, is_open=is_open)


def newest(case: Case) -> int:
    """Answer the id of the newest decision about a case, 0 when there is none."""
    found = Decision.objects.filter(case=case).order_by("-pk").values_list("pk", flat=True).first()
    return int(found or 0)


def _is_open(standing: Standing) -> bool:
    """Say whether something is left to decide: an appeal, a photo that is held, or what was dismissed wrongly.

    Of what else was undone nothing is left: somebody has looked and found no fault.
    """
    case = standing.case
    if Appeal.objects.filter(decision__case=case, answer=None).exists():
        return True
    if case.held and standing.photo_status == HELD:
        return True
    return not standing.active and standing.undone[-1].action == Action.DISMISS


def _checked_action(ruling: Ruling) -> str:
    if ruling.action not in {*THING_ACTIONS, *PERSON_ACTIONS}:
        raise Invalid(fields={"action": ["Choose what to decide."]})
    return ruling.action


def _problems(actor: User | None, case: Case, ruling: Ruling) -> dict[str, list[str]]:
    fields = problems_of(message=ruling.message, note=ruling.note)
    if ruling.action not in actions_on(case):
        fields["action"] = ["This cannot be decided here."]
    rule: Rule | None = rule_named(ruling.rule) if ruling.rule else None
    if actor and ruling.action != Action.DISMISS and rule is None:
        fields["rule"] = ["Say which rule is broken."]
    if ruling.action == Action.SUSPEND and not _is_an_end(ruling.until):
        fields["until"] = ["Name a day in the future, within ten years."]
    return fields


def _is_an_end(until: datetime | None) -> bool:
    now = timezone.now()
    return until is not None and now < until <= now + LONGEST_SUSPENSION
