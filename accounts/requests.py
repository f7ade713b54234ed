"""The signed-in person of a request, with their type."""

from django.http import HttpRequest

from accounts.models import User


def member(request: HttpRequest) -> User:
    """Answer the signed-in person; only for views and routers that let nobody else in."""
    assert request.user.is_authenticated  # noqa: S101 -- for the types
    return request.user
