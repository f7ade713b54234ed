"""What people did, for staff to read: nothing of it can be added, changed or removed here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from activity.models import ActivePerson
from activity.queries import newest_events

PAGES = ("_changelist", "_change")


@admin.register(ActivePerson)
class ActivePersonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """People to choose from, and for each the newest of what they did."""

    list_display = ("username", "is_active", "created_at", "last_login")
    list_filter = ("is_active", "created_at")
    search_fields = ("username",)
    ordering = ("-id",)
    actions = None
    fields = readonly_fields = ("username", "is_active", "created_at", "last_login", "newest")

    @admin.display(description="newest activity")
    def newest(self, person: ActivePerson) -> SafeString:
        """List what the person did, the newest first; ids of photos are there to be looked up."""
        rows = (
            (date_format(event.created_at, "j M Y, H:i:s"), event.text, event.photo_id)
            for event in newest_events(person.pk)
        )
        lines = format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td></tr>", rows)
        head = "<thead><tr><th>When (UTC)</th><th>What</th><th>Photo</th></tr></thead>"
        return format_html(f"<table>{head}<tbody>{{}}</tbody></table>", lines) if lines else SafeString("nothing yet")

    def get_urls(self) -> list[URLPattern]:
        """Leave out the pages that change something."""
        urls: list[Any] = super().get_urls()
        return [url for url in urls if (url.name or "").endswith(PAGES)]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody writes somebody's history."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ActivePerson | None = None) -> bool:  # noqa: ARG002
        """Nobody changes it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ActivePerson | None = None) -> bool:  # noqa: ARG002
        """Nobody removes it."""
        return False
