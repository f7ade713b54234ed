"""The one place that turns an error into an answer: JSON under /api/, a fragment for htmx, else a page."""

import secrets

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from core.errors import LuminaError


def is_api(request: HttpRequest) -> bool:
    """Say whether the caller expects JSON."""
    return request.path.startswith("/api/") or request.path == "/api"


def wants_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asks, so that the page stays and only a part of it is wanted."""
    return request.headers.get("HX-Request") == "true"


def request_id(request: HttpRequest) -> str:
    """Answer the name of this request in the log, which an error page shows so that people can quote it."""
    if not hasattr(request, "lumina_id"):
        request.lumina_id = secrets.token_hex(6)  # type: ignore[attr-defined]
    return str(request.lumina_id)  # type: ignore[attr-defined]


def as_json(error: LuminaError) -> dict[str, object]:
    """Build the body of an error under /api/."""
    body: dict[str, object] = {"message": error.message, "code": error.code}
    if error.fields:
        body["fields"] = {name: list(messages) for name, messages in error.fields.items()}
    return body


def error_answer(request: HttpRequest, error: LuminaError) -> HttpResponse:
    """Answer an error in the form that the caller reads, never cached, with Retry-After where it is known."""
    answer = _body(request, error)
    answer["Cache-Control"] = "private, no-store"
    if error.retry_after is not None:
        answer["Retry-After"] = str(error.retry_after)
    return answer


def _body(request: HttpRequest, error: LuminaError) -> HttpResponse:
    if is_api(request):
        return JsonResponse(as_json(error), status=error.status)
    if wants_fragment(request):
        return render(request, "_error_fragment.html", {"message": error.message}, status=error.status)
    context = {
        "status": error.status,
        "title": error.title,
        "message": error.message,
        "request_id": request_id(request),
    }
    # Without the request: this page must also work when the database is what failed.
    return HttpResponse(render_to_string("error.html", context), status=error.status)
