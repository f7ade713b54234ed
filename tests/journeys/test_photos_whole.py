"""Many photos in a real browser: twenty at once, two hundred to scroll through, one by keys, all without scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import NewWindow, picture, post_photos, sign_up, upload

pytestmark = pytest.mark.journey
SECONDS = 30_000


@pytest.fixture(scope="module")
def twenty_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Make nineteen pictures and, among them, a letter that calls itself one."""
    folder = tmp_path_factory.mktemp("twenty")
    files = [folder / f"picture {number}.jpg" for number in range(20)]
    for number, path in enumerate(files):
        path.write_bytes(picture(f"hsl({number * 18}, 70%, 45%)", 300, 200))
    files[7].write_text("Dear Ana, this is no picture.")
    return files


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one small picture."""
    path = tmp_path_factory.mktemp("small") / "boat.jpg"
    path.write_bytes(picture("crimson", 600, 400))
    return path


def tiles(page: Page) -> list[str]:
    """List the photos of a gallery, by their paths."""
    hrefs = page.locator("a.tile").evaluate_all("tiles => tiles.map(tile => new URL(tile.href).pathname)")
    return [str(href) for href in hrefs]


def test_twenty_at_once_with_a_broken_one_among_them(new_window: NewWindow, twenty_files: list[Path]) -> None:
    page = new_window()
    sign_up(page, "many")
    page.goto("/upload/")
    page.locator("input[type=file]").first.set_input_files(twenty_files)
    page.get_by_role("button", name="Upload 20 photos").click()
    expect(page.get_by_text("not a picture")).to_be_visible(timeout=SECONDS)
    expect(page.locator("[data-rows] a[href^='/p/']")).to_have_count(19, timeout=SECONDS)
    page.goto("/u/many/")
    expect(page.locator("a.tile")).to_have_count(19)


def test_two_hundred_are_scrolled_through_and_the_way_back_leads_to_the_same_place(new_window: NewWindow) -> None:
    page = new_window(viewport={"width": 1440, "height": 900})
    sign_up(page, "scroller")
    ids = post_photos(page, 200)
    page.goto("/u/scroller/")
    while len(tiles(page)) < 200:
        seen = len(tiles(page))
        page.mouse.wheel(0, 4000)
        page.wait_for_function("count => document.querySelectorAll('a.tile').length > count", arg=seen, timeout=SECONDS)
    assert tiles(page) == [f"/p/{photo_id}/" for photo_id in reversed(ids)]

    tile = page.locator(f"a.tile[href^='/p/{ids[40]}/']")
    tile.scroll_into_view_if_needed()
    tile.click()
    expect(page).to_have_url(re.compile(f"/p/{ids[40]}/"))
    page.go_back()
    expect(tile).to_be_in_viewport(timeout=SECONDS)


def test_a_photo_by_keys_alone(new_window: NewWindow) -> None:
    mine, theirs = new_window(), new_window()
    sign_up(mine, "keys-owner")
    first, second, third = post_photos(mine, 3)
    sign_up(theirs, "keys-reader")
    theirs.goto(f"/p/{second}/?in=u:keys-owner")
    theirs.keyboard.press("ArrowRight")
    expect(theirs).to_have_url(re.compile(first))
    theirs.keyboard.press("ArrowLeft")
    expect(theirs).to_have_url(re.compile(second))
    theirs.keyboard.press("ArrowLeft")
    expect(theirs).to_have_url(re.compile(third))
    theirs.keyboard.press("l")
    expect(theirs.get_by_text("1 like", exact=True)).to_be_visible()
    theirs.keyboard.press("c")
    theirs.keyboard.type("By keys alone")
    theirs.keyboard.press("Tab")
    theirs.keyboard.press("Enter")
    expect(theirs.locator(".comment", has_text="By keys alone")).to_be_visible()
    theirs.locator("body").press("?")
    expect(theirs.get_by_role("dialog")).to_be_visible()
    theirs.keyboard.press("Escape")
    expect(theirs.get_by_role("dialog")).to_be_hidden()
    theirs.keyboard.press("Escape")
    expect(theirs).to_have_url(re.compile("/u/keys-owner/"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_what_people_do_with_a_photo(new_window: NewWindow, small: Path, *, scripts: bool) -> None:
    name = "with" if scripts else "without"
    mine, theirs = new_window(java_script_enabled=scripts), new_window(java_script_enabled=scripts)
    sign_up(mine, f"giver-{name}")
    address = upload(mine, small, f"Boat {name} scripts")
    sign_up(theirs, f"taker-{name}")
    theirs.goto("/explore/")
    theirs.get_by_role("link", name=f"Boat {name} scripts").click()
    theirs.get_by_role("button", name="Like").click()
    expect(theirs.get_by_text("1 like", exact=True)).to_be_visible()
    theirs.get_by_role("button", name="Save").click()
    theirs.locator("#comment-text").fill("What a boat!")
    theirs.get_by_role("button", name="Post").click()
    expect(theirs.locator(".comment", has_text="What a boat!")).to_be_visible()
    theirs.goto("/saved/")
    expect(theirs.get_by_role("link", name=f"Boat {name} scripts")).to_be_visible()

    mine.goto(address)
    mine.get_by_role("link", name="Edit").click()
    mine.get_by_label("Tags").fill("Harbour, boats")
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_text("Your changes are saved.")).to_be_visible()
    theirs.goto("/search/?q=harbour+BOAT")
    expect(theirs.get_by_role("link", name=f"Boat {name} scripts")).to_be_visible()

    mine.goto(address)
    mine.get_by_role("link", name="Delete").click()
    mine.get_by_role("button", name="Delete").click()
    expect(mine.get_by_text("The photo is deleted.")).to_be_visible()
    theirs.goto("/saved/")
    expect(theirs.locator("a.tile")).to_have_count(0)
