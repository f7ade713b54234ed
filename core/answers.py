"""The one place that turns an error into an answer: JSON under /api/, a fragment for htmx, else a page."""

import secrets

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from core import tickets
from core.errors import LuminaError

# Clients of the image service read an error's message under another name as well.
ALSO_ERROR = "/api/v1/images"


def is_api_path(path: str) -> bool:
    """Say whether the path is one of the JSON API."""
    return path.startswith("/api/") or path == "/api"


def is_api(request: HttpRequest) -> bool:
    """Say whether the caller expects JSON."""
    return is_api_path(request.path)


def reads_json(request: HttpRequest) -> bool:
    """Say whether programs ask: the API, and what takes files by tickets as S3 does."""
    return is_api(request) or request.path.startswith(tickets.PATH)


def wants_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asks, so that the page stays and only a part of it is wanted."""
    return request.headers.get("HX-Request") == "true"


def is_looked_at(request: HttpRequest) -> bool:
    """Say whether a person sees the page that is asked for, and no browser that fetches it in advance."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def request_id(request: HttpRequest) -> str:
    """Answer the name of this request in the log, which an error page shows so that people can quote it."""
    if not hasattr(request, "lumina_id"):
        request.lumina_id = secrets.token_hex(6)  # type: ignore[attr-defined]
    return str(request.lumina_id)  # type: ignore[attr-defined]


def as_json(request: HttpRequest, error: LuminaError) -> dict[str, object]:
    """Build the body of an error under /api/."""
    body: dict[str, object] = {"message": error.message, "code": error.code}
    if request.path.startswith(ALSO_ERROR):
        body["error"] = error.message
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
    if reads_json(request):
        return JsonResponse(as_json(request, error), status=error.status)
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
