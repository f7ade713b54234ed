"""What people do with each other's photos: like, save, comment. Plain forms first, fragments for htmx."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.portraits import portrait_url
from accounts.requests import local_path, member, members_only
from core.answers import wants_fragment
from core.errors import Invalid
from photos import queries
from photos.forms import CommentForm
from photos.services import add_comment, delete_comment, like_photo, save_photo, unlike_photo, unsave_photo
from photos.showing import shown, shown_comment, shown_comments
from photos.views.photo import photo_context

# Sorts before every id.
OLDEST = "00000000-0000-7000-8000-000000000000"


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def like(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Like the photo, or take the like back; whoever only comes by (after logging in, say) is shown the photo."""
    if request.method != "POST":
        return redirect("photos:detail", photo_id)
    change = like_photo if request.POST.get("liked") == "1" else unlike_photo
    change(actor=member(request), photo_id=photo_id)
    return _actions(request, photo_id)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def save(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Save the photo, or take it out of the saved ones; whoever only comes by is shown the photo."""
    if request.method != "POST":
        return redirect("photos:detail", photo_id)
    change = save_photo if request.POST.get("saved") == "1" else unsave_photo
    change(actor=member(request), photo_id=photo_id)
    return _actions(request, photo_id)


@require_safe
@members_only
def likers(request: HttpRequest, photo_id: str) -> HttpResponse:
    """List who likes the photo."""
    found = queries.likers(member(request), photo_id, before=request.GET.get("before", ""))
    url = reverse("photos:likers", args=[photo_id])
    context = {
        "photo": shown(found.photo),
        "people": found.people,
        "next_url": f"{url}?before={found.before}" if found.before else "",
    }
    return render(request, "photos/_likers.html" if wants_fragment(request) else "photos/likers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def comments(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Show comments before a certain one, or write one."""
    if request.method == "POST":
        return _add_comment(request, photo_id)
    viewer = member(request)
    found = queries.comments_under(viewer, photo_id, before=request.GET.get("before", ""))
    template = "photos/_comments.html" if wants_fragment(request) else "photos/detail.html"
    return render(request, template, photo_context(request, viewer, found))


@require_safe
@members_only
def live(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Show what has changed on an open page: buttons, counts, and the comments behind the newest one there."""
    viewer, after = member(request), request.GET.get("after", "")
    found = queries.comments_under(viewer, photo_id, after=after or OLDEST)
    context = {"photo": shown(found.photo), "comments": shown_comments(found, viewer)}
    return render(request, "photos/_live.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def comment_delete(request: HttpRequest, photo_id: str, comment_id: str) -> HttpResponse:
    """Ask, then delete a comment, or as a moderator take it from sight."""
    actor = member(request)
    if request.method != "POST":
        comment = queries.own_comment_or_moderated(actor, photo_id, comment_id)
        seen = queries.photo_visible_to(actor, photo_id)
        context = {"comment": shown_comment(comment, seen, actor, ""), "photo": shown(seen)}
        return render(request, "photos/comment_delete.html", context)
    delete_comment(actor=actor, photo_id=photo_id, comment_id=comment_id)
    if wants_fragment(request):
        return HttpResponse()
    messages.success(request, "The comment is removed.")
    return redirect(f"{reverse('photos:detail', args=[photo_id])}#comments")


def _add_comment(request: HttpRequest, photo_id: str) -> HttpResponse:
    actor = member(request)
    try:
        comment = add_comment(actor=actor, photo_id=photo_id, text=request.POST.get("text", ""))
    except Invalid as error:
        return _comment_refused(request, photo_id, error)
    if not wants_fragment(request):
        return HttpResponseRedirect(f"{_back(request, photo_id)}#comments")
    seen = queries.photo_visible_to(actor, photo_id)
    thumb = portrait_url(actor.avatar_key, "thumb")
    context = {"comment": shown_comment(comment, seen, actor, thumb), "photo": shown(seen)}
    return render(request, "photos/_comment.html", context, status=201)


def _comment_refused(request: HttpRequest, photo_id: str, error: Invalid) -> HttpResponse:
    """Show the form again with what was typed and the reason beside it."""
    actor = member(request)
    form = CommentForm(request.POST)
    form.full_clean()
    form.errors.clear()
    form.add_error("text", list(error.fields["text"]))
    context = photo_context(request, actor, queries.comments_under(actor, photo_id)) | {"comment_form": form}
    template = "photos/_comment_form.html" if wants_fragment(request) else "photos/detail.html"
    answer = render(request, template, context, status=400)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#comment-form", "outerHTML"
    return answer


def _actions(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Show the buttons as they stand now, or send a plain form back to where it came from."""
    if wants_fragment(request):
        return render(
            request, "photos/_actions.html", {"photo": shown(queries.photo_visible_to(member(request), photo_id))}
        )
    return HttpResponseRedirect(_back(request, photo_id))


def _back(request: HttpRequest, photo_id: str) -> str:
    """Answer where a plain form came from, if that is here, else the photo's page."""
    return local_path(request.POST.get("next", "")) or reverse("photos:detail", args=[photo_id])
