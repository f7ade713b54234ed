"""Actions that ask first: a page in Django's own look with a form, then the change, its log and its message.

For any ModelAdmin, whichever store its objects are in.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, AdminForm
from django.contrib.admin.utils import model_format_dict, model_ngettext, quote
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst

from core.errors import LuminaError, Unavailable

A = TypeVar("A", bound="admin.ModelAdmin[Any]")
M = TypeVar("M", bound=Model)
F = TypeVar("F", bound=forms.Form)
if TYPE_CHECKING:
    # QuerySet is generic for the types only.
    Perform = Callable[[A, HttpRequest, QuerySet[M], F], Iterable[M]]
    Action = Callable[[A, HttpRequest, QuerySet[M]], HttpResponse | None]

MOST_AT_ONCE = 100
CONFIRMED = "confirmed"
# Says that the action was chosen on an object's own page, to go back to.
ON_PAGE = "on_page"
RESERVED = frozenset({"action", "index", "select_across", CONFIRMED, ON_PAGE, ACTION_CHECKBOX_NAME})


@dataclass(frozen=True)
class _Confirmed(Generic[A, M, F]):
    """What an action is made of."""

    perform: "Perform[A, M, F]"
    form: type[F]
    name: str
    label: str
    done: str
    log: Callable[[F], str]
    question: str
    deletes: bool

    def __call__(self, model_admin: A, request: HttpRequest, chosen: QuerySet[M]) -> HttpResponse | None:
        count = chosen.count()
        if not 0 < count <= MOST_AT_ONCE:
            message = f"Choose at most {MOST_AT_ONCE} at once." if count else "Nothing of that is there any more."
            model_admin.message_user(request, message, messages.WARNING)
            return None
        form = self.form(request.POST if CONFIRMED in request.POST else None)
        if not form.is_valid():
            return self._ask(model_admin, request, chosen, form)
        self._change(model_admin, request, chosen, form)
        return None

    def _change(self, model_admin: A, request: HttpRequest, objects: QuerySet[M], form: F) -> None:
        count, log = 0, self.log(form)
        try:
            for changed in self.perform(model_admin, request, objects, form):
                # One after the other: what is done is logged even when the next one fails.
                if self.deletes:
                    model_admin.log_deletions(request, cast("Any", [changed]))
                else:
                    model_admin.log_change(request, changed, log)
                count += 1
        except LuminaError as error:
            if error.status >= Unavailable.status:
                raise
            model_admin.message_user(request, error.message, messages.ERROR)
        name = model_ngettext(model_admin.opts, count)
        message = f"{count} {name} {'was' if count == 1 else 'were'} {self.done}." if count else "Nothing was changed."
        model_admin.message_user(request, message, messages.SUCCESS if count else messages.WARNING)

    def _ask(self, model_admin: A, request: HttpRequest, objects: QuerySet[M], form: F) -> HttpResponse:
        opts, names = model_admin.opts, list(form.fields)
        request.current_app = model_admin.admin_site.name
        fieldsets: Any = [(None, {"fields": names})] if names else []
        context = {
            **model_admin.admin_site.each_context(request),
            "title": self.label,
            "subtitle": None,
            "question": self.question % {"objects": model_ngettext(opts, len(objects))},
            "objects": objects,
            "adminform": AdminForm(cast("Any", form), fieldsets, {}, model_admin=model_admin),
            "action": self.name,
            "hidden": [name for name in (ON_PAGE,) if name in request.POST],
            "opts": opts,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
            "media": model_admin.media + form.media,
            "preserved_filters": model_admin.get_preserved_filters(request),
        }
        return TemplateResponse(request, "admin/confirmed_action.html", context)


def confirmed_action(
    *,
    label: str,
    done: str,
    description: str = "",
    form: type[F] = forms.Form,  # type: ignore[assignment]  # a form without fields, where none is asked for
    permissions: Sequence[str] = ("change",),
    log: Callable[[F], str] | None = None,
    question: str = "Are you sure? This is done to the following %(objects)s:",
    deletes: bool = False,
) -> "Callable[[Perform[A, M, F]], Action[A, M]]":
    """Make an admin action of a method that changes the objects and yields each one once it is changed.

    The action shows the chosen objects and the form first. `label` names it on the page of confirmation and on an
    object's own page; `description` names it in the list of actions ("Remove selected photos" by itself). `done` ends
    the message "3 photos were …" and, without `log`, the entry of each object in the log; what an action `deletes` is
    logged like Django's own deletions. When the service refuses one, its words are shown and the rest is left.
    """
    if taken := RESERVED & form.base_fields.keys():
        raise ImproperlyConfigured(f"{form.__name__}: these names belong to the list itself: {', '.join(taken)}.")

    def decorate(perform: "Perform[A, M, F]") -> "Action[A, M]":
        said = log or (lambda _: capfirst(f"{done}."))
        name = perform.__name__
        confirmed = _Confirmed(perform, form, name, label, done, said, question, deletes)

        @admin.action(permissions=permissions, description=description or f"{label} selected %(verbose_name_plural)s")
        def action(model_admin: A, request: HttpRequest, queryset: QuerySet[M]) -> HttpResponse | None:
            return confirmed(model_admin, request, queryset)

        action.__name__ = name
        action.__doc__ = perform.__doc__
        action.label = label  # type: ignore[attr-defined]
        return action

    return decorate


class ActionsOnPage(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Offers the actions of the list on each object's own page as well, as buttons, but for the one that deletes."""

    change_form_template = "admin/actions_on_page.html"

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,  # noqa: FBT001, FBT002 -- Django's own signature
        change: bool = False,  # noqa: FBT001, FBT002
        form_url: str = "",
        obj: Any = None,  # noqa: ANN401
    ) -> HttpResponse:
        """Add the buttons."""
        names = model_format_dict(self.opts)
        context["page_actions"] = [
            (name, getattr(found[0], "label", "") or found[2] % names)
            for name, found in self.get_actions(request).items()
            if found and name != "delete_selected"
        ]
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:  # type: ignore[override]
        """Go back to the page that the action was chosen on, as long as its object is there."""
        response = super().response_action(request, queryset)
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if isinstance(response, HttpResponseRedirect) and ON_PAGE in request.POST and len(ticked) == 1:
            obj = self.get_object(request, ticked[0])
            if obj is not None:
                address = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
                return HttpResponseRedirect(reverse(address, args=[quote(obj.pk)], current_app=self.admin_site.name))
        return response
