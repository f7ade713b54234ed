"""Sending: one read, one transaction, and both people's pages hear of it."""

import re
from dataclasses import dataclass
from datetime import timedelta

from accounts.models import User
from core.dynamo import ConditionFailed, Transaction, batch_get
from core.errors import Conflict, Invalid, NotFound
from core.limits import consume
from core.switches import refuse_if_stopped
from core.text import cleaned, is_text
from messaging import models, telling
from messaging.models import InboxRow, Message, MessagesTable, Sent
from messaging.queries import stored_message
from messaging.services.rows import attempts, showing_last
from messaging.signals import message_sent
from photos.queries import photo_visible_to
from social.queries import Person, person_seen

TEXT_LONGEST = 4000
CLIENT_ID_LONGEST = 64
CLIENT_ID = re.compile(rf"[A-Za-z0-9-]{{0,{CLIENT_ID_LONGEST}}}")
SENT_IS_KNOWN_FOR = timedelta(days=1)


def send_message(*, actor: User, to_user_id: int, text: str, photo_id: str = "", client_id: str = "") -> Message:
    """Write to a friend; see `write_to`. Raises NotFound for nobody, oneself, and whoever is no friend."""
    return write_to(
        actor=actor, person=person_seen(actor, to_user_id), text=text, photo_id=photo_id, client_id=client_id
    )


def write_to(*, actor: User, person: Person, text: str, photo_id: str = "", client_id: str = "") -> Message:
    """Write to a friend whom the actor sees; a `client_id` that was sent before answers the message of that time.

    Raises NotFound for whoever is no friend and for a photo that the actor may not see, Invalid for a text that is
    empty (without a photo) or overlong.
    """
    refuse_if_stopped("messages")
    if not person.is_friend:
        raise NotFound("Only friends can write to each other.")
    draft = _Draft(actor, person, _checked(text, photo_id), photo_id, _checked_client_id(client_id))
    message, is_new = _stored(draft)
    if is_new:
        telling.message_sent(message=message, actor=actor, other=person)
        message_sent.send_robust(sender=Message, message=message, actor=actor, other=person)
    return message


@dataclass(frozen=True)
class _Draft:
    """What is to be sent, and its message under any id."""

    actor: User
    other: Person
    text: str
    photo_id: str
    client_id: str

    def message(self, message_id: str) -> Message:
        return Message(
            *models.message_key(self.actor.pk, self.other.id, message_id),
            message_id=message_id,
            from_user_id=self.actor.pk,
            to_user_id=self.other.id,
            from_username=self.actor.username,
            text=self.text,
            photo_id=self.photo_id,
            client_id=self.client_id,
        )


@dataclass(frozen=True)
class _Before:
    """What is known before a try: the newest id of the conversation, and whether this was sent already."""

    top_id: str
    sent: Sent | None
    message: Message | None


def _stored(draft: _Draft) -> tuple[Message, bool]:
    """Store the message and answer it, and whether it is new."""
    message: Message | None = None
    for _ in attempts():
        before = _before(draft, message)
        if before.message:
            # The answer to the try before was lost, not the message: nobody else knows its id.
            return before.message, True
        if before.sent:
            return _sent_before(draft, before.sent), False
        if message is None:
            consume("messages", draft.actor.pk)
            if draft.photo_id:
                photo_visible_to(draft.actor, draft.photo_id)
        message = draft.message(models.id_after(before.top_id))
        try:
            _change(draft, message).commit()
        except ConditionFailed:
            # Another message came first, or the same one from another try of the client.
            continue
        return message, True
    raise AssertionError


def _before(draft: _Draft, tried: Message | None) -> _Before:
    """Read in one call what decides about the next try."""
    keys = [models.inbox_key(draft.actor.pk, draft.other.id)]
    if draft.client_id:
        keys.append(models.sent_key(draft.actor.pk, draft.client_id))
    if tried:
        keys.append((tried.pk, tried.sk))
    found = batch_get(MessagesTable, keys)
    return _Before(
        next((item.top_id for item in found if isinstance(item, InboxRow)), ""),
        next((item for item in found if isinstance(item, Sent)), None),
        next((item for item in found if isinstance(item, Message)), None),
    )


def _sent_before(draft: _Draft, sent: Sent) -> Message:
    same_person = int(sent.to_user_id) == draft.other.id
    message = stored_message(draft.actor.pk, draft.other.id, sent.message_id) if same_person else None
    if message is None:
        raise Conflict("This was sent already, and deleted or meant for somebody else.")
    return message


def _change(draft: _Draft, message: Message) -> Transaction:
    change = Transaction()
    change.put(message, condition=Message.pk.does_not_exist())
    _follow(change, message, message.to_user_id, message.from_user_id, unread=1)
    _follow(change, message, message.from_user_id, message.to_user_id, unread=0)
    if draft.client_id:
        sent = Sent(
            *models.sent_key(draft.actor.pk, draft.client_id),
            message_id=message.message_id,
            to_user_id=draft.other.id,
            expires_at=SENT_IS_KNOWN_FOR,
        )
        change.put(sent, condition=Sent.pk.does_not_exist())
    return change


def _follow(change: Transaction, message: Message, whose: float, other: float, *, unread: int) -> None:
    """Make somebody's inbox row, which may be new, follow the message, if no newer one was there before it."""
    row = InboxRow(*models.inbox_key(int(whose), int(other)))
    actions = [
        # What it is has to be said, because the row may be made by this.
        InboxRow.kind.set(InboxRow),
        InboxRow.other_id.set(int(other)),
        InboxRow.top_id.set(message.message_id),
        InboxRow.read_id.set(InboxRow.read_id | ""),
        InboxRow.hidden.set(False),
        InboxRow.unread.add(unread),
        *showing_last(message),
    ]
    change.update(row, actions, condition=InboxRow.pk.does_not_exist() | (InboxRow.top_id < message.message_id))


def _checked(text: str, photo_id: str) -> str:
    clean = cleaned(text)
    if not is_text(text) or not (clean or photo_id):
        raise Invalid(fields={"text": ["Write something."]})
    if len(clean) > TEXT_LONGEST:
        raise Invalid(fields={"text": [f"At most {TEXT_LONGEST} characters; these are {len(clean)}."]})
    return clean


def _checked_client_id(client_id: str) -> str:
    if not CLIENT_ID.fullmatch(client_id):
        message = f"At most {CLIENT_ID_LONGEST} letters, digits and dashes."
        raise Invalid(fields={"client_id": [message]})
    return client_id
