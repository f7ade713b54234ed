"""The shapes of reports in JSON."""

from datetime import datetime

from ninja import Schema

from core.api import Body, Text
from moderation.models import Report

THANKS = "Thank you. A moderator will look at it."


class ReportIn(Body):
    """What is reported, and why."""

    target_type: Text
    target_id: Text
    reason: Text
    text: Text = ""


class ReportOut(Schema):
    """That it has arrived."""

    id: int
    message: str = THANKS


class OwnReport(Schema):
    """What somebody reported, and what became of it."""

    id: int
    target_type: str
    target_id: str
    reason: str
    text: str
    outcome: str
    created_at: datetime


def own_report(report: Report) -> OwnReport:
    """Describe a report, read with its case, to its reporter."""
    return OwnReport(
        id=report.pk,
        target_type=report.case.target_type,
        target_id=report.case.target_id,
        reason=report.reason_id,
        text=report.text,
        outcome=report.outcome or "open",
        created_at=report.created_at,
    )
