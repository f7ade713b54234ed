"""How the tests of messages look at the site: friends who write, as clients do, and the rows behind it."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.conf import settings
from django.db import connections
from django.test import Client

from accounts.models import User
from core.dynamo import connection
from core.errors import LuminaError
from messaging.models import InboxRow, Message, MessagesTable, conversation_of, inbox_key
from messaging.services import send_message
from social.services import accept_friend_request, request_friendship
from tests.cast import browser_of, person

JSON = "application/json"
HTMX = {"HX-Request": "true"}
MISSING = "01890a5d-ac96-774b-bcce-b302099a8057"


def befriend(one: User, *others: User) -> None:
    """Make friends, by asking and accepting."""
    for other in others:
        asked = request_friendship(actor=one, username=other.username)
        accept_friend_request(actor=other, request_id=asked.pk)


def friends_of(somebody: User, number: int) -> list[User]:
    """Make so many people, all friends of somebody."""
    made = [person(f"friend{index:02}") for index in range(number)]
    befriend(somebody, *made)
    return made


def write(browser: Client, to: User, text: object = "Hello", **more: object) -> Any:
    """Send a message as a program does."""
    return browser.post("/api/messages", {"to_user_id": to.pk, "text": text, **more}, content_type=JSON)


def chat(one: User, other: User, number: int) -> list[str]:
    """Let two friends write by turns, and answer the ids in their order."""
    turns = [(one, other), (other, one)]
    return [
        send_message(actor=turns[index % 2][0], to_user_id=turns[index % 2][1].pk, text=f"number {index}").message_id
        for index in range(number)
    ]


def read_by(reader: User, other: User, query: str = "") -> Any:
    """Fetch messages as a program does."""
    return browser_of(reader).get(f"/api/messages?user_id={other.pk}{query}")


def texts_in(answer: Any) -> list[str]:
    """List what the messages of an answer say."""
    assert answer.status_code == 200
    return [message["text"] for message in answer.json()]


def conversations_of(somebody: User) -> list[Any]:
    """Fetch somebody's list of conversations."""
    answer = browser_of(somebody).get("/api/conversations")
    assert answer.status_code == 200
    return list(answer.json())


def row_of(owner: User, other: User) -> InboxRow:
    """Read an inbox row as it is."""
    return InboxRow.get(*inbox_key(owner.pk, other.pk), consistent_read=True)


def messages_between(one: User, other: User) -> list[Message]:
    """Read all stored messages of two people in the order of their keys."""
    found = [item for item in MessagesTable.scan(consistent_read=True) if isinstance(item, Message)]
    return sorted((item for item in found if item.pk == conversation_of(one.pk, other.pk)), key=lambda item: item.sk)


def assert_rows_are_true(one: User, other: User) -> None:
    """Expect that both inbox rows say what the messages say."""
    stored = messages_between(one, other)
    newest = stored[-1] if stored else None
    for owner, partner in ((one, other), (other, one)):
        row = row_of(owner, partner)
        assert row.kind is InboxRow
        assert row.last_id == (newest.message_id if newest else "")
        assert row.last_text == (newest.text[:140] if newest else "")
        assert row.last_from_id == (newest.from_user_id if newest else 0)
        assert row.top_id >= row.last_id
        unread = [item for item in stored if item.from_user_id == partner.pk and item.message_id > row.read_id]
        assert row.unread == len(unread)


def together(works: Sequence[Callable[[], object]]) -> list[object]:
    """Do all at once, each in a thread, and answer what came out: a value, or the error."""
    start = Barrier(len(works))

    def one(work: Callable[[], object]) -> object:
        start.wait(20)
        try:
            return work()
        except LuminaError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(one, works))


@contextmanager
def calls_about_messages() -> Iterator[list[str]]:
    """List the calls to the table of messages while a block runs, by what goes over the wire."""
    table, events, sent = settings.DYNAMODB_TABLES["messages"].encode(), connection().client.meta.events, list[str]()

    def note(request: Any, event_name: str, **_: object) -> None:
        if table in bytes(request.body):
            sent.append(event_name.rsplit(".", 1)[-1])

    events.register("before-send.dynamodb", note, unique_id="about-messages")
    try:
        yield sent
    finally:
        events.unregister("before-send.dynamodb", unique_id="about-messages")
