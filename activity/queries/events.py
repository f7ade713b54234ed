"""The log of what a person did: for themselves in the settings, for staff in the administration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from activity import kinds
from activity.models import (
    ActivityTable,
    Event,
    event_key,
    event_key_of_month,
    event_sort_key,
    events_of,
    events_of_month,
)
from activity.wording import deed
from core.dynamo import Access, Catalogue, batch_get, query_page
from core.errors import Invalid
from core.ids import PhotoId, UserId, is_id, made_at
from photos.queries import seen
from social.queries import Person, people

# With three keys a photo this is one BatchGetItem.
PAGE_SIZE = 30


@dataclass(frozen=True, kw_only=True)
class ShownEvent:
    """What pages read of an event; `url` is empty where there is nothing (any more) to see."""

    id: str
    kind: str
    text: str
    url: str
    photo_id: str

    @property
    def created_at(self) -> datetime:
        """Answer when it happened."""
        return made_at(self.id)


@dataclass(frozen=True)
class Events:
    """A page of the log, newest first; where the next one begins, None at the end."""

    events: Sequence[ShownEvent]
    before: str | None


def own_events(viewer: User, *, before: str = "", limit: int = PAGE_SIZE) -> Events:
    """Read what the viewer did, newest first. Other people and photos are named only as far as they may be seen now."""
    if before and not is_id(before):
        raise Invalid(fields={"before": ["This is no id of an event."]})
    beyond = Event.sk < event_key(viewer.pk, before)[1] if before else None
    page = query_page(Event, events_of(viewer.pk), limit=limit, key_condition=beyond, consistent=True)
    found = people({UserId(int(event.other_id)) for event in page.items if event.other_id}, viewer)
    wanted = dict.fromkeys(PhotoId(event.photo_id) for event in page.items if event.photo_id)
    photos = {item.photo.id for item in seen(viewer, list(wanted))}
    shown = [_own(event, found, event.photo_id in photos) for event in page.items]
    return Events(shown, page.items[-1].event_id if page.after else None)


def _own(event: Event, found: Mapping[UserId, Person], visible: bool) -> ShownEvent:  # noqa: FBT001
    other = found.get(UserId(int(event.other_id)))
    url = other.url if other else ""
    if event.photo_id:
        url = reverse("photos:detail", args=[event.photo_id]) if visible else ""
    elif event.what == kinds.BLOCKED:
        url = reverse("settings:privacy")
    # Who has hidden from the viewer is no longer named, whatever the viewer did with their photos.
    text = f"You {deed(event.what, other.username if other else '')}."
    return ShownEvent(id=event.event_id, kind=event.what, text=text, url=url, photo_id=event.photo_id)


def _events(event_ids: Sequence[str]) -> Sequence[Event]:
    keys = [event_key_of_month(event_id) for event_id in event_ids if is_id(event_id)]
    return [item for item in batch_get(ActivityTable, keys) if isinstance(item, Event)]


def _same(events: Sequence[Event]) -> Sequence[Event]:
    return events


# What everybody did, for staff alone.
EVENTS = Catalogue[Event, Event](
    entry=Event,
    sort_key=event_sort_key,
    id_of=lambda event: event.event_id,
    fetch=_events,
    item_id=lambda event: event.event_id,
    hydrate=_same,
    months=events_of_month,
    accesses=(
        Access(
            "person",
            lambda event, user_id: event.person_id == int(user_id),
            lambda user_id: [events_of(int(user_id))],
        ),
        Access("what", lambda event, what: event.what == what),
    ),
)


def told_to_staff(event: Event, names: Mapping[int, str]) -> str:
    """Say what somebody did, with the names of all."""
    who = names.get(event.person_id, "somebody who is gone")
    return f"{who} {deed(event.what, names.get(int(event.other_id), ''))}"


def names_in(events: Sequence[Event]) -> Mapping[int, str]:
    """Read the names of everybody in these events in one query."""
    ids = {event.person_id for event in events} | {int(event.other_id) for event in events}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "username"))
