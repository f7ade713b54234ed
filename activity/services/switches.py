"""What people choose to hear of."""

from collections.abc import Mapping

from accounts.models import User
from activity.kinds import DIGEST, NOTE_KINDS
from activity.models import Switch
from activity.queries import Wish
from core.sql import retried


@retried
def choose(*, actor: User, choices: Mapping[str, Wish], digest: bool) -> None:
    """Keep what the actor wants of each kind of notification, and whether of a daily summary."""
    for kind in NOTE_KINDS:
        if kind in choices:
            wish = choices[kind]
            Switch.objects.update_or_create(user=actor, kind=kind, defaults={"site": wish.site, "email": wish.email})
    Switch.objects.update_or_create(user=actor, kind=DIGEST, defaults={"email": digest})


@retried
def unsubscribe(*, person: User, kind: str) -> None:
    """Send this person no more mails of one kind; what the site shows them stays as it is."""
    Switch.objects.update_or_create(user=person, kind=kind, defaults={"email": False})
