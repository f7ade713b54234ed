"""Looking people up, as JSON."""

from django.http import HttpRequest
from ninja import Router

from accounts.models import User
from core.api import ErrorBody, Text
from social import queries
from social.schemas import Found

router = Router(tags=["People"])


@router.get(
    "/users/lookup", response={200: Found, 400: ErrorBody, 401: ErrorBody, 404: ErrorBody}, summary="Find by name"
)
def lookup(request: HttpRequest, username: Text = "") -> User:  # noqa: ARG001
    """Answer the id of the person with this user name, in any case."""
    return queries.looked_up(username)
