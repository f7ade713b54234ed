"""Setting and removing the profile picture. The page that it belongs to is that of accounts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.forms import PictureForm, refuse
from accounts.models import User
from accounts.requests import local_path, member, members_only
from accounts.views import bio_form, render_profile
from core.errors import Invalid, TooLarge
from photos.services import remove_profile_picture, set_profile_picture


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def picture(request: HttpRequest) -> HttpResponse:
    """Take a new profile picture, or away the one that is there; whoever only comes by is shown the page."""
    actor = member(request)
    if request.method != "POST":
        return redirect("settings:profile")
    if request.POST.get("remove") == "1":
        remove_profile_picture(actor=actor)
        messages.success(request, "Your profile picture is removed.")
        return _back(request)
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid() and _set(actor, form):
        messages.success(request, "Your profile picture is changed.")
        return _back(request)
    return render_profile(request, bio_form(actor), form)


def _set(actor: User, form: PictureForm) -> bool:
    try:
        set_profile_picture(actor=actor, picture=form.cleaned_data["photo"])
    except (Invalid, TooLarge) as error:
        refuse(form, error, "photo")
    return not form.errors


def _back(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(local_path(request.POST.get("next", "")) or reverse("settings:profile"))
