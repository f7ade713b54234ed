"""The groups of those who work in the administration: Django's own pages."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import admin as django_admin
from django.contrib.auth.models import Group
from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from core.admin import TickedAdmin

admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(TickedAdmin, django_admin.GroupAdmin):
    """Groups and their rights, which superusers change."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:  # noqa: ANN401
        """Read the rights along: who may only look is shown them one by one."""
        group = super().get_object(request, object_id, from_field)
        if group is not None:
            prefetch_related_objects([group], "permissions__content_type")
        return group
