"""Actions of the administration that ask first, then do something to each that was chosen and say how it went."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from core.errors import LuminaError

MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Asking:
    """An action by its name, in the words of its page."""

    action: str
    title: str
    question: str
    button: str
    # What the history and the message say of each.
    done: str


def ask_then_do(
    model_admin: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    chosen: "QuerySet[Any]",
    asking: Asking,
    do: Callable[[Any], bool],
) -> HttpResponse | None:
    """Show the page that asks; once it was confirmed, do it to each. What would change nothing is only counted.

    `do` answers whether it changed something; an error of a service becomes a message, and the others go on.
    """
    things = list(chosen[: MOST_AT_ONCE + 1])
    if len(things) > MOST_AT_ONCE:
        model_admin.message_user(request, f"Choose at most {MOST_AT_ONCE} at once.", messages.ERROR)
        return None
    if "confirmed" not in request.POST:
        return _page(model_admin, request, things, asking)
    done = [thing for thing in things if _did(model_admin, request, thing, do)]
    model_admin.message_user(request, f"{asking.done} {_named(done) or 'Nobody and nothing: it was so already'}.")
    return None


def _did(model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, thing: Any, do: Callable[[Any], bool]) -> bool:  # noqa: ANN401
    try:
        return do(thing)
    except LuminaError as error:
        model_admin.message_user(request, f"{thing}: {error.message}", messages.ERROR)
        return False


def _named(things: list[Model]) -> str:
    return ", ".join(str(thing) for thing in things)


def _page(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, things: list[Model], asking: Asking
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": asking.title,
        "asking": asking,
        "things": things,
        "opts": model_admin.opts,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/accounts/confirm.html", context)
