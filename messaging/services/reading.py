"""Having read a conversation, and putting it away."""

from accounts.models import User
from core.dynamo import Action, ConditionFailed, Transaction
from core.errors import NotFound
from messaging import queries, telling
from messaging.models import InboxRow, Message
from messaging.services.rows import attempts
from messaging.signals import messages_read


def mark_read(*, actor: User, user_id: int, top_id: str = "") -> None:
    """Mark everything in the conversation with this person as read, and tell them so.

    With `top_id` (the one of the row when a page was made) nothing is done if something came after that. Raises
    NotFound for people with whom there is no conversation.
    """
    other = queries.partner_seen(actor, user_id)
    for _ in attempts():
        row = queries.reading(actor, other).mine
        if row is None or not row.unread or (top_id and row.top_id != top_id):
            return
        change = Transaction()
        actions: list[Action] = [InboxRow.unread.set(0), InboxRow.read_id.set(row.top_id)]
        change.update(row, actions, condition=InboxRow.top_id == row.top_id)
        try:
            change.commit()
        except ConditionFailed:
            # Something came in between, which is read as well: the page shows it as it comes.
            continue
        telling.messages_read(actor=actor, other=other, message_id=row.top_id)
        messages_read.send_robust(sender=Message, actor=actor, other=other, message_id=row.top_id)
        return


def hide_conversation(*, actor: User, user_id: int) -> None:
    """Take a conversation out of the actor's own list until somebody writes again. Raises NotFound without one."""
    other = queries.partner_seen(actor, user_id)
    row = queries.reading(actor, other).mine
    if row is None or not row.last_id:
        raise NotFound
    change = Transaction()
    change.update(row, [InboxRow.hidden.set(True)], condition=InboxRow.top_id == row.top_id)
    try:
        change.commit()
    except ConditionFailed:
        # A message came in this moment, which would have brought it back anyway.
        return
    telling.counts_changed(actor.pk)
