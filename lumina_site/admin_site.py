"""The administration as a whole: Django's own, with the figures of the site at its front."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from lumina_site.dashboard import shown_to

# What most of those who come here come for, before all else.
FIRST_APP, FIRST_MODEL = "moderation", "Case"


class LuminaAdminSite(AdminSite):
    """What `admin.site` is (lumina_site/apps.py)."""

    site_header = site_title = "Lumina administration"
    index_title = "Administration"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Add the figures that this member of the staff may see."""
        figures = shown_to(request.user, now=timezone.now())  # type: ignore[arg-type]  # only staff comes this far
        return super().index(request, {**(extra_context or {}), "dashboard": figures})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """List the pages that somebody may open, as Django does, with the queue of cases first."""
        found = super().get_app_list(request, app_label)
        for app in found:
            app["models"].sort(key=lambda model: model["object_name"] != FIRST_MODEL)
        return sorted(found, key=lambda app: app["app_label"] != FIRST_APP)
