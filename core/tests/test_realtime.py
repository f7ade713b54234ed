"""The bus: what any thread publishes arrives on the loop that serves the sockets; a dead bus fails nobody."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.conf import LazySettings

from core.deadline import deadline
from core.realtime import PUBLISH_SECONDS, group_of_user, publish, serve_on
from core.tests.running import PATIENCE_SECONDS
from tests import servers

IN_MEMORY = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 20_000}}}
GROUP = group_of_user(1)


def on_redis(address: str) -> dict[str, dict[str, Any]]:
    """Describe a bus on Redis."""
    return {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [address]}}}


@pytest.fixture(scope="module")
def redis_address() -> str:
    """Start Redis, or leave these tests out."""
    try:
        return servers.redis()
    except servers.NotHere as error:
        pytest.skip(str(error))


@pytest.fixture(params=["memory", "redis"])
def bus(request: pytest.FixtureRequest, settings: LazySettings) -> None:
    """Use one bus after the other."""
    in_redis = request.param == "redis"
    settings.CHANNEL_LAYERS = on_redis(request.getfixturevalue("redis_address")) if in_redis else IN_MEMORY


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Run a loop in a thread of its own, as the server does."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    serve_on(loop)
    yield loop
    serve_on(None)
    asyncio.run_coroutine_threadsafe(hang_up(), loop).result(PATIENCE_SECONDS)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def hang_up() -> None:
    """Close the connections of this loop."""
    if close := getattr(get_channel_layer(), "close_pools", None):
        await close()


async def joined(*groups: str) -> str:
    """Open a channel as a socket does."""
    layer = get_channel_layer()
    channel = await layer.new_channel()
    for group in groups:
        await layer.group_add(group, channel)
    return str(channel)


async def heard(channel: str, number: int) -> list[int]:
    """Read so many messages."""
    return [(await get_channel_layer().receive(channel))["number"] for _ in range(number)]


@pytest.mark.usefixtures("bus")
def test_all_that_many_threads_publish_arrives(loop: asyncio.AbstractEventLoop) -> None:
    channel = asyncio.run_coroutine_threadsafe(joined(GROUP), loop).result(PATIENCE_SECONDS)
    hearing = asyncio.run_coroutine_threadsafe(heard(channel, 60), loop)
    with ThreadPoolExecutor(6) as threads:
        for number in range(60):
            threads.submit(publish, GROUP, {"type": "note", "number": number})
    assert sorted(hearing.result(PATIENCE_SECONDS)) == list(range(60))


@pytest.mark.usefixtures("bus")
def test_nobody_hears_what_was_said_to_somebody_else(loop: asyncio.AbstractEventLoop) -> None:
    channel = asyncio.run_coroutine_threadsafe(joined(GROUP), loop).result(PATIENCE_SECONDS)
    publish(group_of_user(11), {"type": "note", "number": 1})
    publish(GROUP, {"type": "note", "number": 2})
    assert asyncio.run_coroutine_threadsafe(heard(channel, 1), loop).result(PATIENCE_SECONDS) == [2]


def test_a_group_that_nobody_joined_takes_everything(settings: LazySettings) -> None:
    settings.CHANNEL_LAYERS = IN_MEMORY
    publish(GROUP, {"type": "note", "number": 1})


in_both_places = pytest.mark.parametrize("served", [True, False], ids=["in the server", "in a command"])


@in_both_places
def test_a_dead_bus_is_noted_and_fails_nothing(
    settings: LazySettings, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, *, served: bool
) -> None:
    settings.CHANNEL_LAYERS = on_redis(f"redis://127.0.0.1:{servers.free_port()}")
    if served:
        request.getfixturevalue("loop")
    publish(GROUP, {"type": "note", "number": 1})
    assert f"nothing published to {GROUP}" in caplog.text


@in_both_places
def test_a_bus_that_hangs_is_left_at_the_deadline(
    settings: LazySettings, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, *, served: bool
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CHANNEL_LAYERS = on_redis(f"redis://127.0.0.1:{silent.getsockname()[1]}")
        if served:
            request.getfixturevalue("loop")
        began = time.monotonic()
        with deadline(0.2):
            publish(GROUP, {"type": "note", "number": 1})
        assert time.monotonic() - began < PUBLISH_SECONDS
    assert f"nothing published to {GROUP}" in caplog.text
