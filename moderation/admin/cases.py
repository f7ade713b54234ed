"""The queue of cases in the Django admin: a list to work through, and a page for each case."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import Media, Script
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.ids import number_in
from moderation.admin.actions import MOST, CaseActions
from moderation.admin.columns import CaseColumns, with_gathered
from moderation.admin.filters import FILTERS
from moderation.admin.pages import CasePages
from moderation.models import Case, Report
from moderation.queries.queue import queued

# More words or letters are no search but a weight.
SEARCH_CHARACTERS, SEARCH_WORDS = 200, 8


@admin.register(Case)
class CaseAdmin(CaseColumns, CaseActions, CasePages):
    """List, filter, decide about many; the page of one case is in pages.py."""

    list_display = ("picture", "what", "whose", "why", "age", "standing")
    list_display_links = ("what",)
    list_filter = FILTERS
    list_per_page = list_max_show_all = MOST
    ordering = ("opened_at", "pk")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("excerpt",)
    search_help_text = "A user name, words of the thing or of a report, or an id"
    _names: ClassVar[frozenset[str]] = frozenset(str(one.parameter_name) for one in FILTERS)

    @property
    def media(self) -> Media:
        """Bring the look of the queue, and its keys."""
        own = Media(
            css={"all": ["css/admin-moderation.css", "css/admin-case.css", "css/admin-ruling.css"]},
            js=[Script("js/admin-queue.js", type="module")],  # type: ignore[list-item]
        )
        return super().media + own

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Leave it to reports, the screening, and the lists of things."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Keep what was decided."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:  # noqa: ARG002
        """Take the filters' own names from the address and nothing else."""
        return lookup in self._names

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:  # noqa: ARG002
        """List all cases with their numbers."""
        return queued()

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Show what waits longest first, and of what is decided the newest."""
        return ("-decided_at", "-pk") if request.GET.get("state") == "decided" else ("opened_at", "pk")

    def get_search_results(
        self,
        request: HttpRequest,  # noqa: ARG002
        queryset: QuerySet[Case],
        search_term: str,
    ) -> tuple[QuerySet[Case], bool]:
        """Keep the cases in which each word is found."""
        for word in search_term[:SEARCH_CHARACTERS].split()[:SEARCH_WORDS]:
            queryset = queryset.filter(_has_word(word))
        return queryset, False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:  # type: ignore[override]
        """Show the list; what its rows say beside the cases is read for the page at once."""
        answer = super().changelist_view(request, {"title": "Cases", **(extra_context or {})})
        words = getattr(answer, "context_data", None) or {}
        if "cl" in words:
            words["cl"].result_list = with_gathered(list(words["cl"].result_list))
        return answer


def _has_word(word: str) -> Q:
    found = Q(excerpt__icontains=word) | Q(person__username__icontains=word) | Q(target_id__startswith=word)
    found |= Q(finding__icontains=word) | Q(Exists(Report.objects.filter(case=OuterRef("pk"), text__icontains=word)))
    number = number_in(word)
    return found if number is None else found | Q(pk=number)
