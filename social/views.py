"""The pages of friends: who they are, who asks, and the buttons between two people."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import PrivacyForm
from accounts.models import User
from accounts.requests import local_path, member, members_only
from core.answers import wants_fragment
from core.errors import Conflict, Invalid, NotFound
from core.ids import UserId, number_in
from social import queries, services
from social.doing import DEEDS, SAID, is_asked_first
from social.models import FriendRequest, Status

FRIENDS_ON_A_PAGE = 48
BLOCKS_SHOWN = 500


@require_safe
@members_only
def friends(request: HttpRequest) -> HttpResponse:
    """Show friends and open requests, or find people by the beginning of their names."""
    viewer = member(request)
    if wants_fragment(request):
        return _fragment(request, viewer)
    return render(request, "social/friends.html", _everybody(request, viewer))


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the person of this name to be friends."""
    actor, username = member(request), request.POST.get("username", "")
    if request.method != "POST":
        return redirect("social:friends")
    try:
        made = services.request_friendship(actor=actor, username=username)
    except (Invalid, NotFound, Conflict) as error:
        context = {**_everybody(request, actor), "ask_error": error.message, "asked": username[:50]}
        return render(request, "social/friends.html", context, status=error.status)
    messages.success(request, SAID["accept" if made.status == Status.ACCEPTED else "ask"])
    return redirect("social:friends")


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def relate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Change what is between two people; ask first where something ends."""
    actor = member(request)
    if request.method == "POST":
        return _related(request, actor, UserId(user_id))
    person, do = queries.person_seen(actor, user_id), request.GET.get("do", "")
    if wants_fragment(request):
        return render(request, "social/_relation.html", {"person": person})
    if is_asked_first(person, do):
        return render(request, "social/relate_confirm.html", {"person": person, "do": do})
    return redirect(person.url)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def privacy(request: HttpRequest) -> HttpResponse:
    """Let people choose what new photos begin with and who finds them, and show whom they block."""
    viewer = member(request)
    form = PrivacyForm(request.POST if request.method == "POST" else None, instance=viewer)
    if form.is_valid():
        form.save()
        messages.success(request, "Your choices are saved.")
        return redirect("settings:privacy")
    blocked = [
        {"user": row.blocked, "created_at": row.created_at} for row in queries.blocked_by(viewer, limit=BLOCKS_SHOWN)
    ]
    context = {"form": form, "blocked": blocked, "section": "privacy"}
    return render(request, "settings/privacy.html", context, status=400 if form.is_bound else 200)


def _related(request: HttpRequest, actor: User, user_id: UserId) -> HttpResponse:
    do = request.POST.get("do", "")
    if do not in DEEDS:
        raise Invalid(fields={"do": [f"Use one of {', '.join(DEEDS)}."]})
    DEEDS[do](actor, user_id)
    onward = {"block": "social:friends", "unblock": "settings:privacy"}.get(do, "")
    if wants_fragment(request) and not onward:
        return render(request, "social/_relation.html", {"person": queries.person_seen(actor, user_id)})
    messages.success(request, SAID[do])
    if wants_fragment(request):
        return HttpResponse(headers={"HX-Redirect": reverse(onward)})
    back = local_path(request.POST.get("next", ""))
    # The profile of somebody who is blocked is not there any more.
    return HttpResponseRedirect(reverse(onward) if onward else back or reverse("social:friends"))


def _everybody(request: HttpRequest, viewer: User) -> dict[str, Any]:
    words = request.GET.get("q", "").strip()[:50]
    page = queries.friends_of(viewer, before=_before(request), limit=FRIENDS_ON_A_PAGE)
    pending = {way: queries.pending_requests(viewer, way, limit=100) for way in ("incoming", "outgoing")}
    return {
        "nav": "friends",
        "query": words,
        "found": queries.search_people(viewer, words) if words else [],
        "friends": page.people,
        "more_url": _more_url(page.before),
        "incoming": _open(viewer, pending["incoming"], "requester_id"),
        "outgoing": _open(viewer, pending["outgoing"], "receiver_id"),
        "suggested": queries.suggested(viewer),
    }


def _fragment(request: HttpRequest, viewer: User) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:50]
    if "q" in request.GET:
        found = queries.search_people(viewer, words) if words else []
        return render(request, "social/_found.html", {"found": found, "query": words})
    page = queries.friends_of(viewer, before=_before(request), limit=FRIENDS_ON_A_PAGE)
    return render(request, "social/_friend_items.html", {"friends": page.people, "more_url": _more_url(page.before)})


def _open(viewer: User, pairs: list[FriendRequest], other: str) -> list[dict[str, Any]]:
    """Describe open requests with the person on the other side."""
    ids = {pair.pk: UserId(getattr(pair, other)) for pair in pairs}
    people = queries.people(ids.values(), viewer) if ids else {}
    return [
        {"id": pair.pk, "person": people[ids[pair.pk]], "created_at": pair.created_at}
        for pair in pairs
        if ids[pair.pk] in people
    ]


def _before(request: HttpRequest) -> int | None:
    given = request.GET.get("before", "")
    if not given:
        return None
    number = number_in(given)
    if number is None:
        raise Invalid(fields={"before": ["This is no id."]})
    return number


def _more_url(before: int | None) -> str:
    return f"{reverse('social:friends')}?{urlencode({'before': before})}" if before else ""
