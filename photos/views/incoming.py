"""Taking pictures in by ticket, where the media storage is this site's own disk. On S3 the bucket does it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core import tickets
from core.errors import Forbidden
from core.gate import arrived_at
from photos.services import take_in


@csrf_exempt
@require_POST
def incoming(request: HttpRequest, photo_id: str) -> HttpResponse:  # noqa: ARG001 -- it is part of what the ticket signs
    """Store the file of a form whose address is a ticket, whoever sends it."""
    # By the time at which it began to arrive: S3 does not end an upload that is under way, either.
    allowed = tickets.opened(request.path, request.META["QUERY_STRING"], now=arrived_at(request.META))
    if allowed is None:
        raise Forbidden("This upload address is not valid, or not any more. Ask for a new one.")
    take_in(allowed=allowed, fields=request.POST, file=request.FILES.get("file"))
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
