"""Django's list of changes, read from a source instead of a table."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import IGNORED_PARAMS, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin.filters import ItemListFilter, is_short_text
from core.admin.periods import drill_down
from core.errors import Invalid, NotFound
from core.listing import Asked, Listed

if TYPE_CHECKING:
    from core.admin.items import ItemAdmin

BEFORE, PERIOD = "before", "period"


class ItemChangeList(ChangeList):
    """A page of items: what is asked for stands in the address, as in any list of Django's."""

    model_admin: "ItemAdmin[Any]"
    asked: Asked
    listed: Listed[Any]
    older_url = newest_url = ""

    def get_queryset(
        self,
        request: HttpRequest,
        exclude_parameters: Sequence[str | None] | None = None,  # noqa: ARG002 -- Django's own signature
    ) -> QuerySet[Any]:
        """Read what is asked for out of the address; nothing is asked of a table."""
        declared = {one.name: one for one in self.model_admin.filters}
        given = {name: value for name, value in self.get_filters_params(self.params).items() if value}
        if given.keys() - declared.keys() - {BEFORE, PERIOD}:
            raise IncorrectLookupParameters
        self.filter_specs = [ItemListFilter(one, given.get(name, ""), request) for name, one in declared.items()]
        self.has_filters = bool(declared)
        self.has_active_filters = bool(given.keys() & declared.keys())
        before = given.pop(BEFORE, "")
        # Whatever is chosen next begins with the newest again.
        self.params.pop(BEFORE, None)
        self.filter_params.pop(BEFORE, None)
        self.clear_all_filters_qs = self.get_query_string(dict.fromkeys(declared))
        self.asked = self._asked(request, given, before)
        return self.root_queryset

    def get_results(self, request: HttpRequest) -> None:
        """Read the page; an action posts here as well, and reads what was ticked instead."""
        self.listed = Listed([], None) if request.method == "POST" else self._listed(request)
        self.result_list = self.model_admin.records(request, self.listed.items)
        self.result_count = len(self.result_list)
        self.show_full_result_count = self.show_all = self.can_show_all = self.multi_page = False
        whole = bool(self.query) and not self.asked.before and self.listed.before is None
        # The number of results is said where it is known, which is on a search's only page.
        self.full_result_count = None if whole else self.result_count
        self.show_admin_actions = bool(self.result_list)
        if self.listed.before:
            self.older_url = self.get_query_string({BEFORE: self.listed.before})
        if self.asked.before:
            self.newest_url = self.get_query_string()

    @property
    def dates(self) -> Mapping[str, Any]:
        """Answer the row of years, months and days."""
        return drill_down(
            self.asked.period,
            self.asked.earliest,
            self.asked.now,
            lambda period: self.get_query_string({PERIOD: period}),
        )

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """Leave out what belongs to the page and to no filter."""
        return {name: value for name, value in (params or {}).items() if name not in IGNORED_PARAMS}

    def _asked(self, request: HttpRequest, given: Mapping[str, str], before: str) -> Asked:
        asked = Asked(
            earliest=self.model_admin.earliest(request),
            before=before,
            period=given.get(PERIOD, ""),
            limit=self.list_per_page,
        )
        try:
            _ = asked.span
        except Invalid as error:
            raise IncorrectLookupParameters from error
        for one in self.model_admin.filters:
            if one.name in given:
                one.check(given[one.name])
        return dataclasses.replace(asked, chosen={name: value for name, value in given.items() if name != PERIOD})

    def _listed(self, request: HttpRequest) -> Listed[Any]:
        try:
            return self._found()
        except Invalid as error:
            raise IncorrectLookupParameters from error
        except NotFound as error:
            self.model_admin.message_user(request, error.message, messages.WARNING)
            return Listed([], None)

    def _found(self) -> Listed[Any]:
        source, typed = self.model_admin.source, self.query.strip()
        if not is_short_text(typed):
            raise NotFound("That is too long to search for, or no text.")
        search = self.model_admin.read_search(typed)
        if search.object_id:
            return Listed(source.read([search.object_id]), None)
        chosen = {**self.asked.chosen, **search.chosen}
        read = {one.name: one.read for one in self.model_admin.filters}
        self.asked = dataclasses.replace(
            self.asked, words=search.words, chosen={name: read[name](value) for name, value in chosen.items()}
        )
        return source.page(self.asked)
