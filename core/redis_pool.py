"""One pool of connections to Redis a process.

Django keeps its caches in the context of a request, and the bridge between ASGI and WSGI makes a new context for each:
every request would open a connection of its own.
"""

import functools
from typing import Any

from redis import ConnectionPool


class SharedPool:
    """What Django's Redis cache is told to take as its kind of pool."""

    @classmethod
    def from_url(cls, url: str, **options: Any) -> ConnectionPool:  # noqa: ANN401 -- whatever the settings say
        """Answer the pool of this process for an address and its options, made at the first use."""
        return _pool(url, tuple(sorted(options.items())))


@functools.cache
def _pool(url: str, options: tuple[tuple[str, Any], ...]) -> ConnectionPool:
    return ConnectionPool.from_url(url, **dict(options))
