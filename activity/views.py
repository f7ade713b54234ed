"""The pages of notifications, of the settings about them, and of one's own activity."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import local_path, member, members_only
from activity import queries, services
from activity.forms import SwitchesForm
from activity.tokens import subscription_of
from core.answers import is_looked_at, wants_fragment
from messaging.queries import unread_total
from social.queries import pending_count


@require_safe
@members_only
def notifications(request: HttpRequest) -> HttpResponse:
    """Show what has happened; whoever opens the page has read it."""
    viewer = member(request)
    found = queries.notifications(viewer, before=request.GET.get("before", ""))
    more = f"{reverse('activity:notifications')}?before={found.before}" if found.before else ""
    context = {"nav": "notifications", "notes": found.notes, "more_url": more}
    fragment = wants_fragment(request)
    answer = render(request, "activity/_notes.html" if fragment else "activity/notifications.html", context)
    answer.headers["Vary"] = "Cookie, HX-Request"
    if found.newest_id and not fragment and is_looked_at(request):
        services.mark_read(actor=viewer, newest_id=found.newest_id)
    return answer


@require_POST
@members_only
def read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    services.mark_read(actor=member(request))
    if wants_fragment(request):
        return HttpResponse(status=204)
    messages.success(request, "Everything is marked as read.")
    return redirect(local_path(request.POST.get("next", "")) or "activity:notifications")


@require_safe
@members_only
def badges(request: HttpRequest) -> HttpResponse:
    """Show how much is new, for the head of each page, which loads this after itself."""
    viewer = member(request)
    context = {
        "unread_messages": unread_total(viewer),
        "unread_notifications": queries.unread_count(viewer),
        "friend_requests": pending_count(viewer),
    }
    answer = render(request, "_badges.html", context)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then send no more mails of this kind; mail programs post here by themselves (RFC 8058)."""
    subscription = subscription_of(token)
    done = request.method == "POST"
    if done:
        services.unsubscribe(person=subscription.person, kind=subscription.kind)
    answer = render(request, "activity/unsubscribe.html", {"label": subscription.label, "done": done})
    # The address is the key: neither kept by caches nor told to the next page.
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def switches(request: HttpRequest) -> HttpResponse:
    """Choose what one hears of, and where."""
    form = SwitchesForm(request.POST if request.method == "POST" else None, person=member(request))
    if form.is_valid():
        form.save()
        messages.success(request, "Your choices are saved.")
        return redirect("settings:notifications")
    context = {"section": "notifications", "form": form, "rows": form.rows, "digest": form["digest"]}
    return render(request, "settings/notifications.html", context)


@require_safe
@members_only
def log(request: HttpRequest) -> HttpResponse:
    """Show what one did."""
    found = queries.own_events(member(request), before=request.GET.get("before", ""))
    more = f"{reverse('settings:activity')}?before={found.before}" if found.before else ""
    return render(request, "settings/activity.html", {"section": "activity", "events": found.events, "more_url": more})
