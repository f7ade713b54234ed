"""How an inbox row follows its conversation's newest message, and how often a change is tried."""

from collections.abc import Iterator

from core.dynamo import Action
from core.dynamo.connection import RETRY_AFTER_SECONDS, pause
from core.errors import Unavailable
from messaging.models import InboxRow, Message

PREVIEW_LONGEST = 140
TRIES = 60
# From here on the pauses get no longer: who waits long loses to those who have just come.
LONGEST_PAUSE = 2


def attempts() -> Iterator[int]:
    """Count tries, with a pause before each but the first; Unavailable when none of them came through."""
    for attempt in range(TRIES):
        if attempt:
            pause(min(attempt - 1, LONGEST_PAUSE))
        yield attempt
    raise Unavailable(retry_after=RETRY_AFTER_SECONDS)


def preview(text: str) -> str:
    """Cut a text to what a list of conversations has room for."""
    return text if len(text) <= PREVIEW_LONGEST else f"{text[: PREVIEW_LONGEST - 1]}…"


def showing_last(message: Message | None) -> list[Action]:
    """Make a row show this message as the newest one that is there, or that there is none."""
    return [
        InboxRow.last_id.set(message.message_id if message else ""),
        InboxRow.last_text.set(preview(message.said) if message else ""),
        InboxRow.last_from_id.set(int(message.from_user_id) if message else 0),
        InboxRow.last_photo.set(bool(message and message.shows_photo)),
    ]
