"""Reporting: one report a person and thing, one case a thing."""

from django.utils import timezone

from accounts.models import User
from core.errors import Invalid, TooMany
from core.limits import consume
from core.sql import retried
from core.text import cleaned
from moderation.models import Action, Case, Outcome, Report, Rule, State, Target
from moderation.queries import Thing, report_by, rule_named, rules_in_use, standing_of, thing_seen
from moderation.services.texts import problems_of

# So many reports of one person may wait for a decision at a time.
MOST_WAITING = 50
# After moderators have left a thing alone so often, further reports are gathered but open the case no more.
MOST_DISMISSALS = 3


def report(*, actor: User, target_type: str, target_id: str, reason: str, text: str = "") -> Report:
    """Report a thing that the actor may see; a repeated report of the same person changes nothing.

    Raises Invalid for what cannot be reported like that, NotFound for what the actor may not see, TooMany after many
    reports within the hour, or while many wait for a decision.
    """
    fields = _problems(target_type, text)
    rule = rule_named(reason)
    if rule is None:
        fields["reason"] = [f"Use one of {', '.join(rule.code for rule in rules_in_use())}."]
    if fields or rule is None:
        raise Invalid(fields=fields)
    thing = thing_seen(actor, target_type, target_id)
    if thing.person_id == actor.pk:
        raise Invalid("This is your own.", fields={"target_id": ["You cannot report what is yours."]})
    before = report_by(actor, target_type, target_id)
    if before is not None:
        return before
    _check_waiting(actor)
    consume("reports", actor.pk)
    return _store(actor, (target_type, target_id), thing, rule, cleaned(text))


def _problems(target_type: str, text: str) -> dict[str, list[str]]:
    fields = problems_of(text=text)
    if target_type not in Target.values:
        fields["target_type"] = [f"Use one of {', '.join(Target.values)}."]
    return fields


def _check_waiting(actor: User) -> None:
    if Report.objects.filter(reporter=actor, outcome=Outcome.OPEN).count() >= MOST_WAITING:
        raise TooMany(f"{MOST_WAITING} of your reports wait for a moderator. Please wait until they are decided.")


@retried
def _store(actor: User, target: tuple[str, str], thing: Thing, rule: Rule, text: str) -> Report:
    # Both are safe when several do it at once: the unique keys decide, and Django reads what the other one wrote.
    case, _ = Case.objects.get_or_create(
        target_type=target[0],
        target_id=target[1],
        defaults={
            "person_id": thing.person_id,
            "place": thing.place,
            "excerpt": thing.excerpt,
            "opened_at": timezone.now(),
        },
    )
    made, is_new = Report.objects.get_or_create(case=case, reporter=actor, defaults={"reason": rule, "text": text})
    if is_new and not case.is_open:
        _take_up_again(case, made)
    return made


def _take_up_again(case: Case, made: Report) -> None:
    """Open a case that was decided already, unless it was dismissed again and again."""
    dismissals = sum(decision.action == Action.DISMISS for decision in standing_of(case).active)
    if dismissals < MOST_DISMISSALS:
        Case.objects.filter(pk=case.pk, state=State.DECIDED).update(state=State.OPEN, opened_at=timezone.now())
    else:
        Report.objects.filter(pk=made.pk).update(outcome=Outcome.DISMISSED)
