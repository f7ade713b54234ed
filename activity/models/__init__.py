"""What happened, as DynamoDB items that go by themselves after a while; and what people want to hear of, in SQL."""

from activity.models import records
from activity.models.items import ActivityTable, Event, Note, Seen, Trace
from activity.models.keys import (
    about_event,
    about_person,
    about_photo,
    event_key,
    event_key_of_month,
    event_sort_key,
    events_of,
    events_of_month,
    note_key,
    notes_of,
    seen_key,
)
from activity.models.rows import Switch

__all__ = [
    "ActivityTable",
    "Event",
    "Note",
    "Seen",
    "Switch",
    "Trace",
    "about_event",
    "about_person",
    "about_photo",
    "event_key",
    "event_key_of_month",
    "event_sort_key",
    "events_of",
    "events_of_month",
    "note_key",
    "notes_of",
    "records",
    "seen_key",
]
