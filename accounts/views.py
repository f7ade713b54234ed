"""The settings of oneself: what the profile says, the e-mail address, the sessions, the API tokens; and waiting."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import once
from accounts.forms import EmailForm, PasswordForm, PictureForm, ProfileForm, TokenForm
from accounts.models import User
from accounts.requests import member, members_only
from accounts.services import WAITING
from accounts.tokens import MOST_TOKENS, made_with, revoke_token, token_of, tokens_of
from core.answers import wants_fragment


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Tell somebody who has just signed up that a moderator looks at it; the page names nobody."""
    return render(request, "account/waiting.html", {"message": WAITING})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def profile(request: HttpRequest) -> HttpResponse:
    """Change what one's profile says; the picture beside it has an address of its own."""
    actor = member(request)
    form = ProfileForm(request.POST) if request.method == "POST" else bio_form(actor)
    if form.is_valid() and form.save(actor):
        messages.success(request, "Your profile is saved.")
        return redirect("settings:profile")
    return render_profile(request, form, PictureForm())


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def account(request: HttpRequest) -> HttpResponse:
    """Change the e-mail address, for whoever knows the password."""
    actor = member(request)
    form = EmailForm(request.POST if request.method == "POST" else None, initial={"email": actor.real_email})
    if form.is_valid() and form.save(request, actor):
        messages.success(request, "Your e-mail address is saved.")
        return redirect("settings:account")
    return _render(request, "settings/account.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def security(request: HttpRequest) -> HttpResponse:
    """Log out everywhere else, for whoever knows the password."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.end_other_sessions(request):
        messages.success(request, "You are logged out everywhere but here.")
        return redirect("settings:account")
    return _render(request, "settings/security.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's API tokens and make one, which is shown on the next page and never again."""
    actor = member(request)
    form = TokenForm(request.POST if request.method == "POST" else None)
    text = form.save(actor) if form.is_valid() else ""
    if text:
        return once.hand_over(redirect("settings:tokens"), text)
    shown = once.handed_over(request)
    context = {"form": form, "tokens": tokens_of(actor), "section": "tokens", "most": MOST_TOKENS}
    context |= {"text": shown, "made": made_with(actor, shown)}
    return once.forget(render(request, "settings/tokens.html", context, status=400 if form.is_bound else 200), request)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Ask, then end one of one's own API tokens."""
    actor = member(request)
    if request.method != "POST":
        context = {"token": token_of(actor, token_id), "section": "tokens"}
        return render(request, "settings/token_revoke.html", context)
    revoke_token(actor=actor, token_id=token_id)
    if wants_fragment(request):
        return HttpResponse()
    messages.success(request, "The token is revoked.")
    return redirect("settings:tokens")


def bio_form(actor: User) -> ProfileForm:
    """Fill the form with what the profile says now."""
    return ProfileForm(initial={"bio": actor.bio})


def render_profile(request: HttpRequest, form: ProfileForm, picture_form: PictureForm) -> HttpResponse:
    """Show the page of the profile with its two forms; one that was refused makes it a 400."""
    context: dict[str, Any] = {
        "form": form,
        "picture_form": picture_form,
        "person": member(request),
        "section": "profile",
    }
    refused = form.is_bound or picture_form.is_bound
    return render(request, "settings/profile.html", context, status=400 if refused else 200)


def _render(request: HttpRequest, template: str, form: PasswordForm) -> HttpResponse:
    context = {"form": form, "person": member(request), "section": "account"}
    return render(request, template, context, status=400 if form.is_bound else 200)
