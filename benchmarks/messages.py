"""How long a message takes from the Enter key in one browser to the list in another: a real site, two windows.

It needs what the tests need (requirements/dev.txt) and Chromium; for two processes Redis as well.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.measuring import table
from lumina_site.running.tables import dynoxide_binary
from tests.servers import NotHere, chromium, free_port, redis, start, stop

PASSWORD = "a quiet harbour at dawn"  # noqa: S105 -- of people who are gone in a minute
NAMES = ("ana", "ben")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
WARM_UP = 10
KEY_MILLISECONDS = 10
# People look before they answer. Meanwhile the pages say that they have read, and count anew.
LONGEST_PAUSE = 0.5
HEADINGS = ("site", "messages", "median ms", "p95 ms", "maximum ms", "slower direction, median ms")
# Both windows are on one machine, so that their clocks are one; what little they differ by has the other sign in the
# other direction.
STOPWATCH = """() => {
    const now = () => performance.timeOrigin + performance.now();
    const arrived = new Map();
    const waiting = new Map();
    const messagesIn = (node) => node.matches?.(".message") ? [node] : [...node.querySelectorAll?.(".message") ?? []];
    const note = (message) => {
        const text = message.querySelector(".message-text")?.textContent;
        if (arrived.has(text)) return;
        arrived.set(text, now());
        waiting.get(text)?.(arrived.get(text));
    };
    new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes) messagesIn(node).forEach(note);
    }).observe(document.getElementById("days"), { childList: true, subtree: true });
    // Before the page itself hears of the key.
    window.addEventListener("keydown", (event) => { if (event.key === "Enter") window.sentAt = now(); }, true);
    window.arrival = (text) => new Promise((resolve, reject) => {
        if (arrived.has(text)) resolve(arrived.get(text));
        waiting.set(text, resolve);
        setTimeout(() => reject(new Error(`${text} has not arrived`)), 10_000);
    });
}"""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Way:
    """A way to run the site: its name in the table, and what is started and set for it."""

    name: str
    variables: Callable[[], dict[str, str]]


WAYS = (
    Way("one process", dict),
    Way("two processes, Redis", lambda: {"WEB_CONCURRENCY": "2", "REDIS_URL": redis()}),
)


def measure_messages(number: int, say: Say) -> None:
    """Print the table of messages; what cannot be had on this machine is left out and named."""
    rows, missing = [], []
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        except NotHere as error:
            say(f"messages are left out: {error}")
            return
        for way in WAYS:
            try:
                rows.append([way.name, *_row(_of_one_way(browser, way, number))])
            except NotHere as error:
                missing.append(f"{way.name} is left out: {error}")
        browser.close()
    say("\n".join(("", table(HEADINGS, rows), *missing)))


def _row(times: Sequence[float]) -> list[str]:
    p95 = statistics.quantiles(times, n=20)[-1]
    slower = max(statistics.median(times[::2]), statistics.median(times[1::2]))
    return [str(len(times)), *(f"{value:.1f}" for value in (statistics.median(times), p95, max(times), slower))]


def _of_one_way(browser: Browser, way: Way, number: int) -> list[float]:
    """Answer the milliseconds of each message, of which every other one goes in the other direction."""
    with _site(way.variables()) as url:
        pages = _two_friends(browser, url)
        chance = random.Random(number)  # noqa: S311 -- pauses
        times = []
        for count in range(WARM_UP + number):
            sender, receiver = pages if count % 2 else pages[::-1]
            times.append(_milliseconds(sender, receiver, f"Message {count}"))
            time.sleep(chance.uniform(0, LONGEST_PAUSE))
        for page in pages:
            page.context.close()
        return times[WARM_UP:]


@contextmanager
def _site(variables: dict[str, str]) -> Iterator[str]:
    """Run `manage.py up` on a folder of its own and answer its address."""
    with ExitStack() as running:
        folder = running.enter_context(tempfile.TemporaryDirectory(prefix="lumina-benchmark-"))
        port = free_port()
        environment = {"DATA_DIR": folder, "PORT": str(port), "DYNOXIDE_BIN": str(dynoxide_binary())}
        environment |= {"RATE_LIMITS": "off", **variables}
        process = start([sys.executable, "manage.py", "up"], port, environment=environment, clean=True)
        running.callback(stop, process)
        yield f"http://127.0.0.1:{port}"


def _two_friends(browser: Browser, url: str) -> list[Page]:
    """Make two friends and open each one's conversation with the other in a window of their own."""
    pages = [browser.new_context(base_url=url).new_page() for _ in NAMES]
    for page, name in zip(pages, NAMES, strict=True):
        _call(page, "/api/auth/signup", username=name, password=PASSWORD)
    asked = _call(pages[0], "/api/friends/request", username=NAMES[1])
    _call(pages[1], "/api/friends/respond", request_id=asked["id"], action="accept")
    for page, other in zip(pages, reversed(NAMES), strict=True):
        # What is published before the socket stands is not pushed to it.
        with page.expect_websocket():
            _visit(page, f"/messages/{other}/")
        expect(page.locator("[data-composer]")).to_be_visible()
        page.evaluate(STOPWATCH)
    return pages


def _visit(page: Page, path: str) -> None:
    answer = page.goto(path)
    if answer is None or not answer.ok:
        message = f"{path} answered {answer.status if answer else 'nothing'}."
        raise RuntimeError(message)


def _call(page: Page, path: str, **body: object) -> dict[str, object]:
    answer = page.request.post(path, data=body)
    if not answer.ok:
        message = f"{path} answered {answer.status}: {answer.text()}"
        raise RuntimeError(message)
    return dict(answer.json())


def _milliseconds(sender: Page, receiver: Page, text: str) -> float:
    """Type a message, send it, and answer how long it was on its way."""
    sender.locator("[data-text]").focus()
    sender.keyboard.type(text, delay=KEY_MILLISECONDS)
    sender.keyboard.press("Enter")
    arrived = float(receiver.evaluate("text => window.arrival(text)", text))
    # The sender's own page shows it as sent a moment later, and only then is it ready for the next one.
    sender.evaluate("text => window.arrival(text)", text)
    return arrived - float(sender.evaluate("window.sentAt"))
