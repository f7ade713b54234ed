"""What an open page may ask for over its socket; who may do it is decided where it is decided for everything else."""

from accounts.models import User
from core.errors import LuminaError, Unavailable
from core.ids import UserId
from core.realtime import group_of_user, publish
from photos.queries import photo_visible_to
from social.queries import are_friends


def may_watch(viewer: User, photo_id: str) -> bool:
    """Say whether the viewer may be told that a photo has changed; Unavailable when the stores cannot say."""
    try:
        photo_visible_to(viewer, photo_id)
    except Unavailable:
        raise
    except LuminaError:
        return False
    return True


def tell_typing(actor: User, user_id: int) -> None:
    """Tell a friend that the actor is writing to them; nobody else hears of it."""
    if 0 < user_id < 2**63 and are_friends(UserId(actor.pk), UserId(user_id)):
        publish(group_of_user(user_id), {"type": "typing", "with": actor.pk})
