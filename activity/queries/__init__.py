"""Reads: what somebody is told, what they did, and what they want to hear of."""

from activity.queries.events import EVENTS, ShownEvent, names_in, own_events, told_to_staff
from activity.queries.notes import PAGE_SIZE, Notifications, ShownNote, notifications, unread_count, unread_since
from activity.queries.wishes import Wish, due_digests, wants_digest, wishes

__all__ = [
    "EVENTS",
    "PAGE_SIZE",
    "Notifications",
    "ShownEvent",
    "ShownNote",
    "Wish",
    "due_digests",
    "names_in",
    "notifications",
    "own_events",
    "told_to_staff",
    "unread_count",
    "unread_since",
    "wants_digest",
    "wishes",
]
