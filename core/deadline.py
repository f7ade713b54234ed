"""One deadline a request, shared by all its calls to other services.

gunicorn ends only a blocked event loop, never a slow view in a thread, so every outgoing call asks here how long it may
still take. Outside a request (commands, tests) there is no deadline.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ends_at: ContextVar[float | None] = ContextVar("lumina_deadline", default=None)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Give everything inside the block `seconds` in all for its outgoing calls."""
    token = _ends_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(token)


def seconds_left() -> float | None:
    """Answer the seconds that are left, 0 when none are, None when nobody set a deadline."""
    ends_at = _ends_at.get()
    return None if ends_at is None else max(0.0, ends_at - time.monotonic())
