"""The administration as a whole: Django's own, with the figures of the site at its front."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from lumina_site.dashboard import shown_to


class LuminaAdminSite(AdminSite):
    """What `admin.site` is (lumina_site/apps.py)."""

    site_header = site_title = "Lumina administration"
    index_title = "Administration"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Add the figures that this member of the staff may see."""
        figures = shown_to(request.user, now=timezone.now())  # type: ignore[arg-type]  # only staff comes this far
        return super().index(request, {**(extra_context or {}), "dashboard": figures})
