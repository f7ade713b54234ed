"""The shapes of reports in JSON."""

from ninja import Schema

from core.api import Body, Text


class ReportIn(Body):
    """What is reported, and why."""

    target_type: Text
    target_id: Text
    reason: Text
    text: Text = ""


class ReportOut(Schema):
    """That it has arrived."""

    id: int
    message: str = "Thank you. A moderator will look at it."
