"""Appeals: a person disagrees with a decision once, and a moderator answers."""

from django.db import IntegrityError
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Invalid, NotFound
from core.sql import retried
from core.text import cleaned
from moderation.models import Action, Appeal, Case, Decision, State
from moderation.queries import check_rights, may_be_appealed
from moderation.services.applying import apply_decisions
from moderation.services.deciding import add_decision, locked, settle_state
from moderation.services.texts import problems_of, required


def appeal(*, decision: Decision, text: str) -> Appeal:
    """Disagree with a decision about oneself, which one of the queries has answered; the case waits again.

    Raises Invalid for an empty or overlong text, Conflict when it is too late or was done before.
    """
    clean = required(text, missing="Say why you see it differently.")
    if not may_be_appealed(decision):
        raise Conflict("About this decision nothing can be said any more.")
    try:
        return _store(decision, clean)
    except IntegrityError as error:
        raise Conflict("You have said something about this decision already.") from error


def uphold(*, actor: User, appeal_id: int, message: str = "") -> Decision:
    """Answer an appeal by keeping the decision. Raises NotFound, Forbidden, Conflict when it was answered before."""
    found = Appeal.objects.select_related("decision__case__person").filter(pk=appeal_id).first()
    if found is None:
        raise NotFound
    check_rights(actor, found.decision.case, Action.UPHOLD)
    if fields := problems_of(message=message):
        raise Invalid(fields=fields)
    upheld = _store_answer(actor, found, cleaned(message))
    apply_decisions(case_id=found.decision.case_id)
    return upheld


@retried
def _store(decision: Decision, text: str) -> Appeal:
    case = locked(decision.case_id)
    if Decision.objects.filter(undoes=decision).exists():
        raise Conflict("This decision was undone already.")
    made = Appeal.objects.create(decision=decision, text=text)
    Case.objects.filter(pk=case.pk).update(state=State.OPEN, opened_at=timezone.now(), decided_at=None)
    return made


@retried
def _store_answer(actor: User, found: Appeal, message: str) -> Decision:
    case = locked(found.decision.case_id)
    upheld = add_decision(case, actor=actor, action=Action.UPHOLD, message=message)
    if not Appeal.objects.filter(pk=found.pk, answer=None).update(answer=upheld):
        raise Conflict("This appeal was answered already.")
    settle_state(case)
    return upheld
