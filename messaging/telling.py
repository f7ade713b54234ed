"""What open pages are told about messages, each person with their own eyes. A hint that fails fails nothing."""

import itertools
import logging
from dataclasses import replace

from accounts.models import User
from core.ids import UserId
from core.realtime import group_of_user, publish
from messaging.models import Message
from messaging.queries import photos_in
from messaging.showing import Sides, as_person, rendered
from social.queries import Person, people

log = logging.getLogger(__name__)


def message_sent(*, message: Message, actor: User, other: Person) -> None:
    """Put a new message onto both people's open pages, the receiver's first."""
    _push(message, Sides(replace(other, relation="self"), as_person(actor, "friend")))
    _push(message, Sides(as_person(actor, "self"), other))


def messages_read(*, actor: User, other: Person, message_id: str) -> None:
    """Tell the writer how far the actor has read, and the actor's other pages that there is nothing unread."""
    publish(group_of_user(other.id), {"type": "read", "with": actor.pk, "id": message_id})
    publish(group_of_user(actor.pk), {"type": "read_here", "with": other.id})


def message_deleted(*, message_id: str, actor: User, other: Person) -> None:
    """Take a message off both people's open pages."""
    publish(group_of_user(other.id), {"type": "message_deleted", "with": actor.pk, "id": message_id})
    publish(group_of_user(actor.pk), {"type": "message_deleted", "with": other.id, "id": message_id})
    # It may have been an unread one.
    counts_changed(other.id)


def message_changed(*, message: Message) -> None:
    """Show on the open pages of both, as far as they see each other, what has become of a message."""
    found = User.objects.in_bulk([int(message.from_user_id), int(message.to_user_id)])
    for reader, other in itertools.permutations(found.values()):
        # Who is blocked, either way, or gone is not there for the reader, and neither is what they wrote.
        for person in people([UserId(other.pk)], reader).values():
            _push(message, Sides(as_person(reader, "self"), person), what="message_changed")


def counts_changed(user_id: int) -> None:
    """Make a person's pages ask again how much is unread."""
    publish(group_of_user(user_id), {"type": "badges"})


def _push(message: Message, sides: Sides, *, what: str = "message") -> None:
    try:
        html = _drawn_for(message, sides)
    except Exception:
        # Whatever is wrong with the template or a photo in it: the message is stored, and the page fetches.
        log.exception("messages: %s could not be drawn", message.message_id)
        counts_changed(sides.me.id)
        return
    body = {"type": what, "with": sides.other.id, "username": sides.other.username, "id": message.message_id}
    publish(group_of_user(sides.me.id), {**body, "client_id": message.client_id, "html": html})


def _drawn_for(message: Message, sides: Sides) -> str:
    """Draw the message with the photo in it only if this reader may see it."""
    photos = photos_in(User.objects.get(pk=sides.me.id), [message]) if message.photo_id else {}
    return rendered(message, sides, photos)
