"""What every page can say about the site as a whole."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.switches import announcement


def site_notice(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 -- the same for everybody
    """Answer what is stopped just now, in words; asked only where a page says it."""
    return {"site_notice": SimpleLazyObject(announcement)}
