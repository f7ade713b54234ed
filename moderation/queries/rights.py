"""Who may decide what: the one place that says so, for every page of the administration."""

from collections.abc import Sequence

from accounts.models import User
from core.errors import Forbidden
from moderation.models import Action, Case, Target

# What changes the thing itself, and what changes what its person may do.
THING_ACTIONS = (Action.DISMISS, Action.SENSITIVE, Action.REMOVE)
PERSON_ACTIONS = (Action.WARN, Action.LIMIT, Action.SUSPEND, Action.CLOSE)
YOURS = "This is about something of yours. Leave it to another moderator."
_RIGHTS = {
    **dict.fromkeys((*THING_ACTIONS, Action.UNDO, Action.UPHOLD), "moderation.add_decision"),
    **dict.fromkeys((Action.WARN, Action.LIMIT, Action.SUSPEND), "moderation.suspend_person"),
    Action.CLOSE: "moderation.close_account",
}


def actions_for(actor: User, case: Case) -> Sequence[Action]:
    """List what this moderator may decide about this case; nothing when it is not theirs to decide."""
    return [action for action in actions_on(case) if _refusal(actor, case, action) is None]


def actions_on(case: Case) -> Sequence[Action]:
    """List what can be decided about this case at all, whoever does it."""
    possible = [Action.DISMISS]
    if case.target_type == Target.PHOTO:
        possible.append(Action.SENSITIVE)
    # Of a message nobody knows any more between whom it was written, when the other one was erased.
    if case.target_type in {Target.PHOTO, Target.COMMENT} or case.place:
        possible.append(Action.REMOVE)
    if case.person_id:
        possible += PERSON_ACTIONS
    return possible


def check_rights(actor: User | None, case: Case, action: str) -> None:
    """Raise Forbidden unless the actor may decide this about the case; None is the screening."""
    reason = _refusal(actor, case, action) if actor else None
    if reason:
        raise Forbidden(reason)


def may_look(actor: User, case: Case) -> bool:
    """Say whether the actor may read a case: not one about something of theirs, which names who reported it."""
    return actor.is_superuser or case.person_id != actor.pk


def _refusal(actor: User, case: Case, action: str) -> str | None:
    if not actor.has_perm(_RIGHTS[Action(action)]):
        return "Your rights do not reach that far."
    person = case.person
    if person is None or (actor.is_superuser and not person.is_superuser):
        return None
    if not may_look(actor, case):
        return YOURS
    if action in PERSON_ACTIONS and (person.is_staff or person.is_superuser):
        return "People who run this site are not judged here. Ask a superuser."
    return None
