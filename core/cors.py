"""Which other sites' pages may call the JSON API from a browser: those in CORS_ORIGINS, and with tokens alone.

Access-Control-Allow-Credentials is never sent. The session cookie belongs to this site's own pages (SameSite), so other
sites act for a person only with a token that the person gave them; they get nothing by being opened beside a session.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from core.answers import reads_json

METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
HEADERS = "Authorization, Content-Type, If-None-Match"
# What scripts may read beside the body; a browser hides all other headers of ours.
EXPOSED = "ETag, Link, Retry-After"
REMEMBERED_SECONDS = 600
Answer = Callable[[HttpRequest], HttpResponse]


def listed_origins(get_response: Answer) -> Answer:
    """Answer the questions of browsers for the listed sites, and let those read what the API says to them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not settings.CORS_ORIGINS or not reads_json(request):
            return get_response(request)
        origin = request.headers.get("Origin", "")
        is_listed = origin in settings.CORS_ORIGINS
        response = _permission() if is_listed and _asks_first(request) else get_response(request)
        # For all, or a browser shows one site what it has kept from its visit to another.
        patch_vary_headers(response, ["Origin"])
        if is_listed:
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Expose-Headers"] = EXPOSED
        return response

    return middleware


def _asks_first(request: HttpRequest) -> bool:
    """Say whether a browser asks before it sends what a plain form could not."""
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _permission() -> HttpResponse:
    answer = HttpResponse(status=204)
    answer["Access-Control-Allow-Methods"] = METHODS
    answer["Access-Control-Allow-Headers"] = HEADERS
    answer["Access-Control-Max-Age"] = str(REMEMBERED_SECONDS)
    return answer
