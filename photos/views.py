"""The pages of photos: each finds what may be seen, calls one query or service, and renders."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from photos import queries
from photos.forms import UploadForm
from photos.queries import Gallery
from photos.services import delete_photo
from photos.showing import shown, signed_original
from social.queries import member_named


@dataclass(frozen=True)
class Empty:
    """What an empty gallery says, and the step that comes next."""

    title: str
    text: str
    action_url: str = ""
    action_label: str = ""


@dataclass(frozen=True)
class Profile:
    """The head of a person's page."""

    user: User
    joined: datetime
    is_me: bool


@dataclass(frozen=True)
class GalleryPage:
    """A heading over a page of photos."""

    nav: str
    heading: str
    empty: Empty
    intro: str = ""
    profile: Profile | None = None


def member(request: HttpRequest) -> User:
    """Answer the signed-in person; only for views behind login_required."""
    assert request.user.is_authenticated  # noqa: S101 -- for the types
    return request.user


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Show visitors what this is, and members their home."""
    if request.user.is_authenticated:
        return home(request)
    return render(request, "landing.html")


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the viewer's home feed."""
    empty = Empty(
        "Your home is still empty",
        "Photos that you upload show up here.",
        reverse("photos:upload"),
        "Upload a photo",
    )
    feed = queries.home_feed(member(request), before=request.GET.get("before", ""))
    return _gallery(request, feed, GalleryPage("home", "Home", empty))


@require_safe
@login_required
def explore(request: HttpRequest) -> HttpResponse:
    """Show what everyone may see, newest first."""
    empty = Empty(
        "No photos yet", "Be the first to share one with everyone here.", reverse("photos:upload"), "Upload a photo"
    )
    everything = queries.photos_of_everyone(member(request), before=request.GET.get("before", ""))
    return _gallery(request, everything, GalleryPage("explore", "All", empty, "Newest first, from everyone here."))


@require_safe
@login_required
def profile(request: HttpRequest, username: str) -> HttpResponse:
    """Show a person and those of their photos that the viewer may see."""
    viewer, person = member(request), member_named(username)
    is_me = viewer.pk == person.pk
    page = GalleryPage(
        "profile" if is_me else "",
        person.username,
        Empty("No photos to see here yet", f"When {person.username} shares photos with you, they show up here."),
        profile=Profile(person, person.created_at, is_me),
    )
    if is_me:
        mine = Empty("No photos yet", "Your photos show up here.", reverse("photos:upload"), "Upload your first photo")
        page = replace(page, empty=mine)
    return _gallery(request, queries.photos_by(viewer, person, before=request.GET.get("before", "")), page)


@require_safe
@login_required
def detail(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Show one photo as large as the screen allows, with its words."""
    seen = queries.photo_visible_to(member(request), photo_id)
    context: dict[str, Any] = {"photo": shown(seen)}
    if seen.is_mine:
        context["original_url"] = signed_original(seen.photo)
    return render(request, "photos/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Take a picture with its words, or show what was wrong with it in place."""
    actor = member(request)
    initial = {"visibility": actor.default_visibility}
    sent = request.method == "POST"
    form = UploadForm(request.POST if sent else None, request.FILES if sent else None, initial=initial)
    if form.is_valid() and (photo := form.upload(actor)):
        messages.success(request, "Your photo is up.")
        return redirect("photos:detail", photo.photo_id)
    context = {"form": form, "nav": "upload", "max_mb": settings.MAX_UPLOAD_MB, "max_bytes": settings.MAX_UPLOAD_BYTES}
    return render(request, "photos/upload.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Ask, then delete one's own photo."""
    actor = member(request)
    photo = queries.photo_owned_by(actor, photo_id)
    if request.method != "POST":
        return render(request, "photos/delete.html", {"photo": shown(queries.photo_visible_to(actor, photo_id))})
    delete_photo(actor=actor, photo_id=photo.photo_id)
    messages.success(request, "The photo is deleted.")
    return redirect(actor)


def _gallery(request: HttpRequest, gallery: Gallery, page: GalleryPage) -> HttpResponse:
    """Render a page of photos; htmx asks for the tiles alone when it goes on below."""
    before = gallery.before
    part = {
        "photos": [shown(seen) for seen in gallery.photos],
        "next_url": f"{request.path}?before={before}" if before else "",
    }
    template = "photos/_tiles.html" if request.headers.get("HX-Request") == "true" else "photos/gallery.html"
    answer = render(request, template, {**vars(page), "page": part})
    answer.headers["Vary"] = "Cookie, HX-Request"
    return answer
