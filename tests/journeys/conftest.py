"""A site as a newcomer starts it, and a real browser."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from lumina_site.running.tables import dynoxide_binary
from tests.servers import free_port, start, stop

BARE = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
# As root there is no sandbox for it, and nothing here needs the network.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


class Site:
    """`manage.py up` on a folder of its own, to be stopped, killed and started again."""

    def __init__(self, folder: Path, **variables: str) -> None:
        """Choose a port; nothing runs yet."""
        self.variables = variables
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Answer the variables with which everything of this site runs, and none of the tests' own."""
        kept = {name: os.environ[name] for name in BARE if name in os.environ}
        kept |= {"DATA_DIR": str(self.folder), "PORT": str(self.port), "DYNOXIDE_BIN": str(dynoxide_binary())}
        # Many pictures of one person within minutes are no attack here.
        return kept | {"RATE_LIMITS": "off", **self.variables}

    def start(self) -> None:
        """Start it as `make run` does and wait for the first page."""
        self.process = start([sys.executable, "manage.py", "up"], self.port, environment=self.environment, clean=True)
        try:
            urllib.request.urlopen(f"{self.url}/readyz", timeout=20).close()  # noqa: S310 -- our own address
        except urllib.error.HTTPError as error:
            pytest.fail(f"the site is not ready: {error.read().decode()}")

    def manage(self, *words: str, **variables: str) -> str:
        """Run a command beside the running site, as somebody does in another terminal, and answer what it prints."""
        command = [sys.executable, "manage.py", *words]
        environment = self.environment | variables
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.process is not None:
            stop(self.process)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run one site for all journeys."""
    running = Site(tmp_path_factory.mktemp("site"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the machine's own Chromium."""
    program = os.environ.get("CHROMIUM")
    if not program:
        pytest.skip("no Chromium named in CHROMIUM; `python -m tests` looks for one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_window(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open windows that share nothing, such as those of two people; errors of a page fail the test.

    `base_url` opens one on another site.
    """
    complaints: list[str] = []
    contexts = []

    def opened(**options: object) -> Page:
        context = chromium.new_context(**{"base_url": site.url, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
