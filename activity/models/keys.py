"""How keys are built. The time in a sort key is the one inside the id, so that a key follows from the id alone."""

from core.ids import made_at, milliseconds


def events_of(user_id: int) -> str:
    """Name the partition of what a person did."""
    return f"USER#{user_id}"


def events_of_month(month: str) -> str:
    """Name the partition of what everybody did in a month such as 2026-11."""
    return f"ALL#{month}"


def event_sort_key(event_id: str) -> str:
    """Build the sort key of an event."""
    return f"EVENT#{milliseconds(event_id):013d}#{event_id}"


def event_key(user_id: int, event_id: str) -> tuple[str, str]:
    """Build the key of an event."""
    return events_of(user_id), event_sort_key(event_id)


def event_key_of_month(event_id: str) -> tuple[str, str]:
    """Build the key of the same event among those of everybody."""
    return events_of_month(f"{made_at(event_id):%Y-%m}"), event_sort_key(event_id)


def notes_of(user_id: int) -> str:
    """Name the partition of what a person is told."""
    return f"NOTIFY#{user_id}"


def note_key(user_id: int, note_id: str) -> tuple[str, str]:
    """Build the key of a notification."""
    return notes_of(user_id), f"NOTE#{milliseconds(note_id):013d}#{note_id}"


def seen_key(user_id: int) -> tuple[str, str]:
    """Build the key of the mark up to where a person has read: behind NOTE#, so that it comes along with the newest."""
    return notes_of(user_id), "SEEN"


def about_photo(photo_id: str) -> str:
    """Name the partition of the traces of what was told about a photo."""
    return f"ABOUT#PHOTO#{photo_id}"


def about_person(user_id: int) -> str:
    """Name the partition of the traces of what was told about a person."""
    return f"ABOUT#PERSON#{user_id}"


def about_event(event_id: str) -> str:
    """Name the partition of the trace of something that has only an id."""
    return f"ABOUT#EVENT#{event_id}"
