"""The rules that people choose from, and what became of what somebody reported."""

from collections.abc import Sequence

from accounts.models import User
from moderation.models import Report, Rule

SHOWN = 100


def rules_in_use() -> Sequence[Rule]:
    """List the rules that can be chosen, in their order."""
    return list(Rule.objects.filter(in_use=True))


def rule_named(code: str) -> Rule | None:
    """Find a rule that can be chosen."""
    return Rule.objects.filter(code=code, in_use=True).first()


def report_by(viewer: User, target_type: str, target_id: str) -> Report | None:
    """Find what the viewer has reported about a thing already, with what became of it."""
    rows = Report.objects.filter(reporter=viewer, case__target_type=target_type, case__target_id=target_id)
    return rows.select_related("case", "reason").first()


def reports_of(viewer: User) -> Sequence[Report]:
    """List the newest 100 reports that the viewer made, with what became of them."""
    return list(Report.objects.filter(reporter=viewer).select_related("case", "reason")[:SHOWN])
