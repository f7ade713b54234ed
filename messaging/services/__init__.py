"""What people do with messages: send, read, delete, and put a conversation away; and what moderators do with them.

A message and both inbox rows change in one transaction, under conditions on what was read before, and again when those
did not hold. The ids of a conversation grow in the order of their commits, so that `after=` never misses one.
"""

from messaging.services.deleting import delete_message
from messaging.services.erasing import erase_person
from messaging.services.moderating import set_message_removed
from messaging.services.reading import hide_conversation, mark_read
from messaging.services.sending import CLIENT_ID_LONGEST, TEXT_LONGEST, send_message, write_to

__all__ = [
    "CLIENT_ID_LONGEST",
    "TEXT_LONGEST",
    "delete_message",
    "erase_person",
    "hide_conversation",
    "mark_read",
    "send_message",
    "set_message_removed",
    "write_to",
]
