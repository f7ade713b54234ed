"""What the page of a case shows, made from what was read: pictures, forms, lines of the history."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from core.errors import Forbidden
from moderation.admin.forms import DecideForm, KeepForm, NoteForm, ReasonedForm, UndoForm
from moderation.admin.words import DONE, admin_place_of, age_of, place_of
from moderation.models import Action, Appeal, Case, Decision, Report, Target
from moderation.queries import check_rights
from moderation.queries.case_page import CasePage, photos_of_person
from moderation.queries.queue import has_picture
from moderation.queries.trust import ReporterTrust
from photos.models import APPROVED, HELD, REJECTED
from photos.showing import signed_url

# What is rows of their own about other rows.
ANSWERS = frozenset({Action.UNDO, Action.UPHOLD})
STATUS_WORDS = {
    APPROVED: "It is up.",
    HELD: "It is held back: only its owner sees it.",
    REJECTED: "It is removed: only its owner sees it.",
}


@dataclass(frozen=True)
class Failed:
    """A form that was sent and has to be shown again; `seen` is the newest decision that its sender knew of."""

    name: str
    form: ReasonedForm
    seen: int | None = None


@dataclass(frozen=True)
class DecisionLine:
    """A decision in the history, with the form that undoes it where this moderator may."""

    decision: Decision
    done: str
    undo_form: ReasonedForm | None
    is_tried: bool


@dataclass(frozen=True)
class ReportLine:
    """A report, and how far the reporter was right so far."""

    report: Report
    trust: ReporterTrust


def shown_case(page: CasePage, actor: User, tried: Failed | None) -> dict[str, Any]:
    """Prepare all that the template reads."""
    case = page.case
    words = {**_thing(page), **_forms(page, actor, tried)}
    return {
        **words,
        "page": page,
        "case": case,
        "tried": tried.name if tried else "",
        "lost_errors": _lost_errors(words, tried),
        "reports": [ReportLine(report, page.trust[report.reporter_id]) for report in page.reports],
        "seen": tried.seen if tried and tried.seen is not None else page.newest,
        "may_assign": actor.has_perm("moderation.change_case"),
        "is_mine": case.assignee_id == actor.pk,
        "age": age_of(case.opened_at),
        "photos_count": photos_of_person(page),
        "person_url": _person_url(actor, case),
    }


def _forms(page: CasePage, actor: User, tried: Failed | None) -> dict[str, Any]:
    """Prepare the forms that this moderator may send, and those that stand in the history."""
    case, appeal = page.case, page.waiting_appeal
    refusal = _refusal(actor, case)
    return {
        "refusal": refusal,
        "decide_form": None if refusal else _decide_form(page, actor, tried),
        "note_form": _note_form(actor, tried),
        "history": [_line(page, decision, actor, tried) for decision in page.decisions],
        "appeal": appeal,
        "appeal_keep": f"keep-{appeal.pk}" if appeal else "-",
        "appeal_undone": f"undo-{appeal.decision_id}" if appeal else "-",
        "appeal_form": _appeal_form(appeal, actor, case, tried),
        "appeal_undo": _undo_form(appeal.decision, actor, case, tried) if appeal else None,
    }


def _lost_errors(words: dict[str, Any], tried: Failed | None) -> list[str]:
    """List what was wrong with a form that does not stand on the page (any more), such as that of an undoing."""
    if tried is None:
        return []
    shown = [words[name] for name in ("decide_form", "note_form", "appeal_form", "appeal_undo")]
    shown += [line.undo_form for line in words["history"]]
    return [] if tried.form in shown else [str(text) for texts in tried.form.errors.values() for text in texts]


def _thing(page: CasePage) -> dict[str, Any]:
    case, photo = page.case, page.thing.photo
    left, words = _left(page)
    return {
        "photo": photo,
        "picture": signed_url(photo.id, "medium") if photo and has_picture(photo) else "",
        "is_there": left is not None,
        "words_now": words if words.strip() != case.excerpt.strip() else "",
        "status": _status(page),
        "place": place_of(case, photo),
        "admin_place": admin_place_of(case) if photo else "",
        "scores": sorted(photo.scores, key=lambda score: -score.score) if photo and _is_photo(case) else (),
    }


def _left(page: CasePage) -> tuple[object, str]:
    """Answer what is left of the thing (None: nothing), and its words as they are now."""
    case, thing = page.case, page.thing
    photo = thing.photo
    if case.target_type == Target.COMMENT:
        return thing.comment, thing.comment.text if thing.comment else ""
    if case.target_type == Target.MESSAGE:
        return thing.message, thing.message.text if thing.message else ""
    if case.target_type == Target.USER:
        return case.person, case.person.bio if case.person else ""
    words = (photo.title, photo.caption, photo.description) if photo else ()
    return photo, "\n".join(text for text in words if text)


def _is_photo(case: Case) -> bool:
    return case.target_type == Target.PHOTO


def _status(page: CasePage) -> str:
    photo, comment = page.thing.photo, page.thing.comment
    if comment is not None:
        return "It is removed." if comment.removed else "It is up."
    if photo is None or not _is_photo(page.case):
        return ""
    veiled = f" It is marked as sensitive: {photo.sensitive}." if photo.sensitive else ""
    return STATUS_WORDS.get(photo.status, "It is not published yet.") + veiled


def _refusal(actor: User, case: Case) -> str:
    """Say why somebody may not decide about a case, or nothing."""
    try:
        check_rights(actor, case, Action.DISMISS)
    except Forbidden as error:
        return error.message
    return ""


def _decide_form(page: CasePage, actor: User, tried: Failed | None) -> ReasonedForm:
    if tried and tried.name == "decide":
        return tried.form
    page.case.read_reports = page.reports  # type: ignore[attr-defined]
    return DecideForm(actor=actor, case=page.case, rules=list(page.rules))


def _note_form(actor: User, tried: Failed | None) -> ReasonedForm | None:
    if not actor.has_perm("moderation.add_note"):
        return None
    return tried.form if tried and tried.name == "note" else NoteForm(auto_id="note-%s")


def _line(page: CasePage, decision: Decision, actor: User, tried: Failed | None) -> DecisionLine:
    is_tried = tried is not None and tried.name == f"undo-{decision.pk}"
    waiting = page.waiting_appeal
    # Where an appeal waits, the form stands with it.
    is_asked = waiting is not None and waiting.decision_id == decision.pk
    form = None if is_asked else _undo_form(decision, actor, page.case, tried)
    return DecisionLine(decision, DONE[Action(decision.action)], form, is_tried)


def _undo_form(decision: Decision, actor: User, case: Case, tried: Failed | None) -> ReasonedForm | None:
    if decision.is_undone or decision.action in ANSWERS or not _may_undo(decision, actor, case):
        return None
    if tried and tried.name == f"undo-{decision.pk}":
        return tried.form
    return UndoForm(auto_id=f"undo-{decision.pk}-%s")


def _may_undo(decision: Decision, actor: User, case: Case) -> bool:
    try:
        for action in (decision.action, Action.UNDO):
            check_rights(actor, case, action)
    except Forbidden:
        return False
    return True


def _appeal_form(appeal: Appeal | None, actor: User, case: Case, tried: Failed | None) -> ReasonedForm | None:
    if appeal is None or _refusal(actor, case):
        return None
    return tried.form if tried and tried.name == f"keep-{appeal.pk}" else KeepForm(auto_id=f"keep-{appeal.pk}-%s")


def _person_url(actor: User, case: Case) -> str:
    """Answer where the administration shows the person, to those who may look there."""
    allowed = case.person_id is not None and actor.has_perm("accounts.view_user")
    return reverse("admin:accounts_user_change", args=[case.person_id]) if allowed else ""
