"""Notifications as their reader may see them now.

A note is a hint. Who did it and which photo it is about are looked up when it is read: people who are blocked or gone,
photos that are deleted or hidden, and requests that were taken back are not told of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from activity import kinds
from activity.models import ActivityTable, Note, Seen, note_key, notes_of, seen_key
from activity.queries.grouping import Group, grouped
from activity.wording import sentence
from core.dynamo import batch_get, query_page
from core.errors import Invalid
from core.ids import PhotoId, UserId, is_id, made_at, milliseconds
from photos.models import Photo
from photos.queries import seen
from photos.showing import signed_url
from social.queries import Person, people

# With one photo a group and three keys a photo this is one BatchGetItem.
PAGE_SIZE = 24
# So many notes are looked at for a page, and for the number of unread ones.
LOOKED_AT = 100
PORTRAITS = 3
# Between whom a note about a friendship is still true.
STILL_SO = {
    kinds.FRIEND_REQUEST: frozenset({"incoming", "friend"}),
    kinds.FRIEND_ACCEPTED: frozenset({"friend"}),
}


@dataclass(frozen=True, kw_only=True)
class ShownNote:
    """What pages, JSON and mails read of one or more notes that are told in one sentence."""

    id: str
    kind: str
    text: str
    people: Sequence[Person]
    photo_id: str | None
    url: str
    thumb: str
    thumb_alt: str
    read: bool

    @property
    def actors(self) -> Sequence[Person]:
        """Answer those who are shown with their portraits."""
        return self.people[:PORTRAITS]

    @property
    def others(self) -> int:
        """Count the rest."""
        return len(self.people) - len(self.actors)

    @property
    def created_at(self) -> datetime:
        """Answer when the newest of it happened."""
        return made_at(self.id)

    @property
    def timestamp(self) -> int:
        """Answer the same in milliseconds since the epoch."""
        return milliseconds(self.id)


@dataclass(frozen=True)
class Notifications:
    """A page: notes, newest first; where the next one begins (None at the end); the newest id that was looked at."""

    notes: Sequence[ShownNote]
    before: str | None
    newest_id: str


def notifications(viewer: User, *, before: str = "", limit: int = PAGE_SIZE) -> Notifications:
    """Read the newest notifications, or those before one: one Query, one BatchGetItem for photos, two SQL queries.

    A page may come short although there is more. Raises Invalid for a `before` that is no id.
    """
    if before and not is_id(before):
        raise Invalid(fields={"before": ["This is no notification id."]})
    stored = _stored(viewer, before)
    found = grouped(stored.notes, limit=limit)
    newest = stored.notes[0].note_id if stored.notes else ""
    return Notifications(_shown(viewer, found.groups, stored.read_id), found.last_id or stored.last_id, newest)


def unread_count(viewer: User) -> int:
    """Count what the viewer has not read, put together as it is shown."""
    return len(unread_since(viewer, 0))


def unread_since(viewer: User, moment: int) -> Sequence[ShownNote]:
    """Read what the viewer has not read of what happened after a moment (milliseconds since the epoch)."""
    stored = _stored(viewer)
    unread = [note for note in stored.notes if note.note_id > stored.read_id and milliseconds(note.note_id) > moment]
    return _shown(viewer, grouped(unread, limit=LOOKED_AT).groups, stored.read_id)


@dataclass(frozen=True)
class _Stored:
    """Notes as they are stored, newest first; the newest that was read; the last one here if there are more."""

    notes: Sequence[Note]
    read_id: str
    last_id: str | None


def _stored(viewer: User, before: str = "") -> _Stored:
    """Read up to 100 notes with the mark up to where they are read, which sorts behind them all."""
    beyond = ActivityTable.sk < note_key(viewer.pk, before)[1] if before else None
    page = query_page(ActivityTable, notes_of(viewer.pk), limit=LOOKED_AT + 1, key_condition=beyond, consistent=True)
    marks = batch_get(ActivityTable, [seen_key(viewer.pk)]) if before else page.items[:1]
    notes = [item for item in page.items if isinstance(item, Note)]
    read_id = next((mark.newest_id for mark in marks if isinstance(mark, Seen)), "")
    return _Stored(notes, read_id, notes[-1].note_id if page.after and notes else None)


def _shown(viewer: User, groups: Sequence[Group], read_id: str) -> list[ShownNote]:
    """Look up the people and photos of all groups at once, and leave out what may not be told (any more)."""
    found = people({actor for group in groups for actor in group.actor_ids}, viewer)
    photo_ids = list(dict.fromkeys(group.photo_id for group in groups if group.photo_id))
    photos = {item.photo.id: item.photo for item in seen(viewer, photo_ids)}
    notes = [note for group in groups if (note := _told(group, found, photos, read_id)) is not None]
    # The newest of a group may be one that is not told, so that its place is another one.
    return sorted(notes, key=lambda note: note.id, reverse=True)


def _told(
    group: Group, found: Mapping[UserId, Person], photos: Mapping[PhotoId, Photo], read_id: str
) -> ShownNote | None:
    """Prepare one group, from the people in it who may be named."""
    still = STILL_SO.get(group.what)
    named = {
        user_id: found[user_id]
        for user_id in group.actor_ids
        if user_id in found and (still is None or found[user_id].relation in still)
    }
    kept = [note for note in group.notes if not note.actor_id or int(note.actor_id) in named]
    photo = photos.get(group.photo_id)
    if not kept or (group.photo_id and photo is None):
        return None
    actors = list(named.values())
    return ShownNote(
        id=kept[0].note_id,
        kind=group.what,
        text=sentence(group.what, [person.username for person in actors], photo, kept[0].text),
        people=actors,
        photo_id=photo.id if photo else None,
        url=url_of(group.what, actors, photo),
        # Nothing is shown unasked of what moderators call sensitive.
        thumb=signed_url(photo.id, "thumb") if photo and not photo.sensitive else "",
        thumb_alt=(photo.alt or photo.title or f"Photo by {photo.username}") if photo else "",
        read=kept[0].note_id <= read_id,
    )


def url_of(what: str, actors: Sequence[Person], photo: Photo | None) -> str:
    """Answer the page on which one sees what it is about."""
    if photo:
        # A mention may stand in the caption as well as below.
        return reverse("photos:detail", args=[photo.id]) + ("#comments" if what == kinds.COMMENT else "")
    if what in {kinds.MODERATION, kinds.REPORT}:
        return reverse("settings:reports")
    if what == kinds.FRIEND_REQUEST:
        return reverse("social:friends")
    return actors[0].url if actors else reverse("activity:notifications")
