"""The browsers of people in every role that tests/access.py knows."""

from django.contrib.sessions.backends.cache import KEY_PREFIX
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from social import services
from tests.cast import befriended, browser_of, person, program_of, staff


def browser_in_role(role: str, owner: User) -> Client:
    """Open the browser of somebody in this role."""
    if role == "visitor":
        return Client()
    if role == "owner":
        return browser_of(owner)
    if role == "moderator":
        return browser_of(staff("moderator", "Moderators"))
    somebody = person(role)
    if role == "token":
        return program_of(somebody)
    browser = browser_of(somebody)
    _relate(role, somebody, owner)
    if role in {"deactivated", "staff"}:
        User.objects.filter(pk=somebody.pk).update(is_active=role == "staff", is_staff=role == "staff")
    if role == "ended":
        key = browser.session.session_key
        Session.objects.filter(pk=key).delete()
        cache.delete(f"{KEY_PREFIX}{key}")
        cache.delete(f"django.contrib.sessions.cached_db{key}")
    return browser


def _relate(role: str, somebody: User, owner: User) -> None:
    if role in {"friend", "former", "deactivated", "ended", "blocked", "blocker"}:
        befriended(somebody, owner)
    if role == "pending":
        services.request_friendship(actor=somebody, username=owner.username)
    if role == "former":
        services.unfriend(actor=owner, user_id=somebody.pk)
    if role == "blocked":
        services.block(actor=owner, user_id=somebody.pk)
    if role == "blocker":
        services.block(actor=somebody, user_id=owner.pk)
