"""Invitations: a code lets one person in, once. Of two who come with the same code at the same time one gets in."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.models import INVITATION_DAYS, Invitation, User
from accounts.tokens import digest_of
from core.errors import Invalid
from core.text import is_text

CODE_LONGEST = 100
# Wrong, used, expired and revoked codes are told apart by nothing.
REFUSED = "This invitation does not work, or not any more. Ask for a new one."


def draw_code(invitation: Invitation) -> str:
    """Give a new invitation its code and answer the code, which nobody can read again; the caller stores the row."""
    code = secrets.token_urlsafe(16)
    invitation.digest = digest_of(code)
    return code


def make_invitation(*, actor: User | None, note: str = "", days: int = INVITATION_DAYS) -> tuple[Invitation, str]:
    """Store an invitation for so many days, and answer it with its code; `actor` is None for commands."""
    invitation = Invitation(made_by=actor, note=note, expires_at=timezone.now() + timedelta(days=days))
    code = draw_code(invitation)
    invitation.save()
    return invitation, code


def link_of(code: str) -> str:
    """Answer the address to send to whom the invitation is for."""
    return f"{settings.SITE_URL}{reverse('account_signup')}?{urlencode({'invite': code})}"


def revoke_invitation(*, invitation_id: int) -> bool:
    """End an invitation that nobody has used; False when there is nothing left to end."""
    open_one = Invitation.objects.filter(pk=invitation_id, used_at=None, revoked_at=None)
    return bool(open_one.update(revoked_at=timezone.now()))


def check_invitation(code: str) -> None:
    """Raise Invalid for a code that lets nobody in now."""
    if not Invitation.objects.filter(_works(code, timezone.now())).exists():
        raise _refused()


def use_invitation(*, code: str, person: User) -> None:
    """Use an invitation up for a person who is stored in the same transaction. Raises Invalid."""
    now = timezone.now()
    if not Invitation.objects.filter(_works(code, now)).update(used_at=now, used_by=person):
        raise _refused()


def _works(code: str, now: datetime) -> Q:
    known = digest_of(code.strip()) if is_text(code) and len(code) <= CODE_LONGEST else ""
    return Q(digest=known, used_at=None, revoked_at=None, expires_at__gt=now)


def _refused() -> Invalid:
    return Invalid("The account could not be made.", fields={"invite": [REFUSED]})
