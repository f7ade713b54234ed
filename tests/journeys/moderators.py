"""What moderators, and those whom they decide about, do in a browser: only what one sees there is clicked."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Site
from tests.journeys.people import PASSWORD, NewWindow, sign_up

SECONDS = 15_000


def log_in(page: Page, username: str) -> None:
    """Come back through the login page."""
    page.goto("/")
    page.get_by_role("link", name="Log in").first.click()
    page.get_by_label("Username or email").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form").get_by_role("button", name="Log in").click()


def open_menu(page: Page, entry: str) -> None:
    """Choose an entry of one's own menu."""
    page.locator(".menu summary").click()
    page.locator(".menu-panel").get_by_role("link", name=entry, exact=True).click()


def open_page(page: Page, name: str, app: str) -> None:
    """Open the administration from the site, and there one of its pages by the name that it has at the front."""
    page.goto("/")
    open_menu(page, "Administration")
    page.locator(f"#content-main .app-{app} tbody").get_by_role("link", name=name, exact=True).click()


def appointed(site: Site, new_window: NewWindow, name: str) -> Page:
    """Sign somebody up, have a superuser of the command line appoint them, and answer their window."""
    root = f"root-of-{name}"
    site.manage("createsuperuser", "--noinput", f"--username={root}", DJANGO_SUPERUSER_PASSWORD=PASSWORD)
    moderator, superuser = (new_window(base_url=site.url) for _ in range(2))
    sign_up(moderator, name)
    log_in(superuser, root)
    open_page(superuser, "People", "accounts")
    superuser.get_by_role("row", name=name).first.get_by_role("checkbox").check()
    choose_action(superuser, "Appoint selected people as moderators")
    superuser.get_by_role("button", name=re.compile("^Yes")).click()
    expect(superuser.locator(".messagelist .success")).to_be_visible()
    superuser.context.close()
    return moderator


def choose_action(page: Page, label: str) -> None:
    """Do something with what is ticked in a list of the administration."""
    page.get_by_role("combobox", name="Action").first.select_option(label=label)
    page.get_by_role("button", name=re.compile("^(Go|Run)")).first.click()


def open_queue(page: Page) -> None:
    """Open the queue of what waits."""
    open_page(page, "Cases", "moderation")
    expect(page.get_by_role("heading", name=re.compile("case", re.IGNORECASE)).first).to_be_visible()


def row_of(page: Page, person: str) -> Locator:
    """Find the line of the one case about something of somebody's in the open queue."""
    row = page.locator("#result_list tbody tr", has_text=person)
    expect(row).to_have_count(1)
    return row


def open_case(page: Page, person: str) -> None:
    """Find the case about somebody in the queue and open it."""
    open_queue(page)
    row_of(page, person).locator(".field-what a").click()
    expect(page.locator("[data-case-page]")).to_be_visible()


def is_blurred(veil: Locator) -> bool:
    """Say whether the browser draws the picture behind a veil so that nothing is to be seen."""
    return str(veil.locator("img").evaluate("picture => getComputedStyle(picture).filter")).startswith("blur(")


def rule(page: Page, decision: str, message: str = "") -> None:
    """Choose a decision on the page of a case, say why, and make it."""
    page.get_by_role("radio", name=re.compile(f"^{decision}")).check()
    page.locator("#decide").get_by_label("Text to the person").fill(message)
    page.get_by_role("button", name="Decide, then next case").click()


def report_here(page: Page, reason: str, text: str = "") -> None:
    """Fill in the open page of a report and send it."""
    page.get_by_role("radio", name=re.compile(f"^{reason}")).check()
    page.get_by_label("What should a moderator know?").fill(text)
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_text("Thank you. A moderator will look at it.")).to_be_visible()


def report_photo(page: Page, address: str, reason: str, text: str = "") -> None:
    """Report a photo from its own page."""
    page.goto(address)
    page.get_by_role("link", name="Report this photo").click()
    report_here(page, reason, text)


def disagree(page: Page, text: str) -> None:
    """Say on the open page of a decision that one sees it differently."""
    page.get_by_role("heading", name="Do you see it differently?").wait_for()
    page.locator("textarea[name=text]").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="You disagreed")).to_be_visible()


def status_of(page: Page, address: str) -> int:
    """Open an address and answer the status."""
    answer = page.goto(address)
    assert answer is not None
    return answer.status
