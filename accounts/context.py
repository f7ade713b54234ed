"""What pages say about becoming a member."""

from django.conf import settings
from django.http import HttpRequest


def registration(request: HttpRequest) -> dict[str, str]:  # noqa: ARG001 -- the same for everybody
    """Answer who may sign up, so that no link leads where nobody is let in."""
    return {"registration_mode": settings.REGISTRATION_MODE}
