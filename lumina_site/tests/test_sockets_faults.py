"""What a socket does when the account ends, or a store or the page goes away: asked of the application itself."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.conf import LazySettings
from django.db import OperationalError
from redis.exceptions import ConnectionError as RedisAway

from accounts.models import User
from core.errors import Unavailable
from core.gate import Message
from core.realtime import group_of_user, publish
from core.tests.running import PATIENCE_SECONDS
from lumina_site import sessions, sockets
from lumina_site.asgi import application
from lumina_site.sessions import in_thread
from lumina_site.sockets import Tab
from lumina_site.tests.playing import ENDED, Page, cookie_of, played

pytestmark = pytest.mark.django_db(transaction=True)
# Nothing is looked at by itself, or all the time.
NEVER, ALWAYS = 3600.0, 0.02


@pytest.fixture(autouse=True)
def quick(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use a bus in this process, and look soon where a page is told to look."""
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    monkeypatch.setattr(sockets, "CHECK_SECONDS", NEVER)
    monkeypatch.setattr(sockets, "SOON_SECONDS", ALWAYS)


@pytest.fixture(autouse=True)
def nothing_left(quick: None) -> Iterator[None]:  # noqa: ARG001 -- its bus is the one that is looked at
    """Expect that every socket has left its groups and its place."""
    yield
    assert get_channel_layer().groups == {}
    assert Tab.open_tabs == {}


def switch_off(user: User) -> None:
    user.is_active = False
    user.save()


def set_another_password(user: User) -> None:
    user.set_password("another horse")
    user.save()


@pytest.mark.parametrize("change", [switch_off, set_another_password])
def test_a_changed_account_ends_its_sockets_at_once(
    owner: User, stranger: User, change: Callable[[User], None]
) -> None:
    one, two, other = (Page(cookie_of(user)) for user in (owner, owner, stranger))

    async def story() -> None:
        for page in (one, two, other):
            assert await page.opens()
        await in_thread(change, owner)
        assert (await one.hears(), await two.hears()) == (ENDED, ENDED)
        await in_thread(publish, group_of_user(stranger.pk), {"type": "badges"})
        assert (await other.hears())["text"] == '{"type": "badges"}'
        for page in (one, two, other):
            await page.closes()

    played(story)


def test_a_changed_bio_ends_nothing(owner: User) -> None:
    page = Page(cookie_of(owner))

    async def story() -> None:
        assert await page.opens()
        owner.bio = "Another one"
        await in_thread(owner.save)
        await page.is_alive()
        await page.closes()

    played(story)


def silently_off(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def removed(user: User) -> None:
    User.objects.filter(pk=user.pk).delete()


@pytest.mark.parametrize("change", [silently_off, removed])
def test_what_nobody_told_is_found_at_the_next_look(
    owner: User, monkeypatch: pytest.MonkeyPatch, change: Callable[[User], None]
) -> None:
    monkeypatch.setattr(sockets, "CHECK_SECONDS", ALWAYS)
    page = Page(cookie_of(owner))

    async def story() -> None:
        assert await page.opens()
        await page.is_alive()
        await in_thread(change, owner)
        while (said := await page.hears()) != ENDED:
            assert "alive" in said["text"]
        await page.closes()

    played(story)


@pytest.mark.parametrize("fault", [OperationalError("away"), RedisAway("away"), Unavailable()], ids=repr)
def test_a_store_that_is_away_ends_no_socket_and_the_looking_goes_on(
    owner: User, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr(sockets, "CHECK_SECONDS", ALWAYS)
    asked = asyncio.Event()
    page = Page(cookie_of(owner))
    failures = []

    async def story() -> None:
        assert await page.opens()
        loop = asyncio.get_running_loop()

        def fails(_: object) -> None:
            failures.append(fault)
            if len(failures) > 2:
                loop.call_soon_threadsafe(asked.set)
            raise fault

        with monkeypatch.context() as away:
            away.setattr(sessions, "get_user", fails)
            await asked.wait()
            await in_thread(publish, group_of_user(owner.pk), {"type": "badges"})
            while (said := await page.hears())["text"] != '{"type": "badges"}':
                assert "alive" in said["text"]
        await page.is_alive()
        await page.closes()

    played(story)


@pytest.mark.parametrize("fault", [OperationalError("away"), RedisAway("away")], ids=repr)
def test_nobody_gets_in_while_a_store_is_away(
    owner: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    def fails(_: object) -> None:
        raise fault

    monkeypatch.setattr(sessions, "get_user", fails)
    page = Page(cookie_of(owner))

    async def story() -> None:
        await page.knocks()
        # The server refuses the handshake of an application that ends without a word.
        await page.line.wait(PATIENCE_SECONDS)
        assert page.line.output_queue.empty()

    played(story)
    assert "a store is away" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("fault", [OperationalError("away"), RedisAway("away"), Unavailable()], ids=repr)
def test_a_store_that_is_away_has_one_name(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def fails(_: object) -> None:
        raise fault

    monkeypatch.setattr(sessions, "get_user", fails)
    with pytest.raises(Unavailable):
        asyncio.run(sessions.person_of("lumina_session=" + "a" * 32))


def test_that_nobody_knows_whether_two_are_friends_ends_nothing(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OperationalError

    page = Page(cookie_of(owner))

    async def story() -> None:
        assert await page.opens()
        with monkeypatch.context() as away:
            away.setattr("lumina_site.watching.are_friends", fails)
            away.setattr("lumina_site.watching.photo_visible_to", fails)
            await page.says('{"type": "typing", "to": 1}')
            await page.says('{"type": "watch", "photo": "1"}')
            await in_thread(publish, group_of_user(owner.pk), {"type": "badges"})
            assert (await page.hears())["text"] == '{"type": "badges"}'
        await page.closes()

    played(story)


def test_a_bus_that_has_forgotten_is_told_again(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "CHECK_SECONDS", ALWAYS)
    page = Page(cookie_of(owner))

    async def story() -> None:
        assert await page.opens()
        get_channel_layer().groups.clear()
        for _ in range(3):
            await page.is_alive()
        await in_thread(publish, group_of_user(owner.pk), {"type": "badges"})
        while (await page.hears())["text"] != '{"type": "badges"}':
            pass
        await page.closes()

    played(story)


@pytest.mark.parametrize("fault", [RedisAway("away"), TimeoutError("away")], ids=repr)
def test_a_bus_that_is_away_lets_nobody_in_and_ends_nothing(
    owner: User, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr(sockets, "CHECK_SECONDS", ALWAYS)
    page, late = Page(cookie_of(owner)), Page(cookie_of(owner))
    asked = asyncio.Event()

    async def fails(*_: object) -> None:
        asked.set()
        raise fault

    async def story() -> None:
        assert await page.opens()
        with monkeypatch.context() as away:
            away.setattr(get_channel_layer(), "group_add", fails)
            await asked.wait()
            await late.knocks()
            await late.line.wait(PATIENCE_SECONDS)
            assert late.line.output_queue.empty()
        while not page.line.output_queue.empty():
            await page.hears()
        await page.is_alive()
        await page.closes()

    played(story)


@pytest.mark.parametrize("reader", ["asleep", "gone"])
def test_a_page_that_takes_nothing_is_given_up(owner: User, monkeypatch: pytest.MonkeyPatch, reader: str) -> None:
    monkeypatch.setattr(sockets, "READ_SECONDS", 0.05)
    scope = Page(cookie_of(owner)).scope
    accepted = asyncio.Event()
    coming = [{"type": "websocket.connect"}]

    async def receive() -> dict[str, Any]:
        if not coming:
            await asyncio.sleep(NEVER)
        return coming.pop()

    async def send(message: Message) -> None:
        if message["type"] == "websocket.accept":
            accepted.set()
        elif reader == "asleep":
            await asyncio.sleep(NEVER)
        else:
            # What gunicorn raises after the page has gone.
            raise ConnectionResetError

    async def story() -> None:
        serving = asyncio.create_task(application(scope, receive, send))
        await accepted.wait()
        await in_thread(publish, group_of_user(owner.pk), {"type": "badges"})
        await serving
        assert asyncio.all_tasks() <= {asyncio.current_task(), *mine}

    mine: set[asyncio.Task[Any]] = set()

    async def remembered() -> None:
        mine.update(asyncio.all_tasks())
        await story()

    played(remembered)


def test_a_cancelled_socket_leaves_nothing_behind(owner: User) -> None:
    page = Page(cookie_of(owner))

    async def story() -> None:
        assert await page.opens()
        page.line.future.cancel()
        await asyncio.wait([page.line.future])

    played(story)


def test_the_tabs_above_the_limit_ask_over_http(owner: User, stranger: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "MOST_TABS", 2)
    one, two, three, four = (Page(cookie_of(owner)) for _ in range(4))
    other = Page(cookie_of(stranger))

    async def story() -> None:
        assert [await page.opens() for page in (one, two, three, other)] == [True, True, False, True]
        await one.closes()
        assert await four.opens()
        for page in (two, three, four, other):
            await page.closes()

    played(story)
