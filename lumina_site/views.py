"""Pages about the site as a whole: the documentation of its JSON API."""

import functools
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from core.errors import LuminaError
from core.openapi import read_chapters, read_shapes
from lumina_site.api import api


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Show the document of the JSON API as a page, to everybody."""
    return render(request, "api/docs.html", _documentation())


@functools.cache
def _documentation() -> dict[str, Any]:
    """Collect what the page shows, most of it rendered already: the calls do not change while the site runs."""
    document = api.get_openapi_schema()
    calls = {
        "chapters": [chapter for chapter in read_chapters(document) if chapter.calls],
        "shapes": read_shapes(document),
    }
    return {
        "contents": render_to_string("api/_contents.html", calls),
        "reference": render_to_string("api/_reference.html", calls),
        "errors": sorted(LuminaError.__subclasses__(), key=lambda kind: kind.status),
        "limits": [(most, action.replace("_", " ")) for action, most in settings.HOURLY_LIMITS.items()],
        "max_json_kb": settings.MAX_JSON_BYTES // 1024,
        "max_mb": settings.MAX_UPLOAD_MB,
    }
