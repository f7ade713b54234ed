"""API tokens in the administration, to be read."""

from django.contrib import admin

from accounts.models import ApiToken
from core.admin import ReadOnlyAdmin


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Whose programs may call the API; what a token is stored as is shown to nobody."""

    list_display = ("user", "name", "scope", "start", "created_at", "expires_at", "last_used_at")
    list_filter = ("scope", "created_at", "expires_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "name", "start")
    date_hierarchy = "created_at"
    fields = ("user", "name", "scope", "start", "created_at", "expires_at", "last_used_at")
