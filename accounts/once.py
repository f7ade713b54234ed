"""What a page shows once after a form: it goes there in a cookie, so that the server need not keep it.

An answer to the form itself would make another token at each reload; the session is a row in the database, where only
the hash of a token may stand. The cookie is for that one page alone.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COOKIE = "lumina_new_token"
TOKENS = "settings:tokens"
# The next page follows at once; what it does not fetch is lost.
SECONDS = 60


def hand_over(answer: HttpResponse, text: str, *, page: str = TOKENS) -> HttpResponse:
    """Have the browser bring the text along to the page of that name."""
    answer.set_cookie(
        COOKIE,
        text,
        max_age=SECONDS,
        path=reverse(page),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def handed_over(request: HttpRequest) -> str:
    """Answer what the browser has brought along, if anything."""
    return request.COOKIES.get(COOKIE, "")


def forget(answer: HttpResponse, request: HttpRequest, *, page: str = TOKENS) -> HttpResponse:
    """Have the browser forget the text that this answer shows, and keep no copy of the page."""
    answer["Cache-Control"] = "private, no-store"
    if COOKIE in request.COOKIES and request.method != "HEAD":
        answer.delete_cookie(COOKIE, path=reverse(page), samesite="Strict")
    return answer
