"""The admin of one kind of item in DynamoDB: Django's own pages, with the ends that touch a store replaced.

ARCHITECTURE.md shows how to declare one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.contrib import admin, messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import display_for_value, flatten_fieldsets, quote
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from core.admin.changelist import ItemChangeList
from core.admin.confirming import MOST_AT_ONCE, ActionsOnPage
from core.admin.filters import ItemFilter, is_short_text
from core.errors import NotFound
from core.ids import is_id, made_at
from core.listing import Source
from core.records import Record, RecordSet

T = TypeVar("T")

SEEN_AGAIN_SECONDS = 10 * 60


@dataclass(frozen=True)
class Search:
    """What somebody means by what they typed: one object, values of filters as they would be typed there, or words."""

    object_id: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


class ItemAdmin(ActionsOnPage, Generic[T]):
    """Lists, shows, acts on and deletes items, and logs it; nothing is added, and nothing edited in a form.

    A subclass is registered for a `Record` and says `source` and `earliest`; what else it says is a ModelAdmin's
    (`list_display`, `fields`, `actions`, methods as columns: each gets the record, with its `item`), and:

    `filters` beside the list; `search_help_text`, which brings the search box; `person_filter`, the name of the filter
    that "@name" in that box chooses; `logs_views`: that somebody looked at an item's page is logged.
    """

    source: Source[T]
    filters: Sequence[ItemFilter] = ()
    person_filter = ""
    logs_views = False

    list_per_page = 50
    sortable_by = ()
    show_facets = ShowFacets.NEVER
    view_on_site = False
    change_list_template = "admin/items/change_list.html"

    # What a subclass says

    def earliest(self, request: HttpRequest) -> datetime:
        """Answer a moment before which there is nothing; the walk through the months ends there."""
        raise NotImplementedError

    def prepare(self, request: HttpRequest, records: Sequence[Any]) -> None:
        """Read at once what the columns of all these records need, and keep it on them; by itself nothing."""

    def delete_item(self, request: HttpRequest, item: T) -> None:
        """Delete an item by its service; NotFound says that it is gone already. Without this nothing is deleted."""
        raise NotImplementedError

    def read_search(self, typed: str) -> Search:
        """Say what somebody means: an id, "@name", or words."""
        if is_id(typed.lower()):
            return Search(object_id=typed.lower())
        if self.person_filter and typed.startswith("@"):
            return Search(chosen={self.person_filter: typed[1:]})
        return Search(words=typed)

    @admin.display(description="date")
    def made_at(self, record: Record) -> str:
        """Answer when the item was made, which its id says, as Django writes a date in a list."""
        return display_for_value(made_at(record.pk), "")

    # Reading

    def records(self, request: HttpRequest, items: Sequence[T]) -> list[Any]:
        """Stand in for items, in their order, prepared for being shown."""
        kind: Any = self.model
        records = [kind.of(item) for item in items]
        if records:
            self.prepare(request, records)
        return records

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:  # noqa: ANN401, ARG002
        """Read the item with this id; None when there is none."""
        items = self.source.read([object_id]) if object_id and is_short_text(object_id) else []
        return next(iter(self.records(request, items)), None)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ItemChangeList]:  # noqa: ANN401, ARG002
        """List from the source."""
        return ItemChangeList

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:  # noqa: ARG002
        """Show the search box when there is something to say about it."""
        return ("item",) if self.search_help_text else ()

    # Rights

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Refuse: items come into being elsewhere."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401
        """Leave it to Django's permissions, where there is a service that deletes."""
        return type(self).delete_item is not ItemAdmin.delete_item and super().has_delete_permission(request, obj)

    # Pages

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ANN401, ARG002
        """Show the columns of the list, when nothing else is said."""
        return self.fields or self.list_display

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ANN401
        """Show everything, let nothing be typed."""
        return flatten_fieldsets(self.get_fieldsets(request, obj))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an item; there is nothing to save."""
        if request.method == "POST" and object_id is not None:
            if not self.has_change_permission(request):
                raise PermissionDenied
            return HttpResponseNotAllowed(["GET", "HEAD"])
        context = {"show_save": False, "show_save_and_continue": False, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # type: ignore[override] # noqa: ANN401
        """Note who looked at it, once in a while, when that is worth noting."""
        record = kwargs.get("obj")
        if self.logs_views and record is not None:
            seen = f"admin-seen:{request.user.pk}:{self.opts.label_lower}:{record.pk}"
            if cache.add(seen, 1, SEEN_AGAIN_SECONDS):
                self.log_change(request, record, "Looked at it.")
        return super().render_change_form(request, context, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask for the right first: whether there is such an item is told to those alone who may look at it."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """List, or act on what is ticked; what else is posted here changes nothing."""
        acts = not {"index", ACTION_CHECKBOX_NAME}.isdisjoint(request.POST) and "_save" not in request.POST
        if request.method == "POST" and not (acts and self.get_actions(request)):
            if not self.has_view_or_change_permission(request):
                raise PermissionDenied
            return HttpResponseRedirect(request.get_full_path())
        return super().changelist_view(request, extra_context)

    # Actions and deletion

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:  # type: ignore[override] # noqa: ARG002
        """Act on the items that are ticked and there; on nothing else, whatever is posted."""
        ticked = [text for text in dict.fromkeys(request.POST.getlist(ACTION_CHECKBOX_NAME)) if is_short_text(text)]
        if len(ticked) > MOST_AT_ONCE:
            self.message_user(request, f"Choose at most {MOST_AT_ONCE} at once.", messages.WARNING)
            return None
        records = self.records(request, self.source.read(ticked) if ticked else [])
        if not records:
            self.message_user(request, "Nothing of that is there any more.", messages.WARNING)
            return None
        return super().response_action(request, self._holding(records, ticked))

    def _holding(self, records: list[Any], ticked: Sequence[str]) -> RecordSet:
        held: Any = self.model._default_manager.get_queryset()  # noqa: SLF001 -- as Django's own admin does
        places = {object_id: place for place, object_id in enumerate(ticked)}
        chosen: RecordSet = held.holding(sorted(records, key=lambda record: places.get(record.pk, 0)))
        return chosen

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:  # noqa: ANN401
        """List what is about to be deleted, with links."""
        name = str(self.opts.verbose_name)
        address = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        links = [
            format_html(
                '{}: <a href="{}">{}</a>',
                capfirst(name),
                reverse(address, args=[quote(record.pk)], current_app=self.admin_site.name),
                record,
            )
            for record in objs
        ]
        lacking = set() if self.has_delete_permission(request) else {name}
        return links, {str(self.opts.verbose_name_plural): len(links)}, lacking, []

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[Any]:  # noqa: ANN401, ARG002
        """Wait: Django logs before it deletes, and no transaction spans both stores."""
        return []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:  # noqa: ANN401
        """Delete an item and log it."""
        try:
            self.delete_item(request, obj.item)
        except NotFound:
            return
        super().log_deletions(request, self._holding([obj], [obj.pk]))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete items one after the other; what is done is logged even when the next one fails."""
        for record in queryset:
            self.delete_model(request, record)
