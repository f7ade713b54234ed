"""API tokens in the administration, to be read."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.filters import asks_for_a_secret
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

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Refuse to list by what nobody may read."""
        return not asks_for_a_secret(lookup) and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]
