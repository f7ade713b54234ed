"""Who calls the JSON API with an API token: found once, before anything asks who somebody is."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import TokenScope
from accounts.tokens import bearer_in, note_use, token_behind
from core.answers import error_answer, is_api
from core.errors import Forbidden, LuminaError, NotSignedIn
from core.origin import SAFE_METHODS

Answer = Callable[[HttpRequest], HttpResponse]
# What RFC 6750 (3.1) calls the two ways in which a token will not do.
REASONS = {401: 'Bearer error="invalid_token"', 403: 'Bearer error="insufficient_scope"'}


def bearer_tokens(get_response: Answer) -> Answer:
    """Let a token under /api/ say who calls; one that will not do is refused, whatever is called and whoever else is.

    Pages know no tokens. All that is wrong with a token is answered alike.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        bearer = bearer_in(request.headers.get("Authorization", "")) if is_api(request) else None
        try:
            if bearer is not None:
                _sign_in(request, bearer)
        except LuminaError as error:
            answer = error_answer(request, error)
            answer["WWW-Authenticate"] = REASONS[error.status]
            return answer
        return get_response(request)

    return middleware


def _sign_in(request: HttpRequest, bearer: str) -> None:
    """Make the token's person the caller, or raise NotSignedIn or Forbidden."""
    token = token_behind(bearer)
    if token is None:
        raise NotSignedIn("This token is not valid, or not any more.")
    note_use(token)
    if token.scope == TokenScope.READ and request.method not in SAFE_METHODS:
        raise Forbidden("This token may read and change nothing. Make one that may in the settings.")
    # A session beside it does not count: it is neither asked nor ended.
    request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
    request.session = type(request.session)()
    request.user = token.user
    request.by_token = True  # type: ignore[attr-defined]
