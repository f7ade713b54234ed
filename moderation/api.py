"""Reporting, as JSON."""

from django.http import HttpRequest
from ninja import Router, Status

from accounts.requests import member
from core.api import ErrorBody
from moderation import services
from moderation.models import Report
from moderation.schemas import ReportIn, ReportOut

router = Router(tags=["Moderation"])


@router.post(
    "/reports", response={201: ReportOut, **dict.fromkeys((400, 401, 404, 429), ErrorBody)}, summary="Report something"
)
def report(request: HttpRequest, body: ReportIn) -> Status[Report]:
    """Report a photo, a comment, a message or a person; repeating it changes nothing."""
    return Status(201, services.report(actor=member(request), **body.model_dump()))
