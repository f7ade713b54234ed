"""Moderation in a real browser: a report, a decision, an answer to it, and the decision undone."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Site
from tests.journeys.moderators import (
    SECONDS,
    appointed,
    choose_action,
    disagree,
    is_blurred,
    log_in,
    open_case,
    open_page,
    open_queue,
    report_here,
    report_photo,
    row_of,
    rule,
    status_of,
)
from tests.journeys.people import PASSWORD, NewWindow, befriend, open_thread, picture, post_photos, say, sign_up

pytestmark = pytest.mark.journey
SWITCH_SECONDS = 10.0
REASON = "This is the garden of somebody who has not agreed."
PLEA = "It is my own garden."
WELCOME = "You are right, and it is up again."


@pytest.fixture(scope="module")
def moderator(site: Site, chromium: Browser) -> Iterator[Page]:
    """Appoint a moderator, who has no other rights, and answer their window."""
    contexts = []

    def opened(**options: object) -> Page:
        contexts.append(chromium.new_context(**options))  # type: ignore[arg-type]
        return contexts[-1].new_page()

    yield appointed(site, opened, "mod-mia")
    for context in contexts:
        context.close()


def test_a_removed_photo_is_disputed_and_shown_again(new_window: NewWindow, moderator: Page) -> None:
    olga, rob = new_window(), new_window()
    sign_up(olga, "garden-olga")
    sign_up(rob, "sees-rob")
    address = f"/p/{post_photos(olga, 1)[0]}/"
    report_photo(rob, address, "Copyright", "I know this place.")

    remove_after_a_look(moderator, "garden-olga")
    assert status_of(rob, address) == 404
    rob.goto("/notifications/")
    expect(rob.get_by_text("something was done about what you reported")).to_be_visible()

    olga.goto(address)
    expect(olga.get_by_text("This photo is not shown to others.")).to_be_visible()
    expect(olga.locator(".notice", has_text=REASON)).to_be_visible()
    find_the_decision_and_disagree(olga)

    undo_after_an_appeal(moderator, "garden-olga")
    assert status_of(rob, address) == 200
    olga.reload()
    expect(olga.get_by_text("the decision is undone")).to_be_visible()
    expect(olga.get_by_text(WELCOME).first).to_be_visible()
    olga.goto("/notifications/")
    expect(olga.get_by_text("A decision about your photo was undone")).to_be_visible()


def test_without_javascript_the_same_holds(new_window: NewWindow, site: Site) -> None:
    def plain(**options: object) -> Page:
        return new_window(**options, java_script_enabled=False)

    olga, rob = plain(), plain()
    sign_up(olga, "plain-olga")
    sign_up(rob, "plain-rob")
    moderator = appointed(site, plain, "plain-mod")
    address = f"/p/{post_photos(olga, 1)[0]}/"
    report_photo(rob, address, "Copyright")

    remove_after_a_look(moderator, "plain-olga")
    assert status_of(rob, address) == 404
    olga.goto(address)
    find_the_decision_and_disagree(olga)
    undo_after_an_appeal(moderator, "plain-olga")
    assert status_of(rob, address) == 200


def remove_after_a_look(moderator: Page, person: str) -> None:
    """Find the case, see that its picture is hidden until it is asked for, and remove the photo with a reason."""
    open_queue(moderator)
    assert is_blurred(row_of(moderator, person).locator(".veil"))
    open_case(moderator, person)
    veil = moderator.locator(".case-picture .veil")
    assert is_blurred(veil)
    veil.locator("summary").click()
    expect(veil).to_have_attribute("open", "")
    assert not is_blurred(veil)
    rule(moderator, "Remove", REASON)
    open_queue(moderator)
    expect(moderator.locator("#result_list tbody tr", has_text=person)).to_have_count(0)


def find_the_decision_and_disagree(person: Page) -> None:
    """Go on from the photo's page to what was decided, and say what one thinks of it."""
    person.get_by_role("link", name="Read the decision").click()
    person.get_by_role("link", name="Your photo was removed: Copyright").click()
    expect(person.get_by_text(REASON)).to_be_visible()
    disagree(person, PLEA)


def undo_after_an_appeal(moderator: Page, person: str) -> None:
    """Find the appeal in the queue, read it, and undo the decision."""
    open_queue(moderator)
    expect(row_of(moderator, person).get_by_text("Appeal", exact=True)).to_be_visible()
    open_case(moderator, person)
    appeal = moderator.get_by_role("region", name=f"{person} disagrees")
    expect(appeal.get_by_text(PLEA)).to_be_visible()
    appeal.get_by_text("Undo the decision…").click()
    appeal.locator("details[open]").get_by_label("Text to the person").fill(WELCOME)
    appeal.get_by_role("button", name="Undo it").click()
    expect(moderator.get_by_text("Undone: removed.")).to_be_visible()


def test_the_queue_is_worked_off_by_keys(new_window: NewWindow, moderator: Page) -> None:
    olga, rob = new_window(), new_window()
    sign_up(olga, "keys-olga")
    sign_up(rob, "keys-rob")
    addresses = [f"/p/{photo_id}/" for photo_id in post_photos(olga, 3)]
    for address in addresses:
        report_photo(rob, address, "Spam")

    open_queue(moderator)
    leave_the_first_by_keys(moderator)
    expect(moderator.locator("#result_list tbody tr", has_text="keys-olga")).to_have_count(2)
    moderator.keyboard.press("j")
    moderator.keyboard.press("Enter")
    expect(moderator.locator("[data-case-page]")).to_be_visible()
    remove_by_keys(moderator)
    # The next case comes by itself.
    expect(moderator.locator("[data-case-page]")).to_be_visible()
    assert sorted(status_of(rob, address) for address in addresses) == [200, 200, 404]
    moderator.keyboard.press("a")
    moderator.keyboard.press("Enter")
    expect(moderator.get_by_text("Nothing is waiting.").first).to_be_visible()


def show_the_keys(moderator: Page) -> None:
    """Ask which keys there are, and close that again."""
    moderator.keyboard.press("?")
    expect(moderator.get_by_role("dialog", name="Keys")).to_be_visible()
    moderator.keyboard.press("Escape")
    expect(moderator.get_by_role("dialog", name="Keys")).to_have_count(0)


def leave_the_first_by_keys(moderator: Page) -> None:
    """Go to the first line of the queue, tick it, and leave its thing as it is."""
    show_the_keys(moderator)
    first = moderator.locator("#result_list tbody tr").first
    moderator.keyboard.press("j")
    expect(first.locator(".field-what a")).to_be_focused()
    moderator.keyboard.press("x")
    expect(first.get_by_role("checkbox")).to_be_checked()
    choose_action(moderator, "Leave as they are (no rule is broken)")


def remove_by_keys(moderator: Page) -> None:
    """Choose on the page of a case to remove, and do it: all reports name one rule, which is chosen already."""
    show_the_keys(moderator)
    moderator.keyboard.press("r")
    expect(moderator.get_by_role("radio", name=re.compile("^Remove"))).to_be_checked()
    expect(moderator.get_by_label("Rule that is broken")).to_be_focused()
    expect(moderator.get_by_label("Rule that is broken")).to_have_value("spam")
    moderator.get_by_role("button", name="Decide, then next case").press("Enter")


def test_comments_messages_and_people_are_reported_and_decided_about(
    new_window: NewWindow, moderator: Page, site: Site
) -> None:
    olga, rob = new_window(), new_window()
    befriend(olga, "talks-olga", rob, "talks-rob")
    photo_id = post_photos(rob, 1)[0]
    assert olga.request.post(f"/api/photos/{photo_id}/comments", data={"text": "Buy my watches"}).ok
    open_thread(olga, "talks-rob")
    say(olga, "Buy them here")
    expect(olga.locator(".message", has_text="Buy them here")).to_have_count(1, timeout=SECONDS)

    rob.goto(f"/p/{photo_id}/")
    rob.get_by_role("link", name="Report the comment by talks-olga").click()
    expect(rob.get_by_role("heading", name="Report this comment")).to_be_visible()
    report_here(rob, "Spam")
    open_thread(rob, "talks-olga")
    message = rob.locator(".message", has_text="Buy them here")
    message.hover()
    message.get_by_role("link", name="Report this message").click()
    report_here(rob, "Spam")

    open_queue(moderator)
    rows = moderator.locator("#result_list tbody tr", has_text="talks-olga")
    expect(rows).to_have_count(2)
    for row in rows.all():
        row.get_by_role("checkbox").check()
    choose_action(moderator, "Remove…")
    moderator.get_by_label("Rule that is broken").select_option(label="Spam")
    moderator.get_by_label("Text to the person").fill("No advertising, please.")
    moderator.get_by_role("button", name="Remove: 2").click()
    expect(rows).to_have_count(0)
    rob.goto(f"/p/{photo_id}/")
    expect(rob.get_by_text("Buy my watches")).to_have_count(0)
    open_thread(rob, "talks-olga")
    expect(rob.get_by_text("Removed by a moderator.").first).to_be_visible()
    suspend_and_hear_from(new_window, moderator, olga, rob, site)


def suspend_and_hear_from(new_window: NewWindow, moderator: Page, olga: Page, rob: Page, site: Site) -> None:
    """Suspend somebody, who reads why at the login page and may answer there without being logged in."""
    rob.goto("/u/talks-olga/")
    rob.locator(".relation summary").first.click()
    rob.get_by_role("link", name=re.compile("Report")).click()
    report_here(rob, "Spam", "The third time today.")
    open_case(moderator, "talks-olga")
    rule(moderator, "Suspend the account", "Three times the same advertisement.")
    assert status_of(rob, "/u/talks-olga/") == 404
    olga.goto("/settings/")
    expect(olga.get_by_role("button", name="Log in")).to_be_visible()

    door = new_window(base_url=site.url)
    log_in(door, "talks-olga")
    expect(door.get_by_role("heading", name=re.compile("suspended"))).to_be_visible()
    expect(door.get_by_text("Three times the same advertisement.")).to_be_visible()
    disagree(door, "It was somebody else at my desk.")
    open_case(moderator, "talks-olga")
    appeal = moderator.get_by_role("region", name="talks-olga disagrees")
    appeal.get_by_text("Keep the decision…").click()
    appeal.locator("details[open]").get_by_label("Text to the person").fill("Until the day named, then.")
    appeal.get_by_role("button", name="Keep it").click()
    door.reload()
    expect(door.get_by_text("the decision stays as it is")).to_be_visible()
    expect(door.get_by_text("Until the day named, then.")).to_be_visible()


def test_a_switch_stops_uploads_everywhere_within_seconds(new_window: NewWindow, site: Site) -> None:
    root, olga = new_window(), new_window()
    sign_up(olga, "stopped-olga")
    site.manage("createsuperuser", "--noinput", "--username=switches-root", DJANGO_SUPERUSER_PASSWORD=PASSWORD)
    log_in(root, "switches-root")
    flip_uploads(root, stopped=True, note="The disk is being replaced until noon.")
    try:
        olga.goto("/upload/")
        expect_within_seconds(olga, "The disk is being replaced until noon.")
        file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture("teal")}
        assert olga.request.post("/api/photos", multipart={"photo": file}).status == 503  # type: ignore[dict-item]
    finally:
        flip_uploads(root, stopped=False, note="")


def flip_uploads(root: Page, *, stopped: bool, note: str) -> None:
    """Flip the switch of the uploads in the administration."""
    open_page(root, "Kill switches", "core")
    root.get_by_role("link", name="Uploads", exact=True).click()
    root.get_by_label("Stopped").set_checked(stopped)
    root.get_by_label("Note for people").fill(note)
    root.get_by_role("button", name="Save", exact=True).click()
    expect(root.get_by_role("row", name="Uploads").get_by_text("Stopped" if stopped else "Goes on")).to_be_visible()


def expect_within_seconds(page: Page, words: str) -> None:
    """Load a page again until it says something, for no longer than a flipped switch may take."""
    notice = page.locator(".site-notice", has_text=words)
    ends_at = time.monotonic() + SWITCH_SECONDS
    while time.monotonic() < ends_at and not notice.is_visible():
        page.reload()
    expect(notice).to_be_visible(timeout=1)
