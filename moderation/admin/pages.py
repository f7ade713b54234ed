"""The page of one case, and what its forms do: decide, note, take, undo, keep. After a decision comes the next case."""

import copy
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import member
from core.answers import is_looked_at
from core.errors import Conflict, Invalid, LuminaError, NotAllowed, NotFound
from moderation.admin.asking import asked_number, check_may_look, check_right, note_deed, note_look
from moderation.admin.forms import DecideForm, KeepForm, NoteForm, ReasonedForm, UndoForm
from moderation.admin.showing import Failed, shown_case
from moderation.admin.words import DONE, title_of
from moderation.models import Action, Appeal, Case, Decision, State
from moderation.queries import check_rights, rules_in_use
from moderation.queries.case_page import CasePage, case_named, case_page
from moderation.queries.queue import next_open, queued
from moderation.services import add_note, assign, decide, undo, uphold

FILTERS = "_changelist_filters"
NOTHING_WAITS = "Nothing is waiting."
OTHERS_WORK = "Nothing else waits for you. What is left is yours, or others have taken it."
View = Callable[..., HttpResponse]


class CasePages(ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """The addresses of one case below those of the list."""

    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override]
        """Put them before Django's own, which take what is left."""
        posted: list[tuple[str, str, View]] = [
            ("<int:case_id>/decide/", "decide", self.decide_view),
            ("<int:case_id>/note/", "note", self.note_view),
            ("<int:case_id>/assign/", "assign", self.assign_view),
            ("decision/<int:decision_id>/undo/", "undo", self.undo_view),
            ("appeal/<int:appeal_id>/keep/", "keep", self.keep_view),
        ]
        wrap = self.admin_site.admin_view
        pages = [path(at, wrap(require_POST(view)), name=f"moderation_case_{name}") for at, name, view in posted]
        following = path("next/", wrap(require_safe(self.next_view)), name="moderation_case_next")
        return [following, *pages, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> HttpResponse:
        """Show the page of a case, and write down who looked at it."""
        if request.method not in {"GET", "HEAD"}:
            raise NotAllowed
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        page = case_page(asked_number(object_id))
        check_may_look(request, page.case)
        if is_looked_at(request):
            note_look(request, page.case)
        return self._shown(request, page)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show who did what with a case."""
        check_may_look(request, case_named(asked_number(object_id)))
        return super().history_view(request, object_id, extra_context)

    def next_view(self, request: HttpRequest) -> HttpResponse:
        """Lead to the case to look at after the one that `after` names, or to the first one."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        after = request.GET.get("after")
        return self._go_on(request, case_named(asked_number(after)) if after else None)

    def decide_view(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """Decide about a case and go on to the next."""
        check_right(request, "moderation.add_decision")
        if len(request.POST.getlist("action")) > 1:
            raise Invalid("Choose one decision.")
        case = case_named(case_id)
        actor = member(request)
        check_rights(actor, case, Action.DISMISS)
        seen = _seen(request)
        form = DecideForm(request.POST, actor=actor, case=case, rules=list(rules_in_use()))

        def act() -> None:
            made = decide(actor=actor, case_id=case_id, ruling=form.ruling(), seen=seen)
            note_deed(request, case, f"Decided: {DONE[Action(made.action)].lower()}.")

        failed = self._attempt(request, case, Failed("decide", form, seen), act)
        return failed or self._go_on(request, case, done=Action(form.cleaned_data["action"]))

    def note_view(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """Leave a note at a case."""
        check_right(request, "moderation.add_note")
        case = case_named(case_id)
        form = NoteForm(request.POST, auto_id="note-%s")

        def act() -> None:
            add_note(actor=member(request), case_id=case_id, text=form.cleaned_data["text"])
            note_deed(request, case, "Left a note.")

        return self._attempt(request, case, Failed("note", form), act) or self._back_to(request, case)

    def assign_view(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """Take a case, or give it back."""
        check_right(request, "moderation.change_case")
        case = case_named(case_id)
        takes = request.POST.get("assignee") == "me"
        form = ReasonedForm(request.POST)

        def act() -> None:
            assign(actor=member(request), case_ids=[case_id], assignee=member(request) if takes else None)
            note_deed(request, case, "Took it." if takes else "Gave it back.")

        return self._attempt(request, case, Failed("assign", form), act) or self._back_to(request, case)

    def undo_view(self, request: HttpRequest, decision_id: int) -> HttpResponse:
        """Undo a decision and show its case again."""
        check_right(request, "moderation.add_decision")
        decision = _decision(decision_id)
        form = UndoForm(request.POST, auto_id=f"undo-{decision_id}-%s")

        def act() -> None:
            words = form.cleaned_data
            undo(actor=member(request), decision_id=decision_id, message=words["message"], note=words["note"])
            done = DONE[Action(decision.action)]
            note_deed(request, decision.case, f"Undid a decision: {done.lower()}.")
            messages.success(request, f"Undone: {done.lower()}.")

        failed = Failed(f"undo-{decision_id}", form)
        return self._attempt(request, decision.case, failed, act) or self._back_to(request, decision.case)

    def keep_view(self, request: HttpRequest, appeal_id: int) -> HttpResponse:
        """Answer an appeal by keeping the decision, and go on to the next case."""
        check_right(request, "moderation.add_decision")
        case = _case_of_appeal(appeal_id)
        form = KeepForm(request.POST, auto_id=f"keep-{appeal_id}-%s")

        def act() -> None:
            uphold(actor=member(request), appeal_id=appeal_id, message=form.cleaned_data["message"])
            note_deed(request, case, "Kept a decision after an appeal.")

        failed = self._attempt(request, case, Failed(f"keep-{appeal_id}", form), act)
        return failed or self._go_on(request, case, done=Action.UPHOLD)

    def _attempt(self, request: HttpRequest, case: Case, tried: Failed, act: Callable[[], None]) -> HttpResponse | None:
        """Do it, or answer the page again with what is wrong and what was typed."""
        check_may_look(request, case)
        form, status = tried.form, Invalid.status
        if form.is_valid():
            try:
                act()
            except NotFound:
                raise
            except LuminaError as error:
                form.refuse(error)
                status = error.status
                # The page that follows shows what has changed, so that the next try counts from there.
                tried = Failed(tried.name, form) if isinstance(error, Conflict) else tried
            else:
                return None
        return self._shown(request, case_page(case.pk), tried=tried, status=status)

    def _shown(
        self, request: HttpRequest, page: CasePage, *, tried: Failed | None = None, status: int = 200
    ) -> HttpResponse:
        kept = self.get_preserved_filters(request)
        following = urlencode({"after": page.case.pk}) + (f"&{kept}" if kept else "")
        words = {
            **self.admin_site.each_context(request),
            **shown_case(page, member(request), tried),
            "title": title_of(page.case),
            "subtitle": None,
            "opts": self.opts,
            "original": page.case,
            "media": self.media,
            "kept": f"?{kept}" if kept else "",
            "list_url": self._list_url(request),
            "next_url": f"{reverse('admin:moderation_case_next')}?{following}",
        }
        return TemplateResponse(request, "admin/moderation/case/change.html", words, status=status)

    def _go_on(self, request: HttpRequest, case: Case | None, *, done: Action | None = None) -> HttpResponse:
        """Lead to the next case, or to the list when there is none; say what was done, with a way back."""
        rows, taken = self._asked_for(request, request.GET.get(FILTERS, ""))
        found = next_open(rows, after=case, actor=member(request), also_taken=taken)
        said = "" if found else OTHERS_WORK if rows.filter(state=State.OPEN).exists() else NOTHING_WAITS
        if case and done:
            address = reverse("admin:moderation_case_change", args=[case.pk])
            text = format_html('{}: {}. <a href="{}">Look at it again</a>.', DONE[done], title_of(case), address)
            messages.success(request, format_html("{} {}", text, said or "This is the next case."))
        elif said:
            messages.info(request, said)
        return self._back_to(request, found) if found else redirect(self._list_url(request))

    def _asked_for(self, request: HttpRequest, filters: str) -> tuple[QuerySet[Case], bool]:
        """Answer the cases of the list that one came from, and whether it asked for who has taken them."""
        asked = copy.copy(request)
        asked.GET = QueryDict(filters)
        try:
            return self.get_changelist_instance(asked).queryset, "assigned" in asked.GET
        except (IncorrectLookupParameters, DisallowedModelAdminLookup):
            return queued(), False

    def _back_to(self, request: HttpRequest, case: Case) -> HttpResponse:
        kept = self.get_preserved_filters(request)
        address = reverse("admin:moderation_case_change", args=[case.pk])
        return redirect(f"{address}?{kept}" if kept else address)

    def _list_url(self, request: HttpRequest) -> str:
        filters = QueryDict(request.GET.get(FILTERS, "")).urlencode()
        address = reverse("admin:moderation_case_changelist")
        return f"{address}?{filters}" if filters else address


def _seen(request: HttpRequest) -> int:
    """Answer the newest decision that the page knew of."""
    try:
        return asked_number(request.POST.get("seen", ""))
    except NotFound as error:
        raise Invalid("The form arrived damaged. Please open the case again.") from error


def _decision(decision_id: int) -> Decision:
    found: Decision | None = Decision.objects.select_related("case__person").filter(pk=decision_id).first()
    if found is None:
        raise NotFound
    return found


def _case_of_appeal(appeal_id: int) -> Case:
    found = Appeal.objects.select_related("decision__case__person").filter(pk=appeal_id).first()
    if found is None:
        raise NotFound
    return found.decision.case
