"""A site of two processes with Redis between them: it makes no difference where a page is connected."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from core.tests.running import Site, wait_for
from lumina_site.sockets import SIGNED_OUT
from lumina_site.tests.circle import Circle, Page
from tests import servers

PAGES = 8
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture(scope="module")
def port() -> int:
    """Choose where Redis listens."""
    return servers.free_port()


@pytest.fixture(scope="module")
def start_redis(port: int) -> Start:
    """Let a test start Redis in one place, again and again; or leave these tests out."""
    try:
        command = [servers.found("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    except servers.NotHere as error:
        pytest.skip(str(error))
    return lambda: servers.start(command, port)


@pytest.fixture(scope="module")
def redis(start_redis: Start) -> "subprocess.Popen[bytes]":
    """Start Redis."""
    return start_redis()


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    port: int,
    redis: "subprocess.Popen[bytes]",  # noqa: ARG001
    stores: None,  # noqa: ARG001
) -> Iterator[Site]:
    """Run the site in two processes that look at their sessions all the time."""
    running = Site(
        tmp_path_factory.mktemp("site"),
        application="lumina_site.tests.hasty:application",
        RATE_LIMITS="off",
        REDIS_URL=f"redis://127.0.0.1:{port}",
        WEB_CONCURRENCY="2",
    )
    yield running
    running.stop()


@pytest.fixture(scope="module")
def circle(site: Site) -> Circle:
    """Begin a circle of friends."""
    return Circle(site)


def connections_of(site: Site) -> list[int]:
    """Count the sockets that each process holds."""
    children = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children").read_text().split()
    return [sum(_is_socket(file) for file in Path(f"/proc/{child}/fd").iterdir()) for child in children]


def _is_socket(file: Path) -> bool:
    try:
        return str(file.readlink()).startswith("socket:")
    except OSError:
        return False


def test_every_page_hears_wherever_it_is_connected(site: Site, circle: Circle) -> None:
    member, asker = circle.member(), circle.member()
    with ExitStack() as lines:
        wait_for(lambda: len(connections_of(site)) == 2)
        before = connections_of(site)
        pages: list[Page] = []
        # Which process takes a connection is chance.
        while len(pages) < PAGES or min(now - then for now, then in zip(connections_of(site), before, strict=True)) < 2:
            pages.append(lines.enter_context(member.page()))
        asker.call("POST", "/api/friends/request", username=member.username)
        for page in pages:
            assert {"type": "relation", "with": asker.id} in circle.heard(page)
        member.call("POST", "/api/auth/logout")
        assert {page.end() for page in pages} == {SIGNED_OUT}
    assert "Traceback" not in site.log()


def test_nothing_is_lost_while_other_pages_close(circle: Circle) -> None:
    member = circle.member()
    with ExitStack() as lines:
        pages = [lines.enter_context(member.page()) for _ in range(PAGES)]
        for _ in range(60):
            # The one before is still closing.
            with circle.middle.page() as middle:
                middle.say(type="typing", to=member.id)
            for page in pages:
                assert page.hears() == {"type": "typing", "with": circle.middle.id}


def is_silent(page: Page) -> bool:
    """Hear what is still on its way; say whether nothing more comes."""
    try:
        page.line.recv(timeout=1)
    except TimeoutError:
        return True
    return False


def is_heard(circle: Circle, page: Page) -> bool:
    """Have a page say something to another; a process that has just lost its bus lets nobody in."""
    try:
        circle.settle(page)
    except InvalidStatus:
        return False
    return True


# The last one: what the site says while it has no bus is in its log.
def test_pages_hear_again_after_the_bus_was_away(
    circle: Circle, start_redis: Start, redis: "subprocess.Popen[bytes]"
) -> None:
    with circle.member().page() as page:
        servers.stop(redis)
        # The socket itself stays open: nothing comes, and nothing ends it.
        wait_for(lambda: is_silent(page))
        start_redis()
        page.is_alive()
        wait_for(lambda: is_heard(circle, page))
