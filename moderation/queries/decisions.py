"""Decisions: those that hold, and those about somebody as that person may read them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from core.errors import NotFound
from moderation.models import Action, Case, Decision
from photos.models import APPROVED, HELD, REJECTED

SHOWN = 100
# What a person may disagree with.
APPEALABLE = frozenset({Action.SENSITIVE, Action.REMOVE, Action.WARN, Action.LIMIT, Action.SUSPEND, Action.CLOSE})
# What a person reads: a dismissal is about a report that they never heard of.
TOLD = APPEALABLE | {Action.UPHOLD}
SALT = "lumina.appeal"
# A letter that lies longer than an account that was deleted is kept.
TOKEN_SECONDS = 30 * 24 * 3600


# What settles whether others see a photo.
PUBLISHING = frozenset({Action.DISMISS, Action.SENSITIVE})
SETTLING = PUBLISHING | {Action.REMOVE}


@dataclass(frozen=True)
class Standing:
    """What the decisions about a case come to: those that hold, and those that were undone, in their order."""

    case: Case
    active: Sequence[Decision]
    undone: Sequence[Decision]

    @property
    def is_settled(self) -> bool:
        """Say whether anybody ever decided about the thing itself; a warning leaves a photo as the screening did."""
        return any(decision.action in SETTLING for decision in (*self.active, *self.undone))

    @property
    def photo_status(self) -> str:
        """Answer what a photo has to be: as the newest ruling that holds says, else as it was before.

        Whose removal is undone is seen again, also when the screening had held it first.
        """
        ruling = self.last(SETTLING)
        if ruling is not None:
            return REJECTED if ruling.action == Action.REMOVE else APPROVED
        before = next((decision for decision in reversed(self.undone) if decision.action in SETTLING), None)
        was_removed = before is not None and before.action == Action.REMOVE
        return HELD if self.case.held and not was_removed else APPROVED

    @property
    def is_removed(self) -> bool:
        """Say whether a comment or a message is removed."""
        ruling = self.last(frozenset({Action.DISMISS, Action.REMOVE}))
        return ruling is not None and ruling.action == Action.REMOVE

    def last(self, actions: frozenset[Action]) -> Decision | None:
        """Find the newest decision of these kinds that holds."""
        return next((decision for decision in reversed(self.active) if decision.action in actions), None)


def standing_of(case: Case) -> Standing:
    """Read what the decisions about a case come to."""
    rows = Decision.objects.filter(case=case).exclude(action__in=(Action.UNDO, Action.UPHOLD))
    found = list(rows.select_related("case", "rule", "undone_by").order_by("pk"))
    active = [decision for decision in found if not decision.is_undone]
    return Standing(case, active, [decision for decision in found if decision.is_undone])


def decisions_about(viewer: User) -> Sequence[Decision]:
    """List the newest 100 decisions about the viewer and what they made."""
    return list(_about(viewer)[:SHOWN])


def decision_about(viewer: User, decision_id: int) -> Decision:
    """Answer one decision about the viewer, or raise NotFound."""
    found: Decision | None = _about(viewer).filter(pk=decision_id).first()
    if found is None:
        raise NotFound
    return found


def may_be_appealed(decision: Decision) -> bool:
    """Say whether the person may disagree with it: once, and only while it holds."""
    return decision.action in APPEALABLE and not decision.is_undone and not hasattr(decision, "appeal")


def token_of(decision: Decision) -> str:
    """Write the key with which somebody without a session reads a decision about themselves and disagrees with it."""
    return signing.dumps(decision.pk, salt=SALT)


def decision_behind(token: str) -> Decision:
    """Answer the decision of such a key, or raise NotFound."""
    try:
        decision_id = signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature as error:
        raise NotFound from error
    found: Decision | None = _told().filter(pk=decision_id).exclude(person=None).first()
    if found is None:
        raise NotFound
    return found


def latest_closing(person: User) -> Decision | None:
    """Find the decision that keeps somebody out now, if one does: not a suspension that has ended."""
    holds = Q(action=Action.CLOSE) | Q(action=Action.SUSPEND, until__gt=timezone.now())
    rows = Decision.objects.filter(holds, person=person, undone_by=None)
    found: Decision | None = rows.order_by("-pk").first()
    return found


def _about(viewer: User) -> QuerySet[Decision]:
    return _told().filter(person=viewer)


def _told() -> QuerySet[Decision]:
    rows: QuerySet[Decision] = Decision.objects.filter(action__in=TOLD)
    return rows.select_related("case", "rule", "undone_by", "appeal", "appeal__answer", "person").order_by("-pk")
