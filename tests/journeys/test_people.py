"""People in real browsers: becoming friends, writing to each other, hearing of things, with and without sockets."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import servers
from tests.journeys.conftest import Site
from tests.journeys.people import NewWindow, befriend, open_thread, picture, post_photos, say, sign_up

pytestmark = pytest.mark.journey
SECONDS = 15_000


def test_asking_accepting_and_seeing_each_others_photos(new_window: NewWindow) -> None:
    ana, ben = new_window(), new_window()
    sign_up(ana, "asks-ana")
    sign_up(ben, "asks-ben")
    post_photos(ben, 1)
    ana.goto("/friends/?q=asks-b")
    ana.get_by_role("button", name=re.compile("Add friend.*asks-ben")).click()
    expect(ana.get_by_text("Requested").first).to_be_visible()
    # The badge comes over the socket, on a page that was open before.
    expect(ben.locator("[data-badge=friends]").first).to_contain_text("1", timeout=SECONDS)
    ben.goto("/friends/")
    ben.get_by_role("button", name=re.compile("Accept.*asks-ana")).click()
    expect(ben.get_by_role("link", name=re.compile("Message.*asks-ana")).first).to_be_visible()
    ana.goto("/")
    expect(ana.locator("a.tile")).to_have_count(1)
    ana.goto("/notifications/")
    expect(ana.get_by_text("asks-ben accepted")).to_be_visible()

    ben.goto("/u/asks-ana/")
    ben.locator(".relation summary").first.click()
    ben.get_by_text("Block", exact=True).first.click()
    ben.locator("dialog[open] [data-confirm-yes]").click()
    expect(ben).to_have_url(re.compile("/friends/"))
    ana.goto("/")
    expect(ana.locator("a.tile")).to_have_count(0)
    answer = ana.goto("/u/asks-ben/")
    assert answer is not None
    assert answer.status == 404


def test_a_message_appears_in_the_other_window_without_a_reload(new_window: NewWindow) -> None:
    ana, ben = new_window(), new_window()
    befriend(ana, "live-ana", ben, "live-ben")
    open_thread(ana, "live-ben")
    open_thread(ben, "live-ana")
    say(ana, "Are you there?")
    expect(ben.locator(".message", has_text="Are you there?")).to_be_visible(timeout=SECONDS)
    expect(ana.locator(".message", has_text="Are you there?")).to_have_count(1)
    ben.locator("#composer-text").press_sequentially("I")
    expect(ana.locator("[data-typing]")).to_contain_text("typing", timeout=SECONDS)
    ben.locator("#composer-text").fill("")
    say(ben, "Here!")
    expect(ana.locator(".message", has_text="Here!")).to_be_visible(timeout=SECONDS)
    # It was read where it arrived.
    expect(ben.get_by_text("Seen")).to_be_visible(timeout=SECONDS)


def test_without_sockets_it_arrives_all_the_same(new_window: NewWindow) -> None:
    ana, ben = new_window(), new_window()
    ben.add_init_script("window.WebSocket = class { constructor() { throw new Error('blocked'); } };")
    befriend(ana, "asking-ana", ben, "asking-ben")
    open_thread(ben, "asking-ana")
    open_thread(ana, "asking-ben")
    say(ana, "By polling")
    expect(ben.locator(".message", has_text="By polling")).to_be_visible(timeout=SECONDS)


def test_what_was_missed_while_the_network_was_away_is_there_afterwards(new_window: NewWindow) -> None:
    ana, ben = new_window(), new_window()
    befriend(ana, "gap-ana", ben, "gap-ben")
    open_thread(ana, "gap-ben")
    open_thread(ben, "gap-ana")
    ben.context.set_offline(True)
    say(ana, "While you were away")
    expect(ana.locator(".message", has_text="While you were away")).to_be_visible(timeout=SECONDS)
    ben.locator("#composer-text").fill("Kept until later")
    ben.locator("#composer-text").press("Enter")
    expect(ben.locator(".thread-pending", has_text="Kept until later")).to_be_visible()
    ben.context.set_offline(False)
    expect(ben.locator(".message", has_text="While you were away")).to_be_visible(timeout=SECONDS)
    expect(ana.locator(".message", has_text="Kept until later")).to_have_count(1, timeout=SECONDS)


def test_without_javascript_people_write_to_each_other(new_window: NewWindow) -> None:
    ana, ben = new_window(java_script_enabled=False), new_window(java_script_enabled=False)
    befriend(ana, "plain-ana", ben, "plain-ben")
    ana.goto("/messages/plain-ben/")
    ana.locator("#composer-text").fill("A plain form")
    ana.get_by_role("button", name="Send").click()
    expect(ana.locator(".message", has_text="A plain form")).to_be_visible()
    ben.goto("/messages/")
    ben.get_by_text("A plain form").click()
    expect(ben.locator(".message", has_text="A plain form")).to_be_visible()


def test_a_like_and_a_comment_appear_on_an_open_page(new_window: NewWindow) -> None:
    ana, ben = new_window(), new_window()
    sign_up(ana, "watch-ana")
    sign_up(ben, "watch-ben")
    photo_id = post_photos(ana, 1)[0]
    ana.goto(f"/p/{photo_id}/")
    ben.goto(f"/p/{photo_id}/")
    ben.get_by_role("button", name="Like").click()
    expect(ana.get_by_text("1 like", exact=True)).to_be_visible(timeout=SECONDS)
    ben.locator("#comment-text").fill("Seen at once")
    ben.get_by_role("button", name="Post").click()
    expect(ana.locator(".comment", has_text="Seen at once")).to_have_count(1, timeout=SECONDS)
    expect(ben.locator(".comment", has_text="Seen at once")).to_have_count(1)


def test_a_photo_is_shared_into_a_conversation(new_window: NewWindow) -> None:
    ana, ben = new_window(), new_window()
    befriend(ana, "share-ana", ben, "share-ben")
    photo_id = post_photos(ana, 1)[0]
    open_thread(ben, "share-ana")
    ana.goto(f"/p/{photo_id}/")
    ana.get_by_role("link", name="Share", exact=True).click()
    ana.get_by_role("link", name=re.compile("share-ben")).click()
    say(ana, "Look at this")
    expect(ben.locator(f".message a[href*='{photo_id}']")).to_be_visible(timeout=SECONDS)


def test_a_profile_picture_is_set_and_taken_away(new_window: NewWindow, tmp_path: Path) -> None:
    portrait = tmp_path / "me.jpg"
    portrait.write_bytes(picture("seagreen", 300, 200))
    page = new_window()
    sign_up(page, "portrait")
    page.goto("/settings/")
    page.locator("input[type=file]").set_input_files(portrait)
    page.get_by_role("button", name="Save picture").click()
    page.goto("/u/portrait/")
    expect(page.locator(".profile img.avatar, .profile .avatar img").first).to_be_visible()
    page.goto("/settings/")
    page.get_by_role("button", name="Remove picture").click()
    page.goto("/u/portrait/")
    expect(page.locator(".profile img")).to_have_count(0)


@pytest.fixture
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run a site with two processes and Redis between them."""
    try:
        redis = servers.redis()
    except servers.NotHere as error:
        pytest.skip(str(error))
    site = Site(tmp_path_factory.mktemp("two"), REDIS_URL=redis, WEB_CONCURRENCY="2")
    site.start()
    yield site
    site.stop()


def test_a_message_reaches_a_socket_of_another_process(chromium: Browser, two_workers: Site) -> None:
    windows: list[Page] = [chromium.new_context(base_url=two_workers.url).new_page() for _ in range(2)]
    ana, ben = windows
    befriend(ana, "two-ana", ben, "two-ben")
    open_thread(ana, "two-ben")
    open_thread(ben, "two-ana")
    for number in range(8):
        writer, reader = (ana, ben) if number % 2 else (ben, ana)
        say(writer, f"Number {number}")
        expect(reader.locator(".message", has_text=f"Number {number}")).to_be_visible(timeout=SECONDS)
    for window in windows:
        window.context.close()
