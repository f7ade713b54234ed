"""Reads of conversations. Whoever is gone or blocked, either way, is not there, and what was written with them neither.

Everything here is a consistent read: a message that was answered as sent is there for both at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from core.dynamo import Condition, batch_get, every_item, query_page
from core.errors import Forbidden, Invalid, NotFound
from core.ids import PhotoId, UserId, is_id
from messaging import models
from messaging.models import InboxRow, Message, MessagesTable
from photos.queries import SeenPhoto, seen
from social.queries import COLUMNS, Person, friends_of, people, person_named, person_seen, visible_people

PAGE_SIZE = 24
MESSAGES_ON_A_PAGE = 50
MOST_ON_A_PAGE = 100
# One Query answers at most 1 MB, which is more rows than this.
ROWS_AT_ONCE = 1000
FRIENDS_TO_CHOOSE_FROM = 12


def partner_seen(viewer: User, user_id: int) -> Person:
    """Answer somebody with whom the viewer has, or may begin, a conversation; see `_partner`."""
    return _partner(viewer, person_seen(viewer, user_id))


def partner_named(viewer: User, username: str) -> Person:
    """Answer somebody with whom the viewer has, or may begin, a conversation; see `_partner`."""
    return _partner(viewer, person_named(viewer, username))


def _partner(viewer: User, person: Person) -> Person:
    """Let friends through, and those with whom something was written; all others, and oneself, are NotFound."""
    if not person.is_friend:
        row = None if person.is_viewer else reading(viewer, person).mine
        if row is None or not row.last_id:
            raise NotFound("There is no conversation here, and only friends can begin one.")
    return person


@dataclass(frozen=True)
class Reading:
    """How far two people have read: the viewer's row of the conversation, and the other one's."""

    mine: InboxRow | None
    theirs: InboxRow | None

    def seen_among(self, messages: Sequence[Message], viewer: User) -> str:
        """Find the newest of the viewer's messages among these that the other one has read; empty when none is."""
        upto = self.theirs.read_id if self.theirs else ""
        mine = (message.message_id for message in messages if message.writer_id == viewer.pk)
        return max((message_id for message_id in mine if message_id <= upto), default="")


def reading(viewer: User, person: Person) -> Reading:
    """Read both inbox rows of a conversation in one call."""
    keys = models.inbox_key(viewer.pk, person.id), models.inbox_key(person.id, viewer.pk)
    rows = {row.pk: row for row in batch_get(MessagesTable, keys) if isinstance(row, InboxRow)}
    return Reading(rows.get(keys[0][0]), rows.get(keys[1][0]))


@dataclass(frozen=True)
class Thread:
    """Some messages, oldest first; `before` and `after` say where older and newer ones begin, None where none are."""

    messages: Sequence[Message]
    before: str | None
    after: str | None = None


def thread(
    viewer: User, person: Person, *, before: str = "", after: str = "", limit: int = MESSAGES_ON_A_PAGE
) -> Thread:
    """Read the newest messages with a person, those before one, or with `after` those behind one; oldest first."""
    for name, given in (("before", before), ("after", after)):
        if given and not is_id(given):
            raise Invalid(fields={name: ["This is no message id."]})
    beyond: Condition | None = None
    if after:
        beyond = Message.sk > models.message_sort_key(after)
    elif before:
        beyond = Message.sk < models.message_sort_key(before)
    partition = models.conversation_of(viewer.pk, person.id)
    page = query_page(Message, partition, limit=limit, key_condition=beyond, newest_first=not after, consistent=True)
    edge = page.items[-1].message_id if page.after else None
    return Thread(page.items, None, edge) if after else Thread(page.items[::-1], edge)


def photos_in(viewer: User, messages: Sequence[Message]) -> Mapping[PhotoId, SeenPhoto]:
    """Read the photos that are shared in these messages, those that the viewer may see; nothing when none are."""
    ids = list(dict.fromkeys(message.photo for message in messages if message.photo))
    return {photo.photo.id: photo for photo in seen(viewer, ids)}


def message_visible_to(viewer: User, user_id: int, message_id: str) -> Message:
    """Answer a message between the viewer and this person, or raise NotFound."""
    person = partner_seen(viewer, user_id)
    found = stored_message(viewer.pk, person.id, message_id)
    if found is None:
        raise NotFound
    return found


def own_message(viewer: User, user_id: int, message_id: str) -> Message:
    """Answer a message that the viewer wrote to this person; of the other one's it is Forbidden, else NotFound."""
    message = message_visible_to(viewer, user_id, message_id)
    if message.writer_id != viewer.pk:
        raise Forbidden("Only who wrote a message can delete it.")
    return message


def stored_message(one: int, other: int, message_id: str) -> Message | None:
    """Read a message between two people for services, whoever asks."""
    keys = [models.message_key(one, other, message_id)] if is_id(message_id) else []
    return next((item for item in batch_get(MessagesTable, keys) if isinstance(item, Message)), None)


def message_for_staff(one: int, other: int, message_id: str) -> Message | None:
    """Read a message between two people for moderators, also one that was removed; None when there is none."""
    return stored_message(one, other, message_id)


def messages_for_staff(keys: Iterable[tuple[int, int, str]]) -> list[Message]:
    """Read messages by both people and the id, in that order, those that are there: one BatchGetItem."""
    wanted = [models.message_key(*key) for key in keys if is_id(key[2])]
    found = {(item.pk, item.sk): item for item in batch_get(MessagesTable, wanted) if isinstance(item, Message)}
    return [found[key] for key in dict.fromkeys(wanted) if key in found]


@dataclass(frozen=True)
class Conversation:
    """A conversation as the viewer's list shows it."""

    person: Person
    row: InboxRow


@dataclass(frozen=True)
class Conversations:
    """Some conversations, the newest first; `before` is where the next page begins, None at the end."""

    conversations: Sequence[Conversation]
    before: str | None


def conversations(viewer: User, *, before: str = "", limit: int = PAGE_SIZE) -> Conversations:
    """List the viewer's conversations, without hidden ones and those with people who are not there.

    `before` is the id of the newest message of a conversation. All rows are read: they are small, and they are in the
    order of people, not of time.
    """
    if before and not is_id(before):
        raise Invalid(fields={"before": ["This is no message id."]})
    rows = [row for row in _inbox(viewer) if row.last_id and not row.hidden and (not before or row.last_id < before)]
    rows.sort(key=lambda row: row.last_id, reverse=True)
    found: list[Conversation] = []
    for start in range(0, len(rows), limit + 1):
        found += _with_people(viewer, rows[start : start + limit + 1])
        if len(found) > limit:
            return Conversations(found[:limit], found[limit - 1].row.last_id)
    return Conversations(found, None)


def unread_total(viewer: User) -> int:
    """Count the unread messages in the conversations that the viewer's list shows: one Query, one SQL query or none."""
    rows = [row for row in _inbox(viewer, InboxRow.unread > 0) if row.last_id and not row.hidden]
    return sum(int(shown.row.unread) for shown in _with_people(viewer, rows))


def every_conversation(person: User) -> Iterator[InboxRow]:
    """Read what a person's inbox says of each conversation, also of hidden ones and with whoever is gone."""
    return _inbox(person)


def newest(viewer: User) -> str:
    """Answer the id of the newest message that ever came or went in the viewer's conversations; empty without any."""
    return max((row.top_id for row in _inbox(viewer)), default="")


def friends_named(viewer: User, words: str, *, limit: int = PAGE_SIZE) -> Sequence[Person]:
    """List friends whose name begins like this, by name; without a word those who became friends last."""
    prefix = words.strip().lower().removeprefix("@")
    if not prefix:
        return friends_of(viewer, limit=limit).people
    rows = visible_people(viewer).filter(Q(relation="friend"), username_key__startswith=prefix)
    return [Person(*row) for row in rows.order_by("username_key").values_list(*COLUMNS)[:limit]]


def friends_to_write_to(viewer: User, listed: Sequence[Conversation]) -> list[Person]:
    """List friends with whom to begin: without those whose conversation is on the page already."""
    ids = {conversation.person.id for conversation in listed}
    some = friends_of(viewer, limit=FRIENDS_TO_CHOOSE_FROM + len(ids)).people
    return [friend for friend in some if friend.id not in ids][:FRIENDS_TO_CHOOSE_FROM]


def _inbox(viewer: User, only: Condition | None = None) -> Iterator[InboxRow]:
    """Read all rows of a person's inbox, in no order that means anything."""
    return every_item(
        InboxRow,
        models.inbox_of(viewer.pk),
        at_a_time=ROWS_AT_ONCE,
        filter_condition=only,
        newest_first=False,
        consistent=True,
    )


def _with_people(viewer: User, rows: Sequence[InboxRow]) -> list[Conversation]:
    found: Mapping[UserId, Person] = people((row.partner_id for row in rows), viewer) if rows else {}
    return [Conversation(found[row.partner_id], row) for row in rows if row.partner_id in found]
