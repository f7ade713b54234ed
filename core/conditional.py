"""JSON that a client keeps and asks about again: the same answer costs 304 and no body (RFC 9110, 13.1.2)."""

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

Answering = Callable[..., HttpResponse]


def revalidated(view: Answering) -> Answering:
    """Give good answers of a view a tag, and send only that to who has them already; used through `decorate_view`.

    The view runs each time, so whether the caller may see it is asked each time, too.
    """

    @functools.wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- whatever the view takes
        response = view(request, *args, **kwargs)
        if response.status_code != 200:  # noqa: PLR2004
            return response
        tag = _tag(response)
        answer = HttpResponseNotModified() if _has(request, tag) else response
        answer["ETag"] = tag
        # Kept by this client alone, and never shown without asking.
        answer["Cache-Control"] = "private, no-cache"
        if response.has_header("Link"):
            answer["Link"] = response["Link"]
        return answer

    return answering


def _tag(response: HttpResponse) -> str:
    """Answer a strong tag: of the body and of the Link header, which says whether there are more of a list."""
    said = hashlib.sha256(response.headers.get("Link", "").encode() + b"\n" + response.content)
    return f'"{said.hexdigest()[:32]}"'


def _has(request: HttpRequest, tag: str) -> bool:
    """Say whether the client has named this tag; one that a proxy has made weak by compressing counts, too."""
    named = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in named or tag in {one.removeprefix("W/") for one in named}
