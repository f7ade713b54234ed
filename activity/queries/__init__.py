"""Reads: what somebody is told, what they did, and what they want to hear of."""

from activity.queries.events import ShownEvent, newest_events, own_events
from activity.queries.notes import PAGE_SIZE, Notifications, ShownNote, notifications, unread_count, unread_since
from activity.queries.wishes import Wish, due_digests, wants_digest, wishes

__all__ = [
    "PAGE_SIZE",
    "Notifications",
    "ShownEvent",
    "ShownNote",
    "Wish",
    "due_digests",
    "newest_events",
    "notifications",
    "own_events",
    "unread_count",
    "unread_since",
    "wants_digest",
    "wishes",
]
