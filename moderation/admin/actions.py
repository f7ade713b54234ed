"""What can be done with several cases at once, from the list."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts.models import User
from accounts.requests import member
from core.errors import Invalid
from core.ids import number_in
from moderation.admin.asking import note_deed
from moderation.admin.ruling import Ticked, rule_on
from moderation.admin.words import excerpt_of, title_of
from moderation.models import Action, Case, Target
from moderation.services import assign

# What one page of the list can tick.
MOST = 50
NOT_TICKED = "Only what is ticked on this page can be decided. Nothing was changed."
Rows = QuerySet[Case]


class CaseActions(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """The actions of the list; each takes what is ticked and nothing else."""

    actions = ("dismiss", "remove", "mark_sensitive", "assign_to_me", "assign_to_nobody")

    def response_action(self, request: HttpRequest, queryset: Rows, *more: Any) -> HttpResponse | None:  # noqa: ANN401 -- Django's own
        """Refuse ids that nobody can have ticked; find the others whatever the filter says about them by now."""
        ids = ticked_ids(request)
        if not ids:
            messages.error(request, NOT_TICKED)
            return None
        rows = queryset.model.objects.filter(pk__in=ids).select_related("person").order_by("opened_at", "pk")
        return super().response_action(request, rows, *more)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Say whether somebody may decide."""
        return member(request).has_perm("moderation.add_decision")

    @admin.action(description="Leave as they are (no rule is broken)", permissions=("decide",))
    def dismiss(self, request: HttpRequest, queryset: Rows) -> TemplateResponse | None:
        """Leave them as they are."""
        return self._rule(request, queryset, Action.DISMISS, "dismiss")

    @admin.action(description="Remove…", permissions=("decide",))
    def remove(self, request: HttpRequest, queryset: Rows) -> TemplateResponse | None:
        """Remove them, with a reason."""
        return self._rule(request, queryset, Action.REMOVE, "remove")

    @admin.action(description="Mark as sensitive…", permissions=("decide",))
    def mark_sensitive(self, request: HttpRequest, queryset: Rows) -> TemplateResponse | None:
        """Veil them, with a reason."""
        return self._rule(request, queryset, Action.SENSITIVE, "mark_sensitive")

    @admin.action(description="Take them", permissions=("change",))
    def assign_to_me(self, request: HttpRequest, queryset: Rows) -> None:
        """Take them."""
        self._assign(request, queryset, member(request))

    @admin.action(description="Give them back", permissions=("change",))
    def assign_to_nobody(self, request: HttpRequest, queryset: Rows) -> None:
        """Leave them to everybody again."""
        self._assign(request, queryset, None)

    def _rule(self, request: HttpRequest, queryset: Rows, action: Action, name: str) -> TemplateResponse | None:
        seen = seen_ids(request)
        things = [_ticked(case, seen[case.pk]) for case in queryset]
        return rule_on(request, admin=self, action=action, name=name, things=things)

    def _assign(self, request: HttpRequest, queryset: Rows, assignee: User | None) -> None:
        cases = list(queryset)
        try:
            number = assign(actor=member(request), case_ids=[case.pk for case in cases], assignee=assignee)
        except Invalid as error:
            messages.error(request, " ".join(text for texts in error.fields.values() for text in texts))
            return
        for case in cases:
            note_deed(request, case, "Took it." if assignee else "Gave it back.")
        messages.success(request, f"{'Taken' if assignee else 'Given back'}: {number}.")


def ticked_ids(request: HttpRequest) -> list[int]:
    """Answer the cases that are ticked, or nothing when the list cannot have sent this."""
    sent = request.POST.getlist(ACTION_CHECKBOX_NAME)
    ids = [number for text in sent if (number := number_in(text)) is not None]
    known = seen_ids(request)
    good = len(ids) == len(sent) <= MOST and all(case_id in known for case_id in ids)
    return ids if good and request.POST.get("select_across", "0") in {"", "0"} else []


def seen_ids(request: HttpRequest) -> dict[int, int]:
    """Answer of each case of the list which decision was the newest when the list was made."""
    pairs = (text.partition(":") for text in request.POST.getlist("seen"))
    numbers = ((number_in(case_id), number_in(newest)) for case_id, _, newest in pairs)
    return {case_id: newest for case_id, newest in numbers if case_id is not None and newest is not None}


def _ticked(case: Case, seen: int) -> Ticked:
    def found(known: Case) -> Case:
        return known

    words = excerpt_of(case)
    name = f"{title_of(case)}: {words}" if words else title_of(case)
    open_it: Callable[[], Case] = partial(found, case)
    return Ticked(str(case.pk), name, open_it, seen=seen, has_picture=case.target_type == Target.PHOTO)
