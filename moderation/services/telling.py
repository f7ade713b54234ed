"""What people are told about a decision: one text for the notification, the photo's page, and mails."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import User
from accounts.tasks import deliver
from core.background import enqueue
from moderation.models import Action, Case, Decision, Outcome, Report, Target
from moderation.queries.decisions import token_of
from moderation.signals import decision_made, report_answered

THINGS = {
    Target.PHOTO: "your photo",
    Target.COMMENT: "your comment",
    Target.MESSAGE: "your message",
    Target.USER: "your profile",
}
# Those who cannot log in any more are written to.
BY_LETTER = frozenset({Action.SUSPEND, Action.CLOSE})


def tell(decision: Decision) -> None:
    """Tell the person whose thing it is, and those who reported it. May be done again."""
    person = decision.person
    if person is not None and is_told(decision):
        text = sentence(decision)
        if decision.action in BY_LETTER:
            _write_to(person, decision, text)
        decision_made.send_robust(sender=Decision, person=person, text=text, key=f"decision-{decision.pk}")
    for report in decision.case.reports.exclude(outcome=Outcome.OPEN).select_related("reporter"):
        key = f"report-{report.pk}-{report.outcome}"
        report_answered.send_robust(sender=Report, person=report.reporter, text=answer_to(report), key=key)


def is_told(decision: Decision) -> bool:
    """Say whether the person hears of it: not of a dismissed report, but of a photo that was held and is up now."""
    if decision.action == Action.UNDO and decision.undoes:
        return is_told(decision.undoes)
    return decision.action != Action.DISMISS or decision.case.held


def sentence(decision: Decision) -> str:
    """Say to the person what was decided and why."""
    what = headline(decision)
    reason = f": {decision.rule}" if decision.rule else ""
    return " ".join(part for part in (f"{what}{reason}.", decision.message) if part)


def reason_of(decision: Decision) -> str:
    """Say why, for the page of a photo that was removed."""
    rule = f"{decision.rule}." if decision.rule else ""
    return " ".join(part for part in (rule, decision.message) if part) or "A moderator has removed it."


def answer_to(report: Report) -> str:
    """Say to a reporter what became of their report."""
    done = report.outcome == Outcome.UPHELD
    return (
        "Thank you: something was done about what you reported."
        if done
        else "We have looked at what you reported and found that it breaks no rule."
    )


def thing_of(case: Case) -> str:
    """Name the thing to its person."""
    return THINGS[Target(case.target_type)]


def headline(decision: Decision) -> str:
    """Say to the person what was decided, without the reason and without a full stop."""
    thing = thing_of(decision.case)
    until = f" until {date_format(decision.until, 'j F Y, H:i')} (UTC)" if decision.until else ""
    return {
        Action.DISMISS: f"{thing.capitalize()} is published now",
        Action.SENSITIVE: f"{thing.capitalize()} is shown as sensitive",
        Action.REMOVE: f"{thing.capitalize()} was removed",
        Action.WARN: f"A moderator warns you about {thing}",
        Action.LIMIT: "Only your friends see you now",
        Action.SUSPEND: f"Your account is suspended{until}",
        Action.CLOSE: "Your account was deleted",
        Action.UNDO: f"A decision about {thing} was undone",
        Action.UPHOLD: f"The decision about {thing} stays as it is",
    }[Action(decision.action)]


def _write_to(person: User, decision: Decision, text: str) -> None:
    if not person.real_email:
        return
    path = reverse("moderation:closed_appeal", args=[token_of(decision)])
    words = {"username": person.username, "text": text, "url": f"{settings.SITE_URL}{path}"}
    body = render_to_string("moderation/email/decision.txt", words)
    transaction.on_commit(lambda: enqueue(deliver, "A decision about your account", body, person.real_email))
