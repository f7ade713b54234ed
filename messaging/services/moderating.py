"""What moderators do with a message between two people. Who may, and why, is for the applications above to know."""

from core.dynamo import ConditionFailed, Transaction, batch_get
from core.ids import is_id
from messaging import models, telling
from messaging.models import InboxRow, Message, MessagesTable
from messaging.services.rows import attempts, showing_last


def set_message_removed(*, one: int, other: int, message_id: str, removed: bool) -> Message | None:
    """Show both people that a message was removed instead of what it says, or show it again; None when it is gone.

    What it says stays stored. Repeating changes nothing.
    """
    if not is_id(message_id):
        return None
    keys = [models.message_key(one, other, message_id), models.inbox_key(one, other), models.inbox_key(other, one)]
    for _ in attempts():
        items = batch_get(MessagesTable, keys)
        message = next((item for item in items if isinstance(item, Message)), None)
        if message is None or message.removed == removed:
            return message
        change = Transaction()
        change.update(message, [Message.removed.set(removed)], condition=message.is_unchanged)
        message.removed = removed
        for row in (item for item in items if isinstance(item, InboxRow)):
            _follow(change, row, message)
        try:
            change.commit()
        except ConditionFailed:
            # A message came or went in between, or this one did.
            continue
        telling.message_changed(message=message)
        return message
    raise AssertionError


def _follow(change: Transaction, row: InboxRow, message: Message) -> None:
    """Let a row say the same as the message when it is the newest one, and hold on to whether it is."""
    same = InboxRow.last_id == message.message_id
    if row.last_id == message.message_id:
        change.update(row, showing_last(message), condition=same)
    else:
        change.check(row, condition=~same)
