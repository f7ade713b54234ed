"""What becomes of the reports of a case: they follow the decisions that hold."""

from moderation.models import Action, Outcome, Report
from moderation.queries import Standing


def settle_reports(standing: Standing, *, is_open: bool) -> None:
    """Write the outcome of a case to its reports, within the transaction that decides."""
    reports = Report.objects.filter(case=standing.case)
    if any(decision.action != Action.DISMISS for decision in standing.active):
        reports.update(outcome=Outcome.UPHELD)
    else:
        reports.update(outcome=Outcome.OPEN if is_open else Outcome.DISMISSED)
