"""The first story: sign up, upload a real photo, see it; somebody else sees it in All and cannot delete it."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site
from tests.journeys.people import NewWindow, sign_up, upload

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def twelve_megapixels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw a JPEG of the size that phones take."""
    path = tmp_path_factory.mktemp("pictures") / "harbour at dawn.jpg"
    gradient = Image.linear_gradient("L").resize((4032, 3024))
    noise = Image.effect_noise((4032, 3024), 40)
    Image.merge("RGB", (gradient, noise, gradient.transpose(Image.Transpose.ROTATE_180))).save(path, quality=90)
    return path


def shown_size(page: Page) -> tuple[int, int]:
    """Answer the pixels of the file that the browser chose for the large picture, whatever the screen makes of them."""
    expect(page.locator("main img").first).to_be_visible()
    return tuple(
        page.evaluate(
            """async () => {
                const copy = new Image();
                const shown = document.querySelector("main img");
                await shown.decode();
                copy.src = shown.currentSrc;
                await copy.decode();
                return [copy.naturalWidth, copy.naturalHeight];
            }"""
        )
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_photo_of_one_is_seen_by_another_who_cannot_delete_it(
    new_window: NewWindow, twelve_megapixels: Path, *, scripts: bool
) -> None:
    title = f"Harbour {'with' if scripts else 'without'} scripts"
    mine, theirs = new_window(java_script_enabled=scripts), new_window(java_script_enabled=scripts)
    sign_up(mine, f"ana{scripts}")
    address = upload(mine, twelve_megapixels, title)
    expect(mine.get_by_role("heading", name=title)).to_be_visible()
    mine.goto("/")
    expect(mine.get_by_role("link", name=title)).to_be_visible()

    sign_up(theirs, f"ben{scripts}")
    theirs.goto("/explore/")
    theirs.get_by_role("link", name=title).click()
    expect(theirs).to_have_url(re.compile(re.escape(address)))
    expect(theirs.get_by_role("link", name="Delete")).to_have_count(0)
    answer = theirs.goto(f"{address}delete/")
    assert answer is not None
    assert answer.status == 403
    expect(theirs.get_by_text("belongs to somebody else")).to_be_visible()

    mine.goto(address)
    mine.get_by_role("link", name="Delete").click()
    mine.get_by_role("button", name="Delete").click()
    expect(mine.get_by_text("The photo is deleted.")).to_be_visible()
    theirs.goto(address)
    expect(theirs.get_by_text("404")).to_be_visible()


def test_the_large_picture_is_shown_at_its_full_size_and_nothing_jumps(
    new_window: NewWindow, twelve_megapixels: Path
) -> None:
    page = new_window(viewport={"width": 1440, "height": 900}, device_scale_factor=2)
    sign_up(page, "sizes")
    upload(page, twelve_megapixels, "Large")
    assert shown_size(page) == (2000, 1500)
    shift = """() => new Promise(done => new PerformanceObserver(list =>
        done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
        .observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 500))"""
    page.reload()
    assert page.evaluate(shift) < 0.01


def test_a_broken_file_is_refused_in_place_with_the_reason(new_window: NewWindow, tmp_path: Path) -> None:
    broken = tmp_path / "letter.jpg"
    broken.write_text("Dear Ana, this is no picture.")
    page = new_window()
    sign_up(page, "broken")
    page.goto("/upload/")
    page.locator("input[type=file]").set_input_files(broken)
    page.get_by_role("button", name="Upload photo").click()
    expect(page.get_by_text("not a picture")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_scrolls_sideways(new_window: NewWindow, twelve_megapixels: Path, width: int) -> None:
    page = new_window(viewport={"width": width, "height": 844})
    for path in ("/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/api/docs"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    sign_up(page, f"narrow{width}")
    address = upload(page, twelve_megapixels, "Narrow" * 30)
    for path in ("/", "/explore/", f"/u/narrow{width}/", "/upload/", address, f"{address}delete/", "/nothing/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_everything_is_still_there_after_a_restart(new_window: NewWindow, site: Site, twelve_megapixels: Path) -> None:
    page = new_window()
    sign_up(page, "patient")
    upload(page, twelve_megapixels, "Kept")
    site.stop()
    site.start()
    page.goto("/explore/")
    page.get_by_role("link", name="Kept").click()
    assert shown_size(page)[0] > 0


def test_a_picture_needs_no_other_host(new_window: NewWindow, site: Site, twelve_megapixels: Path) -> None:
    page = new_window()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_up(page, "local")
    upload(page, twelve_megapixels, "Local")
    page.goto("/explore/")
    assert [url for url in asked if not url.startswith((site.url, "data:", "blob:"))] == []
