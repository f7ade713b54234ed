"""What becomes of the conversations of somebody who is erased: they go, both sides of them.

What the other one wrote goes as well. It was written to the person who is erased, and nobody can open the conversation
any more: whoever is gone is not there for anybody.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from accounts.models import User
from core.dynamo import Transaction, batch_delete, delete_partition, every_item
from core.ids import made_at
from messaging import models
from messaging.models import InboxRow, Message, MessagesTable, Sent
from messaging.queries import every_conversation
from messaging.services.sending import SENT_IS_KNOWN_FOR

AT_A_TIME = 100


def erase_person(*, person: User) -> dict[str, int]:
    """Remove every conversation of a person for both, and what their programs have sent lately. Safe to repeat.

    The messages go before the inbox rows by which they are found.
    """
    done = {"conversations": 0, "messages": 0}
    for row in every_conversation(person):
        done["messages"] += _erase_messages(person.pk, row.partner_id)
        last = Transaction()
        last.delete(InboxRow(*models.inbox_key(row.partner_id, person.pk)))
        last.delete(row)
        last.commit()
        done["conversations"] += 1
    delete_partition(Sent, models.sent_key(person.pk, "")[0])
    return done


def _erase_messages(one: int, other: int) -> int:
    partition = models.conversation_of(one, other)
    batch_delete(_sent_lately(partition))
    return delete_partition(Message, partition)


def _sent_lately(partition: str) -> Iterator[MessagesTable]:
    """Name what is remembered of the clients' own ids of these messages; older ones have ended by themselves."""
    earliest = datetime.now(UTC) - SENT_IS_KNOWN_FOR
    for message in every_item(Message, partition, at_a_time=AT_A_TIME, consistent=True):
        if made_at(message.message_id) < earliest:
            return
        if message.client_id:
            yield Sent(*models.sent_key(int(message.from_user_id), message.client_id))
