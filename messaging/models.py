"""Messages, what each person's inbox says of a conversation, and what was sent lately, as DynamoDB items.

A message and both inbox rows are written in one transaction. The time in a sort key is the one inside the id.
"""

from django.conf import settings
from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
)

from core.dynamo import Condition, Table
from core.ids import PhotoId, UserId, milliseconds, new_id
from messaging import records  # noqa: F401 -- Django looks for models here only

REMOVED = "Removed by a moderator."


class MessagesTable(Table):
    """The messages table: messages, inbox rows, and the client's own ids of what was sent."""

    class Meta:
        """Where the table is."""

        table_name = settings.DYNAMODB_TABLES["messages"]

    kind = DiscriminatorAttribute()
    # Of Sent alone; it stands here because the table learns from its own class which attribute ends an item.
    expires_at = TTLAttribute(null=True)


class Message(MessagesTable, discriminator="message"):
    """A message. Key: CONV#{low}#{high} / MSG#{ms}#{id}."""

    message_id = UnicodeAttribute()
    from_user_id = NumberAttribute()
    to_user_id = NumberAttribute()
    from_username = UnicodeAttribute()
    text = UnicodeAttribute(default="")
    photo_id = UnicodeAttribute(default="")
    client_id = UnicodeAttribute(default="")
    # Whether a moderator has taken it away: its text stays stored, and it can come back.
    removed = BooleanAttribute(default=False)

    @property
    def is_unchanged(self) -> Condition:
        """Demand that it is still there, and readable or not as it was when it was read."""
        # One from before there was such a thing does not say that it was not.
        known: Condition = Message.removed == self.removed
        return known if self.removed else Message.pk.exists() & (known | Message.removed.does_not_exist())

    @property
    def said(self) -> str:
        """Answer what the two people read."""
        return REMOVED if self.removed else self.text

    @property
    def shows_photo(self) -> bool:
        """Say whether a photo is shared in it that the two people may look for."""
        return bool(self.photo_id) and not self.removed

    @property
    def writer_id(self) -> UserId:
        """Answer the id of who wrote it, with its type."""
        return UserId(int(self.from_user_id))

    @property
    def photo(self) -> PhotoId | None:
        """Answer the id of the photo that people find in it, with its type."""
        return PhotoId(self.photo_id) if self.shows_photo else None


class InboxRow(MessagesTable, discriminator="inbox"):
    """What somebody's list of conversations says of one. Key: INBOX#{user id} / CONV#{other id}.

    `top_id` is the newest id that there ever was and only grows; the `last_` ones describe the newest message that is
    there, and are empty when none is. `unread` counts what the other one wrote after `read_id`.
    """

    other_id = NumberAttribute()
    top_id = UnicodeAttribute(default="")
    last_id = UnicodeAttribute(default="")
    last_text = UnicodeAttribute(default="")
    last_from_id = NumberAttribute(default=0)
    last_photo = BooleanAttribute(default=False)
    unread = NumberAttribute(default=0)
    read_id = UnicodeAttribute(default="")
    hidden = BooleanAttribute(default=False)

    @property
    def partner_id(self) -> UserId:
        """Answer the other one's id with its type."""
        return UserId(int(self.other_id))


class Sent(MessagesTable, discriminator="sent"):
    """That a client has sent this already. Key: SENT#{user id} / {client id}; gone by itself after a day."""

    message_id = UnicodeAttribute()
    to_user_id = NumberAttribute()


def conversation_of(one: int, other: int) -> str:
    """Build the partition of the messages between two people, the same for both."""
    low, high = sorted((one, other))
    return f"CONV#{low}#{high}"


def message_sort_key(message_id: str) -> str:
    """Build the sort key of a message."""
    return f"MSG#{milliseconds(message_id):013d}#{message_id}"


def message_key(one: int, other: int, message_id: str) -> tuple[str, str]:
    """Build the key of a message between two people."""
    return conversation_of(one, other), message_sort_key(message_id)


def inbox_of(user_id: int) -> str:
    """Build the partition of a person's conversations."""
    return f"INBOX#{user_id}"


def inbox_key(user_id: int, other_id: int) -> tuple[str, str]:
    """Build the key of a person's row about the conversation with another one."""
    return inbox_of(user_id), f"CONV#{other_id}"


def sent_key(user_id: int, client_id: str) -> tuple[str, str]:
    """Build the key under which a client's own id is remembered."""
    return f"SENT#{user_id}", client_id


def id_after(top_id: str) -> str:
    """Make an id that sorts behind `top_id`, also when the clock that made that one is ahead of ours."""
    made = new_id()
    if made > top_id:
        return made
    moment = f"{milliseconds(top_id) + 1:012x}"
    return f"{moment[:8]}-{moment[8:]}{made[13:]}"
