"""The screening of pictures in a real browser: rejected and overturned, held and approved, and a service that fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from moderation.tests.rekognition import MODERATION, Rekognition, bad, moderated, server_here, standing_in
from tests.journeys.conftest import Site
from tests.journeys.moderators import appointed, disagree, is_blurred, open_case, open_queue, row_of, status_of
from tests.journeys.people import NewWindow, picture, sign_up, upload

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def service() -> Iterator[Rekognition]:
    """Let a server on this machine answer as Amazon Rekognition does."""
    with server_here() as server, standing_in(server) as stand_in:
        yield stand_in


@pytest.fixture(scope="module")
def screened(tmp_path_factory: pytest.TempPathFactory, service: Rekognition) -> Iterator[Site]:
    """Run a site that asks it about every picture."""
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    address = {"MODERATION_BACKEND": "rekognition", "REKOGNITION_ENDPOINT_URL": service.address}
    site = Site(tmp_path_factory.mktemp("screened"), **address, **keys)
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="module")
def moderator(screened: Site, chromium: Browser) -> Iterator[Page]:
    """Appoint a moderator there, and answer their window."""
    contexts = []

    def opened(**options: object) -> Page:
        contexts.append(chromium.new_context(**options))  # type: ignore[arg-type]
        return contexts[-1].new_page()

    yield appointed(screened, opened, "mod-max")
    for context in contexts:
        context.close()


@pytest.fixture
def window(new_window: NewWindow, screened: Site) -> NewWindow:
    """Open windows on that site, each of somebody who has just signed up."""

    def opened(name: str) -> Page:
        page = new_window(base_url=screened.url)
        sign_up(page, name)
        return page

    return opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Draw a picture into a file."""
    path = tmp_path / "picture.jpg"
    path.write_bytes(picture("teal", 300, 200))
    return path


def test_a_rejection_by_the_screening_is_overturned(
    window: NewWindow, moderator: Page, service: Rekognition, file: Path
) -> None:
    olga, rob = window("statue-olga"), window("statue-rob")
    service.tell(MODERATION, moderated(("Explicit Nudity", 97.0, "")))
    address = upload(olga, file, "A statue")
    expect(olga.get_by_text("This photo is not shown to others.")).to_be_visible()
    expect(olga.get_by_text("It seems to show: Explicit Nudity.")).to_be_visible()
    assert status_of(rob, address) == 404
    olga.get_by_role("link", name="Read the decision").click()
    olga.get_by_role("link", name="Your photo was removed").click()
    disagree(olga, "It is made of marble.")

    open_case(moderator, "statue-olga")
    assert is_blurred(moderator.locator(".case-picture .veil"))
    found = moderator.get_by_role("region", name="What the screening found")
    expect(found.locator(".is-unsafe", has_text="Explicit Nudity")).to_contain_text("97 %")
    appeal = moderator.get_by_role("region", name="statue-olga disagrees")
    expect(appeal.get_by_text("It is made of marble.")).to_be_visible()
    appeal.get_by_text("Undo the decision…").click()
    appeal.locator("details[open]").get_by_label("Text to the person").fill("A machine has looked, and was wrong.")
    appeal.get_by_role("button", name="Undo it").click()
    expect(moderator.get_by_text("Undone: removed.")).to_be_visible()

    assert status_of(rob, address) == 200
    olga.reload()
    expect(olga.get_by_text("A machine has looked, and was wrong.").first).to_be_visible()
    olga.goto(address)
    expect(olga.get_by_text("This photo is not shown to others.")).to_have_count(0)


def test_a_held_photo_is_approved_with_two_keys(
    window: NewWindow, moderator: Page, service: Rekognition, file: Path
) -> None:
    hanna, rob = window("fencing-hanna"), window("fencing-rob")
    service.tell(MODERATION, moderated(("Violence", 70.0, "")))
    address = upload(hanna, file, "Fencing")
    expect(hanna.get_by_text("This photo is being checked. Until then only you see it.")).to_be_visible()
    hanna.goto("/u/fencing-hanna/")
    expect(hanna.locator(".tile-state", has_text="Being checked")).to_be_visible()
    assert status_of(rob, address) == 404

    open_queue(moderator)
    expect(row_of(moderator, "fencing-hanna").get_by_text("Held back")).to_be_visible()
    open_case(moderator, "fencing-hanna")
    moderator.keyboard.press("a")
    expect(moderator.get_by_role("button", name="Decide, then next case")).to_be_focused()
    moderator.keyboard.press("Enter")
    expect(moderator.get_by_text("Nothing is waiting.").first).to_be_visible()

    assert status_of(rob, address) == 200
    hanna.goto("/notifications/")
    expect(hanna.get_by_text("Your photo is published now")).to_be_visible()


def test_what_could_not_be_screened_waits_and_is_screened_again(
    window: NewWindow, screened: Site, service: Rekognition, file: Path
) -> None:
    ida, rob = window("waits-ida"), window("waits-rob")
    service.tell(MODERATION, bad("InternalServerError", 500))
    address = upload(ida, file, "In a bad hour")
    expect(ida.get_by_text("It could not be checked yet. It is looked at again by itself.")).to_be_visible()
    assert status_of(rob, address) == 404

    service.tell(MODERATION, moderated())
    # `manage.py up` does the same every five minutes.
    screened.manage("check_integrity", "--repair")
    assert status_of(rob, address) == 200
    ida.reload()
    expect(ida.get_by_text("It could not be checked yet.")).to_have_count(0)
