"""The shapes of notifications in JSON."""

from datetime import datetime

from ninja import Schema

from activity.queries import ShownNote


class ActorOut(Schema):
    """Somebody who did something."""

    id: int
    username: str


class NotificationOut(Schema):
    """One or more things that are told in one sentence."""

    id: str
    kind: str
    actors: list[ActorOut]
    photo_id: str | None
    text: str
    read: bool
    timestamp: int
    created_at: datetime


def notification_out(note: ShownNote) -> NotificationOut:
    """Show a notification, with everybody who is in it."""
    return NotificationOut(
        id=note.id,
        kind=note.kind,
        actors=[ActorOut(id=person.id, username=person.username) for person in note.people],
        photo_id=note.photo_id,
        text=note.text,
        read=note.read,
        timestamp=note.timestamp,
        created_at=note.created_at,
    )
