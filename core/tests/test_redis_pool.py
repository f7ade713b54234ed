"""Redis is not dialled anew for each request."""

import os
from contextvars import Context

import pytest
from django.core.cache import caches
from redis import Redis

REDIS = os.environ.get("REDIS_URL", "")


@pytest.mark.skipif(not REDIS, reason="needs the lane with Redis")
def test_contexts_of_their_own_share_their_connections() -> None:
    def connections() -> int:
        with Redis.from_url(REDIS) as redis:
            return int(redis.info("stats")["total_connections_received"])

    caches["default"].set("once", 1)
    before = connections()
    for _ in range(20):
        # As the bridge makes one for each request.
        assert Context().run(lambda: caches["default"].get("once")) == 1
    # One is that of the second look itself; other tests have connections of their own.
    assert connections() - before < 10
