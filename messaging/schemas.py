"""The shapes of messages and conversations in JSON."""

from collections.abc import Collection
from datetime import datetime

from ninja import Schema

from core.api import Body, Text
from core.ids import PhotoId, made_at, milliseconds
from messaging.models import Message
from messaging.queries import Conversation


class MessageIn(Body):
    """A message to be sent; a `client_id` of the client's own makes it safe to send it again."""

    to_user_id: int
    text: Text = ""
    client_id: Text | None = None
    photo_id: Text | None = None


class MessageOut(Schema):
    """A message, or instead of its text that a moderator has removed it.

    `photo_id` is null without a photo, and when the reader may not see the one that was shared.
    """

    message_id: str
    conversation_id: str
    from_user_id: int
    from_username: str
    to_user_id: int
    text: str
    photo_id: str | None
    photo_gone: bool
    client_id: str
    timestamp: int
    created_at: datetime


def message_out(message: Message, visible: Collection[PhotoId]) -> MessageOut:
    """Show a message to a reader who may see these photos."""
    photo_id = message.photo if message.photo in visible else None
    return MessageOut(
        message_id=message.message_id,
        conversation_id=message.pk,
        from_user_id=int(message.from_user_id),
        from_username=message.from_username,
        to_user_id=int(message.to_user_id),
        text=message.said,
        photo_id=photo_id,
        photo_gone=message.shows_photo and photo_id is None,
        client_id=message.client_id,
        timestamp=milliseconds(message.message_id),
        created_at=made_at(message.message_id),
    )


class ConversationOut(Schema):
    """A conversation as one's own list shows it."""

    user_id: int
    username: str
    profileThumb: str | None  # noqa: N815 -- the name that clients read
    last_text: str
    last_from_user_id: int
    last_id: str
    last_at: datetime
    timestamp: int
    unread: int


def conversation_out(conversation: Conversation) -> ConversationOut:
    """Show a conversation; `timestamp` is that of its newest message."""
    row, person = conversation.row, conversation.person
    return ConversationOut(
        user_id=person.id,
        username=person.username,
        profileThumb=person.thumb or None,
        last_text=row.last_text,
        last_from_user_id=int(row.last_from_id),
        last_id=row.last_id,
        last_at=made_at(row.last_id),
        timestamp=milliseconds(row.last_id),
        unread=int(row.unread),
    )
