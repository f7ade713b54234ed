"""The bus: what any thread publishes arrives on the loop that serves the sockets; a dead bus fails nobody."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.conf import LazySettings
from redis.exceptions import RedisError

from core.deadline import deadline
from core.realtime import PUBLISH_SECONDS, group_of_photo, group_of_user, publish, pulse_of, serve_on
from core.tests.running import PATIENCE_SECONDS, ROOT
from tests import servers

IN_MEMORY = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 20_000}}}
GROUP = group_of_user(1)


def on_redis(address: str) -> dict[str, dict[str, Any]]:
    """Describe a bus on Redis."""
    return {"default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [address]}}}


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
    asyncio.run_coroutine_threadsafe(get_channel_layer().flush(), loop).result(PATIENCE_SECONDS)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def joined(*groups: str) -> str:
    """Open a channel as a socket does."""
    layer = get_channel_layer()
    channel = await layer.new_channel()
    for group in groups:
        await layer.group_add(group, channel)
    return str(channel)


async def heard(channel: str, number: int) -> list[int]:
    """Read so many messages."""
    return [(await get_channel_layer().receive(channel))["body"]["number"] for _ in range(number)]


@pytest.mark.usefixtures("bus")
def test_all_that_many_threads_publish_arrives(loop: asyncio.AbstractEventLoop) -> None:
    channel = asyncio.run_coroutine_threadsafe(joined(GROUP), loop).result(PATIENCE_SECONDS)
    hearing = asyncio.run_coroutine_threadsafe(heard(channel, 60), loop)
    with ThreadPoolExecutor(6) as threads:
        for number in range(60):
            threads.submit(publish, GROUP, {"number": number})
    assert sorted(hearing.result(PATIENCE_SECONDS)) == list(range(60))


@pytest.mark.usefixtures("bus")
def test_nobody_hears_what_was_said_to_somebody_else(loop: asyncio.AbstractEventLoop) -> None:
    channel = asyncio.run_coroutine_threadsafe(joined(GROUP), loop).result(PATIENCE_SECONDS)
    publish(group_of_user(11), {"number": 1})
    publish(GROUP, {"number": 2})
    assert asyncio.run_coroutine_threadsafe(heard(channel, 1), loop).result(PATIENCE_SECONDS) == [2]


def test_another_process_is_heard(loop: asyncio.AbstractEventLoop, settings: LazySettings, redis_address: str) -> None:
    settings.CHANNEL_LAYERS = on_redis(redis_address)
    channel = asyncio.run_coroutine_threadsafe(joined(GROUP), loop).result(PATIENCE_SECONDS)
    hearing = asyncio.run_coroutine_threadsafe(heard(channel, 3), loop)
    say = f"from core.realtime import publish\nfor number in range(3): publish({GROUP!r}, {{'number': number}})"
    command = [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), "shell", "--no-imports", "-c", say]
    subprocess.run(command, check=True, env={**os.environ, "REDIS_URL": redis_address})
    assert hearing.result(PATIENCE_SECONDS) == [0, 1, 2]


def test_what_is_published_to_a_person_changes_their_pulse_alone(settings: LazySettings) -> None:
    settings.CHANNEL_LAYERS = IN_MEMORY
    before, other = pulse_of(1), pulse_of(2)
    publish(GROUP, {"number": 1})
    once = pulse_of(1)
    publish(GROUP, {"number": 1})
    publish(group_of_photo("1"), {"number": 1})
    assert len({before, once, pulse_of(1)}) == 3
    assert pulse_of(2) == other


@pytest.mark.usefixtures("loop")
def test_the_pulse_has_changed_when_the_word_arrives(settings: LazySettings) -> None:
    settings.CHANNEL_LAYERS = IN_MEMORY
    seen = []

    async def send(*_: object) -> None:
        seen.append(pulse_of(1))

    before = pulse_of(1)
    get_channel_layer().group_send = send
    publish(GROUP, {"number": 1})
    assert seen == [pulse_of(1)] != [before]


def test_a_group_that_nobody_joined_takes_everything(settings: LazySettings) -> None:
    settings.CHANNEL_LAYERS = IN_MEMORY
    publish(GROUP, {"number": 1})


def test_a_pulse_that_cannot_be_kept_fails_nothing(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CHANNEL_LAYERS = IN_MEMORY

    def fails(*_: object) -> None:
        raise RedisError

    monkeypatch.setattr("core.realtime.cache.set", fails)
    publish(GROUP, {"number": 1})
    assert f"nothing published to {GROUP}" in caplog.text


in_both_places = pytest.mark.parametrize("served", [True, False], ids=["in the server", "in a command"])


@in_both_places
def test_a_dead_bus_is_noted_and_fails_nothing(
    settings: LazySettings, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, *, served: bool
) -> None:
    settings.CHANNEL_LAYERS = on_redis(f"redis://127.0.0.1:{servers.free_port()}")
    if served:
        request.getfixturevalue("loop")
    publish(GROUP, {"number": 1})
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
            publish(GROUP, {"number": 1})
        assert time.monotonic() - began < PUBLISH_SECONDS
    assert f"nothing published to {GROUP}" in caplog.text
