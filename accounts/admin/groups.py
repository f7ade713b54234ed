"""The groups of those who work in the administration: Django's own pages."""

from django.contrib import admin
from django.contrib.auth import admin as django_admin
from django.contrib.auth.models import Group

from core.admin import TickedAdmin

admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(TickedAdmin, django_admin.GroupAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Groups and their rights, which superusers change."""
