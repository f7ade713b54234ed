"""Who may decide what: the one place that says so, for every page of the administration."""

from collections.abc import Sequence

from accounts.models import User
from core.errors import Forbidden
from moderation.models import Action, Case, Target

# What changes the thing itself, and what changes what its person may do.
THING_ACTIONS = (Action.DISMISS, Action.SENSITIVE, Action.REMOVE)
PERSON_ACTIONS = (Action.WARN, Action.LIMIT, Action.SUSPEND, Action.CLOSE)
_RIGHTS = {
    **dict.fromkeys((*THING_ACTIONS, Action.UNDO, Action.UPHOLD), "moderation.add_decision"),
    **dict.fromkeys((Action.WARN, Action.LIMIT, Action.SUSPEND), "moderation.suspend_person"),
    Action.CLOSE: "moderation.close_account",
}


def actions_for(actor: User, case: Case) -> Sequence[Action]:
    """List what this moderator may decide about this case; nothing when it is not theirs to decide."""
    possible = [Action.DISMISS]
    if case.target_type == Target.PHOTO:
        possible.append(Action.SENSITIVE)
    if case.target_type != Target.USER:
        possible.append(Action.REMOVE)
    if case.person_id:
        possible += PERSON_ACTIONS
    return [action for action in possible if _refusal(actor, case, action) is None]


def check_rights(actor: User | None, case: Case, action: str) -> None:
    """Raise Forbidden unless the actor may decide this about the case; None is the screening."""
    reason = _refusal(actor, case, action) if actor else None
    if reason:
        raise Forbidden(reason)


def _refusal(actor: User, case: Case, action: str) -> str | None:
    if not actor.has_perm(_RIGHTS[Action(action)]):
        return "Your rights do not reach that far."
    person = case.person
    if person is None or (actor.is_superuser and not person.is_superuser):
        return None
    if person.pk == actor.pk and not actor.is_superuser:
        return "This is about something of yours. Leave it to another moderator."
    if action in PERSON_ACTIONS and (person.is_staff or person.is_superuser):
        return "People who run this site are not judged here. Ask a superuser."
    return None
