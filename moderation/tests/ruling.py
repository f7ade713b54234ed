"""How the tests of decisions come by one: somebody reports, a moderator decides."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from moderation.models import Action, Decision
from moderation.services import Ruling, decide, report

MESSAGE = "Please look at the rule again."
# What nobody but moderators may read.
SECRETS = ("moderator", "administrator", "stranger", "Reporter's words", "Inner words")


def decided(moderator: User, reporter: User, target: tuple[str, str], action: Action, **more: Any) -> Decision:
    """Have a thing reported and something decided about it."""
    case = report(
        actor=reporter, target_type=target[0], target_id=target[1], reason="spam", text="Reporter's words"
    ).case
    until = timezone.now() + timedelta(days=7) if action == Action.SUSPEND else None
    ruling = Ruling(action, **{"rule": "harassment", "note": "Inner words", "message": MESSAGE, "until": until, **more})
    return decide(actor=moderator, case_id=case.pk, ruling=ruling)
