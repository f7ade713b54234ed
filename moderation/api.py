"""Reporting, as JSON."""

from django.http import HttpRequest
from ninja import Router, Status

from accounts.requests import member
from core.api import ErrorBody
from moderation import queries, services
from moderation.models import Report
from moderation.schemas import OwnReport, ReportIn, ReportOut, own_report

router = Router(tags=["Moderation"])


@router.get("/reports", response={200: list[OwnReport], 401: ErrorBody}, summary="List one's reports")
def reports(request: HttpRequest) -> list[OwnReport]:
    """List what one reported, newest first, at most 100, with what became of each."""
    return [own_report(report) for report in queries.reports_of(member(request))]


@router.post(
    "/reports", response={201: ReportOut, **dict.fromkeys((400, 401, 404, 429), ErrorBody)}, summary="Report something"
)
def report(request: HttpRequest, body: ReportIn) -> Status[Report]:
    """Report a photo, a comment, a message or a person; repeating it changes nothing."""
    return Status(201, services.report(actor=member(request), **body.model_dump()))
