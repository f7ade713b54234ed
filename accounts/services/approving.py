"""What becomes of people who have signed up where moderators look at new accounts first."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from accounts.services.standing import end_waiting
from accounts.signals import sign_up_declined
from accounts.tasks import deliver
from core.background import enqueue
from core.sql import retried


def approve_sign_up(*, user_id: int) -> bool:
    """Let somebody in who waits, and mail them if they gave an address; False when nobody waits by that id."""
    waiting = User.objects.filter(pk=user_id, awaits_approval=True).first()
    if waiting is None or not end_waiting(user_id=user_id):
        return False
    if waiting.real_email:
        words = {"username": waiting.username, "url": f"{settings.SITE_URL}{reverse('account_login')}"}
        text = render_to_string("account/email/approved.txt", words)
        enqueue(deliver, "Your Lumina account is approved", text, waiting.real_email)
    return True


def decline_sign_up(*, user_id: int) -> bool:
    """Remove the account of somebody who waits, which owns nothing; name and address are free again.

    False when nobody waits by that id: whoever was approved in the meantime stays. Raises Unavailable when what is
    noted about them cannot be removed now; they wait on then.
    """
    waiting = User.objects.filter(pk=user_id, awaits_approval=True).first()
    if waiting is None:
        return False
    # Before the account, whose number leads to what is noted; a crash in between leaves them waiting.
    sign_up_declined.send(sender=User, person=waiting)
    return _remove(user_id)


@retried
def _remove(user_id: int) -> bool:
    waiting = User.objects.select_for_update().filter(pk=user_id, awaits_approval=True).first()
    if waiting is None:
        return False
    waiting.delete()
    return True
