"""Notifications as JSON, over the same queries and services as the pages."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from accounts.requests import member
from activity import queries, services
from activity.schemas import NotificationOut, notification_out
from core.api import ErrorBody, Text, link_to_next

router = Router(tags=["Notifications"])
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get(
    "/notifications",
    response={200: list[NotificationOut], 400: ErrorBody, 401: ErrorBody},
    summary="List notifications",
)
def notifications(
    request: HttpRequest, response: HttpResponse, before: Text = "", limit: Limit = queries.PAGE_SIZE
) -> list[NotificationOut]:
    """List what has happened, newest first, likes of the same photo and the like put together; nothing is marked."""
    found = queries.notifications(member(request), before=before, limit=limit)
    link_to_next(request, response, found.before)
    return [notification_out(note) for note in found.notes]


@router.post("/notifications/read", response={204: None, 401: ErrorBody}, summary="Mark all notifications as read")
def read(request: HttpRequest) -> Status[None]:
    """Mark everything as read."""
    services.mark_read(actor=member(request))
    return Status(204, None)
