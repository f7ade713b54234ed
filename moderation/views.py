"""What members see of moderation: reporting, what became of it, and what was decided about them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import local_path, member, members_only
from core.errors import Invalid, NotFound
from moderation import queries
from moderation.forms import AppealForm, ReportForm
from moderation.models import Decision, Target
from moderation.schemas import THANKS
from moderation.showing import (
    ShownThing,
    photo_in,
    shown_decision,
    shown_decisions,
    shown_report,
    shown_thing,
)
from photos.queries import photo_visible_to
from photos.showing import ShownPhoto, shown
from social.queries import person_seen

AGAIN = "You have reported this before. One report is enough."


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def report(request: HttpRequest, target_type: str, target_id: str) -> HttpResponse:
    """Ask what is wrong with a thing, and report it."""
    actor, sent = member(request), request.method == "POST"
    thing = _thing(actor, target_type, target_id)
    back = local_path((request.POST if sent else request.GET).get("next", "")) or thing.url
    before = queries.report_by(actor, target_type, target_id)
    form = ReportForm(request.POST if sent else None)
    if (sent and before) or (form.is_valid() and form.save(actor, target_type, target_id)):
        messages.success(request, AGAIN if before else THANKS)
        return HttpResponseRedirect(back)
    context = {"thing": thing, "form": form, "back": back, "before": shown_report(before) if before else None}
    return render(request, "moderation/report.html", context, status=400 if sent else 200)


@require_safe
@members_only
def reports(request: HttpRequest) -> HttpResponse:
    """Show what one reported, and what was decided about oneself."""
    viewer = member(request)
    context = {
        "section": "reports",
        "reports": [shown_report(found) for found in queries.reports_of(viewer)],
        "decisions": shown_decisions(queries.decisions_about(viewer)),
    }
    return render(request, "settings/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show one decision about oneself, and let its person disagree."""
    viewer = member(request)
    found = queries.decision_about(viewer, decision_id)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.save(found):
        messages.success(request, "Thank you. A moderator will look at it again.")
        return redirect("settings:decision", decision_id)
    context = {"section": "reports", "decision": shown_decision(found), "form": form, "photo": _photo(viewer, found)}
    return render(request, "settings/decision.html", context, status=400 if form.is_bound else 200)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def closed_appeal(request: HttpRequest, token: str) -> HttpResponse:
    """Show a decision to whoever has its key, who cannot log in, and let them disagree."""
    found = queries.decision_behind(token)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.save(found):
        answer: HttpResponse = redirect("moderation:closed_appeal", token)
    else:
        context = {"decision": shown_decision(found), "form": form}
        answer = render(request, "moderation/closed.html", context, status=400 if form.is_bound else 200)
    # The address is the key: neither kept by caches nor told to the next page.
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _thing(viewer: User, target_type: str, target_id: str) -> ShownThing:
    """Look at what is to be reported; raises NotFound for what the viewer may not see, Invalid for their own."""
    if target_type not in Target.values:
        raise NotFound
    thing = queries.thing_seen(viewer, target_type, target_id)
    if thing.person_id == viewer.pk:
        raise Invalid("This is your own. You can only report what is somebody else's.")
    photo = photo_visible_to(viewer, target_id) if target_type == Target.PHOTO else None
    return shown_thing(target_type, target_id, thing, person_seen(viewer, thing.person_id), photo)


def _photo(viewer: User, found: Decision) -> ShownPhoto | None:
    """Answer the photo that it is about, while its owner sees it."""
    photo_id = photo_in(found, viewer)
    try:
        return shown(photo_visible_to(viewer, photo_id)) if photo_id else None
    except NotFound:
        return None
