"""Who makes a request: the signed-in person with their type, and the way to the login page for everybody else."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from core.answers import wants_fragment
from core.errors import Forbidden, NotSignedIn
from core.origin import SAFE_METHODS, came_with_token


def member(request: HttpRequest) -> User:
    """Answer the signed-in person; only for views and routers that let nobody else in."""
    assert request.user.is_authenticated  # noqa: S101 -- for the types
    return request.user


def refuse_token(request: HttpRequest, reason: str) -> None:
    """Raise Forbidden where an API token must not do what its person may."""
    if came_with_token(request):
        raise Forbidden(reason)


def local_path(text: str) -> str:
    """Answer the path if it stays on this site, else nothing."""
    good = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if good else ""


def members_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send visitors to the login page and back afterwards: to the page itself, or to where a form came from.

    A fragment is refused instead, so that a page whose session has ended keeps what was typed into it.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- whatever the view takes
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if wants_fragment(request):
            raise NotSignedIn("You are logged out. Log in again in another tab; nothing here is lost.")
        came_from = "" if request.method in SAFE_METHODS else local_path(request.POST.get("next", ""))
        return redirect_to_login(came_from or request.get_full_path())

    return guarded
