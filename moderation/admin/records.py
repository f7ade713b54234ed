"""What was reported, decided, answered and noted, to be read: these rows are only ever added by services."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from accounts.requests import member
from core.admin import ReadOnlyAdmin
from moderation.admin.filters import Choice
from moderation.admin.things import NOTHING, link_to_person
from moderation.admin.words import title_of
from moderation.models import BY_SCREENING, Appeal, BlockedPicture, Case, Decision, Note, Report

SHORT = 80


def _person(name: str) -> Any:  # noqa: ANN401 -- a field of a page
    """Make a field that names somebody: Django's own would lead to their account, which moderators may not open."""

    @admin.display(description=name.replace("_", " "))
    def person(self: "RecordAdmin", row: Any) -> SafeString | str:  # noqa: ANN401, ARG001
        found = getattr(row, name)
        return link_to_person(found.pk, found.username) if found else NOTHING

    return person


class RecordAdmin(ReadOnlyAdmin):
    """A list of rows that belong to cases, with a link to each; what is about one's own is left to others."""

    path_to_case = "case"
    show_full_result_count = False
    date_hierarchy = "created_at"
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Read what rows name along with them, on lists and on pages."""
        rows: QuerySet[Any] = super().get_queryset(request)
        if not member(request).is_superuser:
            rows = rows.exclude(**{f"{self.path_to_case}__person": request.user.pk})
        return rows.select_related(*self.list_select_related)  # type: ignore[misc]

    @admin.display(description="Case")
    def case_link(self, row: Any) -> SafeString | str:  # noqa: ANN401 -- one of the rows below
        """Lead to the case."""
        case: Case | None = row.decision.case if isinstance(row, Appeal) else row.case
        if case is None:
            return "-"
        address = reverse("admin:moderation_case_change", args=[case.pk])
        return format_html('<a href="{}">{}</a>', address, title_of(case))

    @admin.display(description="Text")
    def short_text(self, row: Any) -> str:  # noqa: ANN401
        """Show how its text begins."""
        return Truncator(" ".join(row.text.split())).chars(SHORT)


@admin.register(Report)
class ReportAdmin(RecordAdmin):
    """Who reported what and why, and what became of it."""

    list_display = ("created_at", "reporter", "reason", "short_text", "case_link", "outcome")
    list_filter = ("outcome", "reason", "case__target_type")
    list_select_related = ("reporter", "reason", "case__person")
    search_fields = ("reporter__username", "text", "case__target_id")
    fields = ("case_link", "reported_by", "reason", "text", "outcome", "created_at")
    readonly_fields = ("case_link", "reported_by")
    reported_by = _person("reporter")


class ActorFilter(Choice):
    """Who decided."""

    title = "decided by"
    parameter_name = "by"
    options: ClassVar[Any] = (("me", "Me"), ("staff", "Moderators"), ("screening", "The screening"))

    def condition(self, request: HttpRequest, value: str) -> Q:
        """Ask for who decided."""
        return {"me": Q(actor=request.user.pk), "screening": BY_SCREENING}.get(value, ~BY_SCREENING)


@admin.register(Decision)
class DecisionAdmin(RecordAdmin):
    """Every decision there ever was. What is undone has a row that says so."""

    list_display = ("created_at", "action", "person", "rule", "actor", "case_link", "undone")
    list_filter = ("action", ActorFilter)
    list_select_related = ("person", "rule", "actor", "case__person", "undone_by", "undoes")
    search_fields = ("person__username", "actor__username", "note", "message")
    ordering = ("-id",)
    fields = (
        *("case_link", "action", "about", "rule", "decided_by", "message", "note", "until", "block_again", "undoes"),
        *("undone", "created_at"),
    )
    readonly_fields = ("case_link", "undone", "about", "decided_by")
    about, decided_by = _person("person"), _person("actor")

    # In words: Django's red cross beside what holds would look like a fault.
    @admin.display(description="State")
    def undone(self, decision: Decision) -> str:
        """Say whether it holds no more."""
        return "Undone" if decision.is_undone else "Holds"


class AnsweredFilter(Choice):
    """Whether an appeal has its answer."""

    title = "answer"
    parameter_name = "answered"
    options: ClassVar[Any] = (("no", "Waits"), ("yes", "Answered"))

    def condition(self, request: HttpRequest, value: str) -> Q:  # noqa: ARG002
        """Ask for the answer."""
        return Q(answer=None) if value == "no" else ~Q(answer=None)


@admin.register(Appeal)
class AppealAdmin(RecordAdmin):
    """Who disagreed with what, and the answer. It is given on the page of the case."""

    path_to_case = "decision__case"
    list_display = ("created_at", "who", "decision", "short_text", "case_link", "answer")
    list_filter = (AnsweredFilter,)
    list_select_related = ("decision__case__person", "decision__person", "answer")
    search_fields = ("decision__person__username", "text")
    fields = ("case_link", "who", "decision", "text", "answer", "created_at")
    readonly_fields = ("case_link", "who")

    @admin.display(description="Person", ordering="decision__person__username_key")
    def who(self, row: Appeal) -> str:
        """Name the person."""
        return str(row.decision.person or "somebody who is gone")


@admin.register(Note)
class NoteAdmin(RecordAdmin):
    """What moderators told each other. It is written on the page of the case."""

    list_display = ("created_at", "author", "short_text", "case_link")
    list_select_related = ("author", "case__person")
    search_fields = ("author__username", "text")
    ordering = ("-id",)
    fields = ("case_link", "written_by", "text", "created_at")
    readonly_fields = ("case_link", "written_by")
    written_by = _person("author")


@admin.register(BlockedPicture)
class BlockedPictureAdmin(RecordAdmin):
    """Pictures that may not come again. Who deletes one lets it in."""

    list_display = ("__str__", "case_link", "added_by", "created_at")
    list_select_related = ("case__person", "added_by")
    search_fields = ("sha256", "added_by__username", "case__target_id")
    fields = ("sha256", "perceptual", "case_link", "blocked_by", "created_at")
    readonly_fields = ("case_link", "blocked_by")
    blocked_by = _person("added_by")

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Leave it to those who have the right."""
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def delete_model(self, request: HttpRequest, obj: BlockedPicture) -> None:  # noqa: ARG002
        """Let the picture in, in however many cases it was kept out."""
        BlockedPicture.objects.filter(sha256=obj.sha256).delete()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[BlockedPicture]) -> None:  # noqa: ARG002
        """Let the pictures in, in however many cases they were kept out."""
        BlockedPicture.objects.filter(sha256__in=list(queryset.values_list("sha256", flat=True))).delete()
