"""The token in the link by which a mail of one kind is ended. It proves only that the mail was received."""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from accounts.models import User
from activity.kinds import LABELS
from core.errors import NotFound


@dataclass(frozen=True)
class Subscription:
    """Who gets which kind of mail."""

    person: User
    kind: str

    @property
    def label(self) -> str:
        """Name the kind for people."""
        return LABELS[self.kind]


def token_of(user_id: int, kind: str) -> str:
    """Sign the link's token; it never runs out, because old mails stay in mailboxes."""
    return _signer().sign(f"{user_id}.{kind}")


def subscription_of(token: str) -> Subscription:
    """Read a token, or raise NotFound when it was not signed here, or for somebody who is gone."""
    try:
        user_id, _, kind = _signer().unsign(token).partition(".")
    except BadSignature as error:
        raise NotFound from error
    person = User.objects.filter(pk=int(user_id)).first()
    if person is None or kind not in LABELS:
        raise NotFound
    return Subscription(person, kind)


def _signer() -> Signer:
    # No colon, which stands for itself in an address but not in every mail program.
    return Signer(salt="lumina.unsubscribe", sep=".")
