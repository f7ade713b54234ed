"""Deleting one's own message, for both: the inbox rows then show the newest one that is left."""

from collections.abc import Sequence

from accounts.models import User
from core.dynamo import Action, Condition, ConditionFailed, Transaction, batch_get, query_page
from core.errors import Forbidden, NotFound
from core.ids import is_id
from messaging import models, telling
from messaging.models import InboxRow, Message, MessagesTable
from messaging.queries import partner_seen
from messaging.services.rows import attempts, showing_last
from social.queries import Person


def delete_message(*, actor: User, user_id: int, message_id: str) -> None:
    """Delete a message that the actor wrote to this person, for both.

    Raises NotFound when there is none (any more), Forbidden when the other one wrote it.
    """
    other = partner_seen(actor, user_id)
    for _ in attempts():
        message, rows = _found(actor, other, message_id)
        try:
            _change(message, rows).commit()
        except ConditionFailed:
            # A message came or went in between, or this one was read.
            continue
        telling.message_deleted(message_id=message_id, actor=actor, other=other)
        return


def _found(actor: User, other: Person, message_id: str) -> tuple[Message, Sequence[InboxRow]]:
    """Read the message and both inbox rows in one call."""
    if not is_id(message_id):
        raise NotFound
    keys = [
        models.message_key(actor.pk, other.id, message_id),
        models.inbox_key(actor.pk, other.id),
        models.inbox_key(other.id, actor.pk),
    ]
    items = batch_get(MessagesTable, keys)
    message = next((item for item in items if isinstance(item, Message)), None)
    if message is None:
        raise NotFound
    if message.writer_id != actor.pk:
        raise Forbidden("Only who wrote a message can delete it.")
    return message, [item for item in items if isinstance(item, InboxRow)]


def _change(message: Message, rows: Sequence[InboxRow]) -> Transaction:
    change = Transaction()
    change.delete(message, condition=Message.pk.exists())
    was_last = any(row.last_id == message.message_id for row in rows)
    remaining = _newest_before(message) if was_last else None
    if remaining:
        # Who deletes or removes that one at the same time would not know that it is the last one now.
        change.check(remaining, condition=remaining.is_unchanged)
    for row in rows:
        _mend(change, row, message, remaining)
    return change


def _newest_before(message: Message) -> Message | None:
    """Find what becomes the newest message; ids only grow, so that none can slip in before this one."""
    page = query_page(Message, message.pk, limit=1, key_condition=Message.sk < message.sk, consistent=True)
    return page.items[0] if page.items else None


def _mend(change: Transaction, row: InboxRow, message: Message, remaining: Message | None) -> None:
    """Make a row true again without the message, if it still is what it was when it was read."""
    is_last = row.last_id == message.message_id
    same = InboxRow.last_id == message.message_id
    condition: Condition = same if is_last else ~same
    actions: list[Action] = showing_last(remaining) if is_last else []
    if row.partner_id == message.writer_id and row.read_id < message.message_id:
        actions.append(InboxRow.unread.add(-1))
        condition &= InboxRow.read_id < message.message_id
    if actions:
        change.update(row, actions, condition=condition)
    else:
        change.check(row, condition=condition)
