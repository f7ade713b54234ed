"""What is done about what happened: telling people, remembering it, sending summaries, keeping people's choices."""

from activity.services.digests import due_digests, send_digest
from activity.services.erasing import erase_person, forget_deeds
from activity.services.log import log_event
from activity.services.mentions import mentioned
from activity.services.notes import Deed, Letter, forget_comment, forget_photo, mark_read, notify
from activity.services.switches import choose, unsubscribe

__all__ = [
    "Deed",
    "Letter",
    "choose",
    "due_digests",
    "erase_person",
    "forget_comment",
    "forget_deeds",
    "forget_photo",
    "log_event",
    "mark_read",
    "mentioned",
    "notify",
    "send_digest",
    "unsubscribe",
]
