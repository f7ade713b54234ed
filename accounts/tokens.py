"""API tokens: made and revoked in the settings, found again by the header of a call.

A token has 256 bits of chance in it, so that one fast hash keeps it and nobody finds it by guessing.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import TOKEN_NAME_LONGEST, ApiToken, TokenScope, User
from accounts.tasks import deliver
from core.background import enqueue
from core.errors import Conflict, Invalid, NotFound
from core.sql import retried
from core.text import is_text, one_line

PREFIX = "lumina_"
SHOWN_CHARACTERS = 8
MOST_TOKENS = 50
# In days; None is for ever.
LIFETIMES = (7, 30, 90, 365, None)
NOTED_EVERY = timedelta(minutes=1)


def make_token(*, actor: User, name: str, scope: str, days: int | None) -> tuple[ApiToken, str]:
    """Make a token for programs of the actor's, and answer it with its text, which nobody can read again.

    It works for so many days, or with None until it is revoked. Raises Invalid with the fields that will not do, and
    Conflict when the actor has too many.
    """
    name, problems = one_line(name), _problems(name, scope, days)
    if problems:
        raise Invalid("Some of that will not do.", fields=problems)
    secret = secrets.token_urlsafe(32)
    text = f"{PREFIX}{secret}"
    ends = None if days is None else timezone.now() + timedelta(days=days)
    kept = {"digest": digest_of(text), "start": secret[:SHOWN_CHARACTERS]}
    token = _store(actor, name=name, scope=scope, expires_at=ends, **kept)
    _tell(actor, token)
    return token, text


def revoke_token(*, actor: User, token_id: int) -> None:
    """End a token of the actor's: the next call with it is refused. Raises NotFound."""
    gone, _ = ApiToken.objects.filter(user=actor, pk=token_id).delete()
    if not gone:
        raise NotFound


def tokens_of(actor: User) -> "QuerySet[ApiToken]":
    """List the actor's tokens, newest first, those that have expired included."""
    return ApiToken.objects.filter(user=actor)


def token_of(actor: User, token_id: int) -> ApiToken:
    """Answer one token of the actor's, or raise NotFound."""
    token = tokens_of(actor).filter(pk=token_id).first()
    if token is None:
        raise NotFound
    return token


def made_with(actor: User, text: str) -> ApiToken | None:
    """Answer the actor's token with this text, if it is one."""
    return tokens_of(actor).filter(digest=digest_of(text)).first() if text else None


def bearer_in(header: str) -> str | None:
    """Answer the token in an Authorization header; None where it speaks of something else (Basic), or of nothing."""
    scheme, *rest = header.split(maxsplit=1) or [""]
    if scheme.lower() != "bearer":
        return None
    return rest[0].strip() if rest else ""


def token_behind(text: str) -> ApiToken | None:
    """Find the token that counts now, with its active person; one query, whatever is wrong with it."""
    counts = Q(user__is_active=True) & (Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
    return ApiToken.objects.select_related("user").filter(counts, digest=digest_of(text)).first()


def note_use(token: ApiToken) -> None:
    """Write down that a token was used just now, once a minute at most."""
    now = timezone.now()
    if _is_noted(token.last_used_at, now):
        return
    # Of many calls at once, one writes.
    due = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
    ApiToken.objects.filter(due, pk=token.pk).update(last_used_at=now)


def _is_noted(last: datetime | None, now: datetime) -> bool:
    return last is not None and last > now - NOTED_EVERY


def digest_of(text: str) -> str:
    """Answer what is stored in place of a text that nobody may read again."""
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()


def _problems(name: str, scope: str, days: int | None) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    if not is_text(name) or not one_line(name):
        fields["name"] = ["Give it a name, so that you know it again."]
    elif len(one_line(name)) > TOKEN_NAME_LONGEST:
        fields["name"] = [f"A name has at most {TOKEN_NAME_LONGEST} characters."]
    if scope not in TokenScope.values:
        fields["scope"] = [f"Choose one of {', '.join(TokenScope.values)}."]
    if days not in LIFETIMES:
        fields["days"] = ["Choose one of the times that are offered."]
    return fields


def _tell(actor: User, token: ApiToken) -> None:
    """Mail the person: whoever else sat at their open browser would keep a way in."""
    if actor.real_email:
        words = {"username": actor.username, "token": token, "url": f"{settings.SITE_URL}{reverse('settings:tokens')}"}
        text = render_to_string("account/email/token_made.txt", words)
        enqueue(deliver, "A new API token for your Lumina account", text, actor.real_email)


@retried
def _store(actor: User, **values: object) -> ApiToken:
    # Held, so that of two at once only one takes the last place.
    User.objects.select_for_update().get(pk=actor.pk)
    if tokens_of(actor).count() >= MOST_TOKENS:
        raise Conflict(f"You have {MOST_TOKENS} tokens. Revoke one that you do not need.")
    return ApiToken.objects.create(user=actor, **values)
