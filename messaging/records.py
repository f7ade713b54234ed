"""What stands for messages where Django asks for a model: rights, history and the list of the admin."""

from typing import Any

from core.ids import made_at
from core.records import Record


class Message(Record):
    """A message that was reported; its id names the two people as well (low:high:message_id)."""

    class Meta(Record.Meta):
        """What people call it."""

        verbose_name = "message"
        verbose_name_plural = "reported messages"

    def __str__(self) -> str:
        """Say whose it is, and from when."""
        message = self.item.message
        return f"message by {message.from_username}, {made_at(message.message_id):%d %b %Y, %H:%M}"

    @staticmethod
    def id_of(item: Any) -> str:  # noqa: ANN401 -- a message with the case that its report has opened
        """Answer the ids of the two people and of the message."""
        return f"{item.case.place}:{item.message.message_id}"
