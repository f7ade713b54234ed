"""Messages and conversations as pages show them: sides, links, photos that this reader may see. No store is read."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from core.ids import PhotoId, UserId, made_at
from messaging.links import Part, parts
from messaging.models import Message
from messaging.queries import Conversation
from photos.queries import SeenPhoto
from photos.showing import ShownPhoto, shown
from social.queries import Person, Relation

Photos = Mapping[PhotoId, SeenPhoto]


@dataclass(frozen=True, kw_only=True)
class ShownMessage:
    """What templates read of a message; `person` wrote it."""

    id: str
    is_mine: bool
    person: Person
    text: str
    parts: Sequence[Part]
    removed: bool
    photo: ShownPhoto | None
    photo_gone: bool
    created_at: datetime
    client_id: str
    delete_url: str


@dataclass(frozen=True)
class Sides:
    """The two people of a conversation, as the first one of them sees both."""

    me: Person
    other: Person


@dataclass(frozen=True)
class Day:
    """The messages of one day."""

    day: date
    messages: Sequence[ShownMessage]


@dataclass(frozen=True, kw_only=True)
class ShownConversation:
    """What templates read of a conversation in the list."""

    person: Person
    last_text: str
    last_is_mine: bool
    last_photo: bool
    last_at: datetime
    unread: int
    url: str


def as_person(user: User, relation: Relation) -> Person:
    """Describe an account that is at hand already as somebody sees it to whom it stands like this."""
    return Person(
        id=UserId(user.pk),
        username=user.username,
        bio=user.bio,
        created_at=user.created_at,
        avatar_key=user.avatar_key,
        search_engines=user.search_engines,
        relation=relation,
    )


def sides_of(viewer: User, other: Person) -> Sides:
    """Name the sides as the viewer sees them."""
    return Sides(as_person(viewer, "self"), other)


def shown_message(message: Message, sides: Sides, photos: Photos) -> ShownMessage:
    """Prepare a message for a template; `photos` are those that the reader may see."""
    is_mine = message.writer_id == sides.me.id
    photo = photos.get(message.photo) if message.photo else None
    return ShownMessage(
        id=message.message_id,
        is_mine=is_mine,
        person=sides.me if is_mine else sides.other,
        text=message.said,
        parts=parts(message.said),
        removed=message.removed,
        photo=shown(photo) if photo else None,
        photo_gone=message.shows_photo and photo is None,
        created_at=made_at(message.message_id),
        client_id=message.client_id,
        delete_url=reverse("messaging:delete", args=[sides.other.username, message.message_id]) if is_mine else "",
    )


def shown_messages(messages: Iterable[Message], sides: Sides, photos: Photos) -> list[ShownMessage]:
    """Prepare several messages."""
    return [shown_message(message, sides, photos) for message in messages]


def by_days(messages: Iterable[ShownMessage]) -> list[Day]:
    """Gather messages, oldest first, by the day that they were written on."""
    days = itertools.groupby(messages, key=lambda message: localdate(message.created_at))
    return [Day(day, list(of_day)) for day, of_day in days]


def rendered(message: Message, sides: Sides, photos: Photos) -> str:
    """Draw a message as the first of the sides sees it, for a page that is open already."""
    context = {"message": shown_message(message, sides, photos), "person": sides.other}
    return render_to_string("messaging/_message.html", context)


def shown_conversation(conversation: Conversation, viewer: User) -> ShownConversation:
    """Prepare a conversation for the list."""
    row = conversation.row
    return ShownConversation(
        person=conversation.person,
        last_text=row.last_text,
        last_is_mine=int(row.last_from_id) == viewer.pk,
        last_photo=row.last_photo,
        last_at=made_at(row.last_id),
        unread=int(row.unread),
        url=reverse("messaging:thread", args=[conversation.person.username]),
    )
