"""The rules, which administrators write."""

from django.contrib import admin
from django.http import HttpRequest

from moderation.models import Rule


@admin.register(Rule)
class RuleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Add rules and word them; a code stays as it is, and a rule that is not wanted any more is taken out of use."""

    list_display = ("title", "code", "explanation", "position", "in_use")
    list_filter = ("in_use",)
    search_fields = ("title", "code", "explanation")
    show_full_result_count = False
    fields = ("code", "title", "explanation", "position", "in_use")

    def get_readonly_fields(self, request: HttpRequest, obj: Rule | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """Lock the code of a rule that is there: programs send it, and reports name it."""
        return ("code",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Keep them: old reports and decisions name them."""
        return False
