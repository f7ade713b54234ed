"""Who calls the JSON API, as far as headers can tell: no other site, and nobody by mere claim.

Pages with forms have Django's CSRF token instead. A call with an API token (accounts/middleware.py) may come from
anywhere: no browser adds a token by itself.
"""

from django.http import HttpRequest

from core.answers import is_api
from core.errors import Forbidden, NotSignedIn

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OWN_SITE = frozenset({"same-origin", "none"})


def came_with_token(request: HttpRequest) -> bool:
    """Say whether a good API token speaks for the caller; no session counts beside it."""
    return getattr(request, "by_token", False)


def refuse_foreign_callers(request: HttpRequest) -> None:
    """Raise Forbidden for an unsafe call that another site sent, and refuse an X-User-ID that proves nothing."""
    if not is_api(request):
        return
    if request.method not in SAFE_METHODS and not came_with_token(request):
        _refuse_other_sites(request)
    _refuse_claimed_user(request)


def _refuse_other_sites(request: HttpRequest) -> None:
    """Compare what the browser says of the sender; a client that says nothing is no browser and passes."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    own = f"{request.scheme}://{request.get_host()}"
    if (site is not None and site not in OWN_SITE) or (origin is not None and origin != own):
        message = "This call came from another site."
        raise Forbidden(message)


def _refuse_claimed_user(request: HttpRequest) -> None:
    claimed = request.headers.get("X-User-ID")
    if claimed is None:
        return
    if not request.user.is_authenticated:
        raise NotSignedIn
    if claimed != str(request.user.pk):
        message = "X-User-ID names somebody else."
        raise Forbidden(message)
