"""What the lists of photos, comments and reported messages share: each thing is decided about through its case."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar

from django.contrib import admin
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.requests import member
from core.admin import ItemAdmin
from core.errors import LuminaError
from core.records import Record, RecordSet
from moderation.admin.ruling import Ticked, rule_on
from moderation.admin.words import DONE
from moderation.models import Action, Case, Target
from moderation.queries.people import first_account_at
from moderation.services import open_case

T = TypeVar("T")
NOTHING = "-"


class ThingAdmin(ItemAdmin[T], Generic[T]):
    """The actions of moderators on a kind of thing; a subclass says its `target`, and the id that a case knows it by.

    Whoever only may look at things has no actions: they want the right to change this kind and the one to decide.
    """

    target: Target
    person_filter = "person"
    logs_views = True
    actions: Sequence[Any] = ("dismiss", "remove")
    has_picture = False

    def target_id(self, record: Any) -> str:  # noqa: ANN401 -- each kind has its own record
        """Answer the id under which reports and cases know a thing."""
        return str(record.pk)

    @property
    def media(self) -> Media:
        """Bring the veil over pictures, and the look of the page that asks why."""
        return super().media + Media(css={"all": ["css/admin-moderation.css", "css/admin-ruling.css"]})

    def earliest(self, request: HttpRequest) -> datetime:  # noqa: ARG002
        """Answer when the site began."""
        return first_account_at()

    def prepare(self, request: HttpRequest, records: Sequence[Any]) -> None:  # noqa: ARG002
        """Find the cases about all of them in one query."""
        ids = {self.target_id(record): record for record in records}
        cases = Case.objects.filter(target_type=self.target, target_id__in=ids)
        found = {case.target_id: case for case in cases}
        for target_id, record in ids.items():
            record.case = found.get(target_id)

    def has_rule_permission(self, request: HttpRequest) -> bool:
        """Say whether somebody may decide about this kind of thing."""
        return self.has_change_permission(request) and member(request).has_perm("moderation.add_decision")

    @admin.display(description="case")
    def case(self, record: Any) -> SafeString | str:  # noqa: ANN401
        """Lead to the case about it, if there is one."""
        case: Case | None = record.case
        if case is None:
            return NOTHING
        address = reverse("admin:moderation_case_change", args=[case.pk])
        return format_html('<a href="{}">{}</a>', address, case.get_state_display())

    @admin.action(description="Leave as they are (no rule is broken)", permissions=("rule",))
    def dismiss(self, request: HttpRequest, queryset: RecordSet) -> TemplateResponse | None:
        """Leave them as they are; what was held or removed is seen."""
        return self._rule(request, queryset, Action.DISMISS, "dismiss")

    @admin.action(description="Remove…", permissions=("rule",))
    def remove(self, request: HttpRequest, queryset: RecordSet) -> TemplateResponse | None:
        """Remove them, with a reason."""
        return self._rule(request, queryset, Action.REMOVE, "remove")

    @admin.action(description="Open a case about it", permissions=("rule",))
    def open_case(self, request: HttpRequest, queryset: RecordSet) -> HttpResponse | None:
        """Open the case about one thing, where everything can be decided."""
        for record in list(queryset)[:1]:
            try:
                case = open_case(actor=member(request), target_type=self.target, target_id=self.target_id(record))
            except LuminaError as error:
                self.message_user(request, error.message, "warning")
                return None
            return HttpResponseRedirect(reverse("admin:moderation_case_change", args=[case.pk]))
        return None

    dismiss.label = "Leave as it is"  # type: ignore[attr-defined]
    remove.label = "Remove…"  # type: ignore[attr-defined]
    open_case.label = "Open a case"  # type: ignore[attr-defined]

    def _rule(self, request: HttpRequest, queryset: RecordSet, action: Action, name: str) -> TemplateResponse | None:
        things = [self._ticked(request, record, action) for record in queryset]
        return rule_on(request, admin=self, action=action, name=name, things=things)

    def _ticked(self, request: HttpRequest, record: Record, action: Action) -> Ticked:
        opened: Callable[[], Case] = partial(
            open_case, actor=member(request), target_type=self.target, target_id=self.target_id(record)
        )
        noted = partial(self.log_change, request, record, f"{DONE[action]}.")
        return Ticked(str(record.pk), str(record), opened, has_picture=self.has_picture, note=noted)


def link_to_person(person_id: float, name: str) -> SafeString:
    """Name a person, and lead to all that was decided about them."""
    address = f"{reverse('admin:moderation_case_changelist')}?person={int(person_id)}&state=all"
    return format_html('<a href="{}">{}</a>', address, name)
