"""Cases come first among the pages of moderation: they are what moderators come for."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

in_alphabet = admin.site.get_app_list


def cases_first(request: HttpRequest, app_label: str | None = None) -> list[Any]:
    """List the pages that somebody may open, as Django does, with the cases before their records."""
    found: list[Any] = in_alphabet(request, app_label)
    for app in found:
        if app["app_label"] == "moderation":
            app["models"].sort(key=lambda model: model["object_name"] != "Case")
    return found


admin.site.get_app_list = cases_first  # type: ignore[method-assign]
