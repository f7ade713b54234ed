"""Reports in the Django admin, to be read: what is decided about them joins with decisions."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from moderation.models import Case, Report


class ReportInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic when it runs
    """Who reports the thing, and why."""

    model = Report
    fields = readonly_fields = ("reporter", "reason", "text", "created_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:  # noqa: ARG002
        """Leave reporting to those who saw it."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Read the reporters along."""
        return super().get_queryset(request).select_related("reporter")


@admin.register(Case)
class CaseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Cases with the number of their reports, newest first."""

    list_display = ("__str__", "target_type", "report_count", "created_at")
    list_filter = ("target_type", "reports__reason", "created_at")
    search_fields = ("target_id", "reports__reporter__username")
    date_hierarchy = "created_at"
    fields = readonly_fields = ("target_type", "target_id", "created_at")
    inlines = (ReportInline,)

    @admin.display(description="reports", ordering="report_count")
    def report_count(self, case: Case) -> int:
        """Say how many people report it."""
        return int(case.report_count)  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        """Count the reports in the same query."""
        cases: QuerySet[Case] = super().get_queryset(request)
        return cases.annotate(report_count=Count("reports", distinct=True))

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Leave it to reports to open a case."""
        return False
