"""The page of one photo, and what its owner does with it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import member, members_only
from core.answers import is_looked_at
from photos import queries
from photos.forms import CommentForm, EditForm, UploadForm
from photos.places import place
from photos.queries import Comments
from photos.services import count_view, delete_photo
from photos.showing import UPLOADED, shown, shown_comments, signed_original
from photos.views.galleries import listed_if_wished


@require_safe
@members_only
def detail(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Show one photo as large as the screen allows, with its words and comments."""
    viewer = member(request)
    found = queries.comments_under(viewer, photo_id, before=request.GET.get("before", ""))
    if is_looked_at(request):
        count_view(viewer=viewer, seen=found.photo)
    answer = render(request, "photos/detail.html", photo_context(request, viewer, found))
    return listed_if_wished(answer, found.photo.owner)


def photo_context(request: HttpRequest, viewer: User, found: Comments) -> dict[str, Any]:
    """Collect what the page of a photo shows."""
    seen = found.photo
    token = request.GET.get("in", "")
    photo = shown(seen, token)
    return {
        "photo": photo,
        "original_url": signed_original(seen.photo) if seen.is_mine else "",
        "edit_url": reverse("photos:edit", args=[photo.id]) if photo.is_mine and photo.is_published else "",
        "comments": shown_comments(found, viewer),
        "older_comments_url": f"{reverse('photos:comments', args=[photo.id])}?before={found.before}"
        if found.before
        else "",
        "comment_form": CommentForm() if photo.is_published else None,
        "likers_url": reverse("photos:likers", args=[photo.id]),
        "listing": _listing(viewer, token, photo.id),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def upload(request: HttpRequest) -> HttpResponse:
    """Take a picture with its words, or show what was wrong with it in place."""
    actor = member(request)
    sent = request.method == "POST"
    initial = {"visibility": actor.default_visibility}
    form = UploadForm(request.POST if sent else None, request.FILES if sent else None, initial=initial)
    if form.is_valid() and (photo := form.upload(actor)):
        messages.success(request, UPLOADED.get(photo.status, "Your photo is being prepared."))
        return redirect("photos:detail", photo.photo_id)
    context = {
        "form": form,
        "nav": "upload",
        "topics": queries.recent_topics(),
        "max_mb": settings.MAX_UPLOAD_MB,
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "direct": settings.STORAGE_BACKEND == "s3",
    }
    return render(request, "photos/upload.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def edit(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Change the words of one's own photo."""
    actor = member(request)
    photo = queries.photo_owned_by(actor, photo_id)
    form = EditForm(request.POST if request.method == "POST" else None, initial=EditForm.words_of(photo))
    if form.is_valid() and form.save(actor, photo):
        messages.success(request, "Your changes are saved.")
        return redirect("photos:detail", photo.photo_id)
    seen = shown(queries.photo_visible_to(actor, photo_id))
    context = {"form": form, "photo": seen, "topics": queries.recent_topics()}
    return render(request, "photos/edit.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def delete(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Ask, then delete one's own photo."""
    actor = member(request)
    photo = queries.photo_owned_by(actor, photo_id)
    if request.method != "POST":
        return render(request, "photos/delete.html", {"photo": shown(queries.photo_visible_to(actor, photo_id))})
    delete_photo(actor=actor, photo_id=photo.photo_id)
    messages.success(request, "The photo is deleted.")
    return redirect(actor)


def _listing(viewer: User, token: str, photo_id: Any) -> dict[str, str] | None:  # noqa: ANN401
    """Describe the listing that the viewer came from, with the neighbours in it."""
    where = place(viewer, token)
    if where is None:
        return None
    around = queries.neighbours(where.wanted, photo_id)
    described = {"name": where.name, "url": where.url}
    for name, seen in (("previous", around.previous), ("next", around.following)):
        photo = shown(seen, where.token) if seen else None
        described[f"{name}_url"] = photo.url if photo else ""
        # Fetched before it is wished for.
        described[f"{name}_image"] = photo.images["large"] if photo and photo.has_picture and not photo.veiled else ""
    return described
