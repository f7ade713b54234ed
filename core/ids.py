"""Ids that cross stores, and the time inside them.

Photos (later comments and messages) are named by UUIDv7 (RFC 9562): the first 48 bits are the milliseconds since the
epoch, so that ids sort by time and a sort key follows from the id alone.
"""

import re
from datetime import UTC, datetime
from typing import NewType

import uuid_utils

UserId = NewType("UserId", int)
PhotoId = NewType("PhotoId", str)

# So many digits fit into the key of a row (BIGINT), whatever they are.
LONGEST_NUMBER = 18
UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.ASCII)


def new_id() -> str:
    """Make an id that nobody can guess and that sorts after those made before."""
    return str(uuid_utils.uuid7())


def is_id(text: str) -> bool:
    """Say whether the text is an id in its one canonical spelling."""
    return UUID7.fullmatch(text) is not None


def number_in(text: str) -> int | None:
    """Read the number of a row, such as a person's, or answer None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def milliseconds(item_id: str) -> int:
    """Answer when the id was made, in milliseconds since the epoch."""
    return int(item_id[:8] + item_id[9:13], 16)


def made_at(item_id: str) -> datetime:
    """Answer when the id was made, in UTC."""
    return datetime.fromtimestamp(milliseconds(item_id) / 1000, tz=UTC)


def first_id(moment: datetime) -> str:
    """Answer the id that sorts before all others made in that millisecond or later."""
    text = f"{int(moment.timestamp() * 1000):012x}"
    return f"{text[:8]}-{text[8:]}-7000-8000-000000000000"


def id_before(item_id: str) -> str:
    """Answer the text that sorts just before an id and after every id before it."""
    return str(uuid_utils.UUID(int=uuid_utils.UUID(item_id).int - 1))
