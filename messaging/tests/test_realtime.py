"""What open pages hear: each person their own fragment, and nothing that fails the deed itself."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.conf import LazySettings

from accounts.models import User
from core.realtime import group_of_user, pulse_of, serve_on
from messaging.services import set_message_removed
from messaging.tests.talking import befriend, messages_between, row_of, write
from photos.tests.seeing import plant
from social.services import block
from tests.cast import browser_of, person

PATIENCE_SECONDS = 10
IN_MEMORY = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 20_000}}}


class Ears:
    """A socket of each of some people, on a loop of its own as in the server."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *people: User) -> None:
        """Join their groups."""
        self.loop = loop
        self.channels = {person.pk: self._run(self._joined(group_of_user(person.pk))) for person in people}

    def heard(self, somebody: User) -> list[Any]:
        """Answer what somebody's page heard since it was asked last."""
        return list(self._run(self._waiting(self.channels[somebody.pk])))

    def _run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(PATIENCE_SECONDS)

    async def _joined(self, group: str) -> str:
        channel = await get_channel_layer().new_channel()
        await get_channel_layer().group_add(group, channel)
        return str(channel)

    async def _waiting(self, channel: str) -> list[Any]:
        found = []
        while True:
            try:
                async with asyncio.timeout(0.05):
                    found.append((await get_channel_layer().receive(channel))["body"])
            except TimeoutError:
                return found


@pytest.fixture
def ears(settings: LazySettings, owner: User, friend: User) -> Iterator[Ears]:
    """Let the two friends listen."""
    settings.CHANNEL_LAYERS = IN_MEMORY
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    serve_on(loop)
    yield Ears(loop, owner, friend)
    serve_on(None)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def of_kind(bodies: list[Any], *kinds: str) -> list[Any]:
    """Pick what was said about messages: others may speak to the same pages."""
    return [body for body in bodies if body["type"] in kinds]


def test_both_hear_a_message_each_with_their_own_eyes(owner: User, friend: User, ears: Ears) -> None:
    sent = write(browser_of(owner), friend, "Hello <b>", client_id="abc").json()["message_id"]
    [mine], [theirs] = (of_kind(ears.heard(somebody), "message") for somebody in (owner, friend))
    for heard, other in ((mine, friend), (theirs, owner)):
        assert {name: heard[name] for name in ("with", "username", "id", "client_id")} == {
            "with": other.pk,
            "username": other.username,
            "id": sent,
            "client_id": "abc",
        }
        assert f'id="message-{sent}"' in heard["html"]
        assert "Hello &lt;b&gt;" in heard["html"]
    assert ("message-mine" in mine["html"], "message-mine" in theirs["html"]) == (True, False)
    delete_url = f"/messages/friend/{sent}/delete/"
    assert (delete_url in mine["html"], "/delete/" in theirs["html"]) == (True, False)


def test_a_repeated_send_is_not_heard_again(owner: User, friend: User, ears: Ears) -> None:
    for _ in range(3):
        write(browser_of(owner), friend, client_id="abc")
    assert len(of_kind(ears.heard(friend), "message")) == 1


def test_what_is_refused_is_not_heard(owner: User, friend: User, ears: Ears) -> None:
    write(browser_of(owner), friend, "")
    write(browser_of(owner), friend, "x", photo_id="x")
    assert of_kind(ears.heard(friend), "message") == []


def test_each_hears_of_a_photo_what_they_may_see(owner: User, friend: User, ears: Ears) -> None:
    other = person("other")
    befriend(owner, other)
    seen_by_both, seen_by_one = plant(owner), plant(other, visibility="friends", title="Secret")
    for photo in (seen_by_both, seen_by_one):
        write(browser_of(owner), friend, "", photo_id=photo.photo_id)
    html = ["".join(body["html"] for body in of_kind(ears.heard(reader), "message")) for reader in (owner, friend)]
    mine, theirs = [[f"/p/{photo.photo_id}/" in drawn for photo in (seen_by_both, seen_by_one)] for drawn in html]
    assert "Secret" not in html[1]
    assert (mine, theirs) == ([True, True], [True, False])


def test_the_writer_hears_that_it_was_read_and_the_reader_that_nothing_is_unread(
    owner: User, friend: User, ears: Ears
) -> None:
    sent = write(browser_of(owner), friend).json()["message_id"]
    ears.heard(owner), ears.heard(friend)
    for _ in range(2):
        browser_of(friend).post(f"/api/conversations/{owner.pk}/read")
    assert of_kind(ears.heard(owner), "read") == [{"type": "read", "with": friend.pk, "id": sent}]
    assert of_kind(ears.heard(friend), "read_here") == [{"type": "read_here", "with": owner.pk}]


def test_both_hear_that_a_message_is_gone(owner: User, friend: User, ears: Ears) -> None:
    sent = write(browser_of(owner), friend).json()["message_id"]
    ears.heard(owner), ears.heard(friend)
    browser_of(owner).delete(f"/api/messages/{friend.pk}/{sent}")
    gone = {"type": "message_deleted", "id": sent}
    assert of_kind(ears.heard(owner), "message_deleted") == [{**gone, "with": friend.pk}]
    theirs = ears.heard(friend)
    assert of_kind(theirs, "message_deleted") == [{**gone, "with": owner.pk}]
    assert of_kind(theirs, "badges")


def test_both_see_on_open_pages_that_a_message_was_removed(owner: User, friend: User, ears: Ears) -> None:
    sent = write(browser_of(owner), friend).json()["message_id"]
    ears.heard(owner), ears.heard(friend)
    for removed, said in ((True, "Removed by a moderator."), (False, "Hello")):
        set_message_removed(one=friend.pk, other=owner.pk, message_id=sent, removed=removed)
        [mine], [theirs] = (of_kind(ears.heard(somebody), "message_changed") for somebody in (owner, friend))
        for heard, other in ((mine, friend), (theirs, owner)):
            assert (heard["id"], heard["with"], said in heard["html"]) == (sent, other.pk, True)
            assert ("Hello" in heard["html"]) == (not removed)
        assert ("message-mine" in mine["html"], "message-mine" in theirs["html"]) == (True, False)


@pytest.mark.parametrize("blocks", ["owner", "friend"])
def test_across_a_block_nobody_hears_that_a_message_was_brought_back(
    owner: User, friend: User, ears: Ears, blocks: str
) -> None:
    sent = write(browser_of(owner), friend).json()["message_id"]
    set_message_removed(one=friend.pk, other=owner.pk, message_id=sent, removed=True)
    actor, other = (owner, friend) if blocks == "owner" else (friend, owner)
    block(actor=actor, user_id=other.pk)
    ears.heard(owner), ears.heard(friend)
    set_message_removed(one=friend.pk, other=owner.pk, message_id=sent, removed=False)
    assert [of_kind(ears.heard(somebody), "message_changed") for somebody in (owner, friend)] == [[], []]


def test_a_page_without_a_socket_learns_that_there_is_something_new(owner: User, friend: User) -> None:
    before = pulse_of(friend.pk)
    write(browser_of(owner), friend)
    after = pulse_of(friend.pk)
    assert before != after
    browser_of(friend).post(f"/api/conversations/{owner.pk}/read")
    assert pulse_of(friend.pk) != after


def test_a_fragment_that_cannot_be_drawn_fails_nothing(
    owner: User, friend: User, ears: Ears, settings: LazySettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "messaging").mkdir()
    (tmp_path / "messaging" / "_message.html").write_text("{% nonsense %}")
    engine: Any = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]
    assert write(browser_of(owner), friend).status_code == 201
    assert "could not be drawn" in caplog.text
    assert len(messages_between(owner, friend)) == 1
    assert row_of(friend, owner).unread == 1
    # The page is told to ask for itself.
    assert {"type": "badges"} in ears.heard(friend)


def test_a_dead_bus_fails_nothing(owner: User, friend: User, settings: LazySettings) -> None:
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": ["redis://127.0.0.1:1"]},
        }
    }
    sent = write(browser_of(owner), friend)
    assert sent.status_code == 201
    assert browser_of(friend).post(f"/api/conversations/{owner.pk}/read").status_code == 204
    path = f"/api/messages/{friend.pk}/{sent.json()['message_id']}"
    assert browser_of(owner).delete(path).status_code == 204
