"""One decision about many things at once: a page that asks why, then each thing is decided by itself.

Cases use it, and so do the lists of photos, comments and messages, whose things get a case only then.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest
from django.template.response import TemplateResponse

from accounts.requests import member
from core.errors import LuminaError
from moderation.admin.asking import note_deed
from moderation.admin.forms import WhyForm
from moderation.admin.words import DONE
from moderation.models import Action, Case
from moderation.queries import rules_in_use
from moderation.services import Ruling, decide

TEMPLATE = "admin/moderation/ruling.html"
# Of those that were refused so many are named in full.
NAMED = 10


@dataclass(frozen=True)
class Ticked:
    """A thing that was ticked in a list.

    `value` is what its checkbox sends, `case` finds or opens its case, and `seen` is the newest decision that the list
    knew of (None: the list knew of no case). `note` is called once it is decided, to write it into its own history.
    """

    value: str
    name: str
    case: Callable[[], Case]
    seen: int | None = None
    has_picture: bool = False
    note: Callable[[], object] | None = None


def rule_on(
    request: HttpRequest,
    *,
    admin: ModelAdmin,  # type: ignore[type-arg]  # not generic when it runs
    action: Action,
    name: str,
    things: Sequence[Ticked],
) -> TemplateResponse | None:
    """Ask why on a page of its own, then decide about each; None leads back to the list, with a message.

    `name` is the name of the admin's action. To leave things as they are needs no page.
    """
    if action == Action.DISMISS:
        decide_each(request, things, Ruling(Action.DISMISS))
        return None
    asked = "apply" in request.POST
    form = WhyForm(request.POST if asked else None, rules=list(rules_in_use()))
    if action != Action.REMOVE or not any(thing.has_picture for thing in things):
        del form.fields["block_again"]
    if asked and form.is_valid():
        if form.cleaned_data["rule"]:
            decide_each(request, things, form.ruling(action))
            return None
        form.add_error("rule", "Say which rule is broken.")
    words = {
        **admin.admin_site.each_context(request),
        "title": f"{action.label}: {len(things)} chosen",
        "subtitle": None,
        "opts": admin.opts,
        "media": admin.media,
        "form": form,
        "things": things,
        "action_name": name,
        "action_label": action.label,
        "checkbox": ACTION_CHECKBOX_NAME,
        "seen": request.POST.getlist("seen"),
    }
    return TemplateResponse(request, TEMPLATE, words, status=400 if asked else 200)


def decide_each(request: HttpRequest, things: Sequence[Ticked], ruling: Ruling) -> None:
    """Decide about each thing by itself; those that are refused are named, the others go through."""
    refused = [(thing, reason) for thing in things if (reason := _decide(request, thing, ruling))]
    done = len(things) - len(refused)
    if done:
        text = f"{DONE[Action(ruling.action)]}: {done} of {len(things)}." if refused else _all_done(ruling, done)
        messages.success(request, text)
    for thing, reason in refused[:NAMED]:
        messages.warning(request, f"{thing.name}: {reason}")
    if len(refused) > NAMED:
        messages.warning(request, f"And {len(refused) - NAMED} more were not decided.")


def _all_done(ruling: Ruling, number: int) -> str:
    return f"{DONE[Action(ruling.action)]}: {number}."


def _decide(request: HttpRequest, thing: Ticked, ruling: Ruling) -> str:
    """Decide about one thing and answer why not, or nothing."""
    try:
        case = thing.case()
        decide(actor=member(request), case_id=case.pk, ruling=ruling, seen=thing.seen)
    except LuminaError as error:
        return " ".join(text for texts in error.fields.values() for text in texts) or error.message
    note_deed(request, case, f"Decided with others: {DONE[Action(ruling.action)].lower()}.")
    if thing.note:
        thing.note()
    return ""
