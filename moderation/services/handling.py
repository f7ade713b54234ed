"""How moderators share the work: who takes a case, and what they tell each other about it."""

from accounts.models import User
from core.errors import Forbidden, Invalid, NotFound
from moderation.models import Case, Note
from moderation.services.texts import required


def assign(*, actor: User, case_ids: list[int], assignee: User | None) -> int:
    """Have somebody (None: nobody) take cases, and answer how many there were. Raises Forbidden and Invalid."""
    if not actor.has_perm("moderation.change_case"):
        raise Forbidden
    if assignee is not None and not (assignee.is_active and assignee.has_perm("moderation.add_decision")):
        raise Invalid(fields={"assignee": ["This person does not decide about cases."]})
    return Case.objects.filter(pk__in=case_ids).update(assignee=assignee)


def add_note(*, actor: User, case_id: int, text: str) -> Note:
    """Leave a note at a case for other moderators. Raises Forbidden, NotFound, and Invalid for an empty text."""
    if not actor.has_perm("moderation.add_note"):
        raise Forbidden
    clean = required(text, missing="Write something.")
    if not Case.objects.filter(pk=case_id).exists():
        raise NotFound
    return Note.objects.create(case_id=case_id, author=actor, text=clean)
