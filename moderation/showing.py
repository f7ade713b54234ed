"""Reports and decisions as those read them whom they concern: never who decided, who reported, or what staff noted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from moderation.models import Action, Appeal, Case, Decision, Outcome, Report, Rule, Target
from moderation.queries import Thing, ids_in, may_be_appealed
from moderation.services.telling import headline, thing_of
from photos.queries import SeenPhoto
from photos.showing import ShownPhoto, shown
from social.queries import Person

NAMES = {
    Target.PHOTO: "photo",
    Target.COMMENT: "comment",
    Target.MESSAGE: "message",
    Target.USER: "profile",
}
# The words of the outcomes, to the person who reported.
OUTCOMES = {
    Outcome.OPEN: "Waiting for a moderator",
    Outcome.UPHELD: "Something was done",
    Outcome.DISMISSED: "No rule was broken",
}
PICTURES = {
    Action.SENSITIVE: "eye",
    Action.REMOVE: "trash",
    Action.WARN: "warning",
    Action.LIMIT: "users",
    Action.SUSPEND: "clock",
    Action.CLOSE: "block",
}


@dataclass(frozen=True, kw_only=True)
class ShownThing:
    """What is about to be reported: its kind, whose it is, its words, the picture, and the page that it is on."""

    kind: str
    name: str
    person: Person
    text: str
    photo: ShownPhoto | None
    url: str


def shown_thing(target_type: str, target_id: str, thing: Thing, person: Person, photo: SeenPhoto | None) -> ShownThing:
    """Prepare a thing that the viewer sees; `photo` is given when it is one."""
    return ShownThing(
        kind=target_type,
        name=NAMES[Target(target_type)],
        person=person,
        text="" if photo else thing.excerpt,
        photo=shown(photo) if photo else None,
        url=_page_of(target_type, target_id) or _page_with(target_type, person),
    )


@dataclass(frozen=True, kw_only=True)
class ShownReport:
    """What somebody reads of their own report."""

    kind: str
    name: str
    url: str
    rule: str
    text: str
    state: str
    outcome: str
    created_at: datetime
    decided_at: datetime | None


def shown_report(report: Report) -> ShownReport:
    """Prepare a report, read with its case and rule, for its reporter; what was removed has no page any more."""
    case, outcome = report.case, Outcome(report.outcome)
    decided_at = case.decided_at if outcome != Outcome.OPEN else None
    return ShownReport(
        kind=case.target_type,
        name=NAMES[Target(case.target_type)],
        url="" if outcome == Outcome.UPHELD else _page_of(case.target_type, case.target_id),
        rule=str(report.reason),
        text=report.text,
        state=outcome or "open",
        outcome=OUTCOMES[outcome],
        created_at=report.created_at,
        # Of what was decided before it was reported once more, nobody wants to know when.
        decided_at=decided_at if decided_at and decided_at > report.created_at else None,
    )


@dataclass(frozen=True, kw_only=True)
class ShownAnswer:
    """What came of it when somebody looked again: undone or not, in which words, and when."""

    undone: bool
    message: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class ShownAppeal:
    """What somebody said against a decision, and the answer, when there is one."""

    text: str
    created_at: datetime
    answer: ShownAnswer | None


@dataclass(frozen=True, kw_only=True)
class ShownDecision:
    """What somebody reads of a decision about themselves or about something of theirs."""

    url: str
    icon: str
    headline: str
    thing: str
    rule: Rule | None
    message: str
    text: str
    until: datetime | None
    created_at: datetime
    undone: ShownAnswer | None
    appeal: ShownAppeal | None
    may_appeal: bool


def shown_decision(decision: Decision) -> ShownDecision:
    """Prepare a decision that one of the queries has answered."""
    appeal = getattr(decision, "appeal", None)
    undone_by = getattr(decision, "undone_by", None)
    return ShownDecision(
        url=reverse("settings:decision", args=[decision.pk]),
        icon=PICTURES.get(Action(decision.action), "shield"),
        headline=headline(decision),
        thing=thing_of(decision.case),
        rule=decision.rule,
        message=decision.message,
        text=decision.case.excerpt,
        until=decision.until,
        created_at=decision.created_at,
        undone=_answer(undone_by) if undone_by else None,
        appeal=_shown_appeal(appeal) if appeal else None,
        may_appeal=may_be_appealed(decision),
    )


def shown_decisions(decisions: Iterable[Decision]) -> list[ShownDecision]:
    """Prepare those that stand for themselves: the answer to an appeal is shown with what it answers."""
    return [shown_decision(decision) for decision in decisions if decision.action != Action.UPHOLD]


def photo_in(decision: Decision, viewer: User) -> str:
    """Answer the id of the photo that the viewer's own decision is about, if it is about one."""
    case: Case = decision.case
    return case.target_id if case.target_type == Target.PHOTO and case.person_id == viewer.pk else ""


def _shown_appeal(appeal: Appeal) -> ShownAppeal:
    answer = _answer(appeal.answer) if appeal.answer else None
    return ShownAppeal(text=appeal.text, created_at=appeal.created_at, answer=answer)


def _answer(decision: Decision) -> ShownAnswer:
    undone = decision.action == Action.UNDO
    return ShownAnswer(undone=undone, message=decision.message, created_at=decision.created_at)


def _page_of(target_type: str, target_id: str) -> str:
    """Answer the page of a photo, or of the photo under which a comment stands."""
    photo_id, comment_id = ids_in(target_id)
    if target_type not in {Target.PHOTO, Target.COMMENT}:
        return ""
    return reverse("photos:detail", args=[photo_id]) + (f"#comment-{comment_id}" if comment_id else "")


def _page_with(target_type: str, person: Person) -> str:
    """Answer where the viewer meets this person: the conversation, or the profile."""
    return reverse("messaging:thread", args=[person.username]) if target_type == Target.MESSAGE else person.url
