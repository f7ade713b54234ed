"""The pages of messages: the list of conversations, and one conversation. Plain forms first, fragments for htmx."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import member, members_only
from core.answers import is_looked_at, wants_fragment
from messaging import queries, services
from messaging.forms import MessageForm
from messaging.models import Message
from messaging.queries import Conversations, Thread
from messaging.showing import (
    ShownConversation,
    ShownMessage,
    by_days,
    shown_conversation,
    shown_message,
    shown_messages,
    sides_of,
)
from photos.queries import photo_visible_to
from photos.showing import ShownPhoto, shown
from social.queries import Person


@require_safe
@members_only
def inbox(request: HttpRequest) -> HttpResponse:
    """List conversations, those with the newest message first, and friends to begin one with."""
    viewer = member(request)
    found = queries.conversations(viewer, before=request.GET.get("before", ""))
    context: dict[str, Any] = {
        "nav": "messages",
        "conversations": _listed(viewer, found),
        "more_url": f"{reverse('messaging:inbox')}?before={found.before}" if found.before else "",
    }
    if wants_fragment(request):
        return render(request, "messaging/_conversations.html", context)
    context["friends"] = queries.friends_to_write_to(viewer, found.conversations)
    return render(request, "messaging/inbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def thread(request: HttpRequest, username: str) -> HttpResponse:
    """Show a conversation, or a part of it, or write a message."""
    viewer = member(request)
    person = queries.partner_named(viewer, username)
    if request.method == "POST":
        return _write(request, viewer, person)
    if wants_fragment(request) and request.GET.get("after"):
        return _newer(request, viewer, person)
    if wants_fragment(request) and request.GET.get("before"):
        found = queries.thread(viewer, person, before=request.GET["before"])
        return render(request, "messaging/_older.html", _days(viewer, person, found))
    return _page(request, viewer, person)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def delete(request: HttpRequest, username: str, message_id: str) -> HttpResponse:
    """Ask, then delete one's own message for both."""
    actor = member(request)
    person = queries.partner_named(actor, username)
    if request.method != "POST":
        message = queries.own_message(actor, person.id, message_id)
        context = {"nav": "messages", "person": person, "message": _shown(actor, person, message)}
        return render(request, "messaging/delete.html", context)
    services.delete_message(actor=actor, user_id=person.id, message_id=message_id)
    if wants_fragment(request):
        return HttpResponse()
    messages.success(request, "The message is deleted for both of you.")
    # With somebody who is no friend any more this may have been the last one, and then there is no such page.
    return redirect("messaging:thread", person.username) if person.is_friend else redirect("messaging:inbox")


@require_POST
@members_only
def read(request: HttpRequest, username: str) -> HttpResponse:
    """Mark a conversation as read, which a page does by itself while somebody looks at it."""
    actor = member(request)
    services.mark_read(actor=actor, user_id=queries.partner_named(actor, username).id)
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def hide(request: HttpRequest, username: str) -> HttpResponse:
    """Ask, then take a conversation out of one's own list until somebody writes again."""
    actor = member(request)
    person = queries.partner_named(actor, username)
    if request.method != "POST":
        return render(request, "messaging/hide.html", {"nav": "messages", "person": person})
    services.hide_conversation(actor=actor, user_id=person.id)
    if wants_fragment(request):
        return HttpResponse()
    messages.success(request, f"The conversation with {person.username} is hidden until one of you writes again.")
    return redirect("messaging:inbox")


@require_safe
@members_only
def share(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Choose the friend to share a photo with; the message is written in the conversation itself."""
    viewer = member(request)
    words = request.GET.get("q", "")
    context = {
        "nav": "messages",
        "photo": shown(photo_visible_to(viewer, photo_id)),
        "friends": queries.friends_named(viewer, words),
        "query": words,
    }
    return render(request, "messaging/share.html", context)


def _page(request: HttpRequest, viewer: User, person: Person, form: MessageForm | None = None) -> HttpResponse:
    """Show the whole page; a refused form stays in it."""
    before = request.GET.get("before", "")
    # Before the messages, so that nothing counts as read that came after them.
    reading = queries.reading(viewer, person)
    found = queries.thread(viewer, person, before=before)
    # Without scripts seeing the newest messages is all the reading that there is.
    if reading.mine and reading.mine.unread and not before and is_looked_at(request):
        services.mark_read(actor=viewer, user_id=person.id, top_id=reading.mine.top_id)
    context = _days(viewer, person, found) | {
        "nav": "messages",
        "form": form or MessageForm(),
        "may_write": person.is_friend,
        "seen_id": "" if before else reading.seen_among(found.messages, viewer),
        "newest_id": found.messages[-1].message_id if found.messages else "",
        "share": _shared(request, viewer),
        "conversations": _listed(viewer, queries.conversations(viewer)),
    }
    return render(request, "messaging/thread.html", context, status=400 if form else 200)


def _shared(request: HttpRequest, viewer: User) -> ShownPhoto | None:
    """Answer the photo that goes along with the next message, if one was chosen."""
    photo_id = (request.POST if request.method == "POST" else request.GET).get("photo", "")
    return shown(photo_visible_to(viewer, photo_id)) if photo_id else None


def _listed(viewer: User, found: Conversations) -> list[ShownConversation]:
    return [shown_conversation(conversation, viewer) for conversation in found.conversations]


def _days(viewer: User, person: Person, found: Thread) -> dict[str, Any]:
    """Collect what is drawn of some messages with their days."""
    sides, photos = sides_of(viewer, person), queries.photos_in(viewer, found.messages)
    url = reverse("messaging:thread", args=[person.username])
    return {
        "person": person,
        "days": by_days(shown_messages(found.messages, sides, photos)),
        "older_url": f"{url}?{urlencode({'before': found.before})}" if found.before else "",
    }


def _newer(request: HttpRequest, viewer: User, person: Person) -> HttpResponse:
    """Answer what came after a message; nothing is 204, so that the page stays as it is."""
    found = queries.thread(viewer, person, after=request.GET["after"], limit=queries.MOST_ON_A_PAGE)
    if not found.messages:
        return HttpResponse(status=204)
    shown_ones = shown_messages(found.messages, sides_of(viewer, person), queries.photos_in(viewer, found.messages))
    return render(request, "messaging/_messages.html", {"messages": shown_ones, "person": person})


def _write(request: HttpRequest, actor: User, person: Person) -> HttpResponse:
    form = MessageForm(request.POST)
    message = form.send(actor, person) if form.is_valid() else None
    if message is None and wants_fragment(request):
        context = {"form": form, "person": person, "share": _shared(request, actor)}
        return render(request, "messaging/_form.html", context, status=400)
    if message is None:
        return _page(request, actor, person, form)
    if wants_fragment(request):
        context = {"message": _shown(actor, person, message), "person": person}
        return render(request, "messaging/_message.html", context, status=201)
    return redirect("messaging:thread", person.username)


def _shown(viewer: User, person: Person, message: Message) -> ShownMessage:
    """Prepare one message with the photo in it."""
    return shown_message(message, sides_of(viewer, person), queries.photos_in(viewer, [message]))
