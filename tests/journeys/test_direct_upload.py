"""The upload page where pictures are on S3: it sends them straight to the bucket, and tells how it goes."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from core.tests.running import ROOT, Site
from tests import servers
from tests.journeys.people import picture, sign_up, upload

pytestmark = pytest.mark.journey
SECONDS = 20_000
BUCKET = "lumina-journey"


@pytest.fixture(scope="module")
def s3() -> str:
    """Start S3, or leave these stories out."""
    try:
        return servers.ministack()
    except servers.NotHere as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def on_s3(tmp_path_factory: pytest.TempPathFactory, stores: None, s3: str) -> Iterator[Site]:  # noqa: ARG001
    """Run a site whose pictures are on S3."""
    folder = tmp_path_factory.mktemp("on-s3")
    # In development static files are served as they are.
    site = Site(folder, DEBUG="on", STORAGE_BACKEND="s3", S3_BUCKET=BUCKET, S3_ENDPOINT_URL=s3)
    make = [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), "create_bucket"]
    subprocess.run(make, check=True, env={**os.environ, **site.world}, stdout=subprocess.DEVNULL)
    yield site
    site.stop()


@pytest.fixture
def page(chromium: Browser, on_s3: Site) -> Iterator[Page]:
    """Open a window on it; errors of the page and what its policy forbids fail the test."""
    complaints: list[str] = []
    context = chromium.new_context(base_url=f"http://127.0.0.1:{on_s3.port}")
    opened = context.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Make a picture of some size."""
    path = tmp_path / "harbour.jpg"
    path.write_bytes(picture("teal", 600, 400) + b"\0" * 3_000_000)
    return path


def bodies(page: Page) -> list[Request]:
    """Collect what the page sends from now on."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method != "GET" else None)
    return sent


def calls(sent: list[Request], site: Site) -> list[str]:
    """List the calls to the site, ids left out."""
    own = [request for request in sent if urlsplit(request.url).port == site.port]
    assert all(int(request.headers.get("content-length", "0")) < 10_000 for request in own)
    return [f"{r.method} {re.sub('[0-9a-f-]{36}', 'ID', urlsplit(r.url).path)}" for r in own]


def test_the_picture_goes_straight_to_the_bucket(page: Page, on_s3: Site, s3: str, photo: Path) -> None:
    sign_up(page, "straight")
    sent = bodies(page)
    upload(page, photo, "Straight")
    expect(page.get_by_role("heading", name="Straight")).to_be_visible()
    assert calls(sent, on_s3) == ["POST /api/uploads", "POST /api/uploads/ID/complete"]
    assert [request.url for request in sent if request.url.startswith(s3)] == [f"{s3}/{BUCKET}"]
    assert page.evaluate("document.querySelector('main img').decode().then(() => true)")


def test_what_is_no_picture_is_refused_in_its_row_and_leaves_nothing(page: Page, tmp_path: Path) -> None:
    letter = tmp_path / "letter.jpg"
    letter.write_text("Dear Ana, this is no picture.")
    sign_up(page, "letter")
    page.goto("/upload/")
    page.locator("input[type=file]").first.set_input_files(letter)
    with page.expect_request(lambda request: request.method == "DELETE"):
        page.get_by_role("button", name="Upload photo").click()
    expect(page.get_by_text("not a picture")).to_be_visible(timeout=SECONDS)
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    page.goto("/u/letter/")
    expect(page.locator("a.tile")).to_have_count(0)


def test_where_the_bucket_cannot_be_reached_the_picture_goes_through_the_site(page: Page, s3: str, photo: Path) -> None:
    sign_up(page, "walled")
    page.route(f"{s3}/{BUCKET}", lambda route: route.abort())
    upload(page, photo, "Around")
    expect(page.get_by_role("heading", name="Around")).to_be_visible()
    page.goto("/u/walled/")
    expect(page.locator("a.tile")).to_have_count(1)


def test_an_upload_is_cancelled_and_tried_again(page: Page, s3: str, photo: Path) -> None:
    sign_up(page, "undecided")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"{s3}/{BUCKET}", hold)
    page.goto("/upload/")
    page.locator("input[type=file]").first.set_input_files(photo)
    page.get_by_role("button", name="Upload photo").click()
    cancel = page.get_by_role("button", name="Cancel: harbour.jpg")
    expect(cancel).to_be_visible()
    page.wait_for_timeout(500)
    assert held
    with page.expect_response(lambda response: response.request.method == "DELETE") as gone:
        cancel.click()
    assert gone.value.status == 204
    expect(page.get_by_text("Cancelled")).to_be_visible()
    page.unroute(f"{s3}/{BUCKET}")
    page.get_by_role("button", name="Try again: harbour.jpg").click()
    expect(page).to_have_url(re.compile(r"/p/[0-9a-f-]{36}/$"), timeout=SECONDS)


def test_while_somebody_else_is_at_it_the_page_waits(page: Page, photo: Path) -> None:
    sign_up(page, "patient")

    def busy(route: Route) -> None:
        # As if a consumer were at work: it is done when the page asks the next time.
        photo_id = route.request.url.split("/")[-2]
        route.fetch()
        route.fulfill(status=202, json={"photoId": photo_id, "status": "processing"})

    page.route("**/api/uploads/*/complete", busy)
    upload(page, photo, "Waited for")
    expect(page.get_by_role("heading", name="Waited for")).to_be_visible()


def test_without_scripts_the_form_is_the_old_one(chromium: Browser, on_s3: Site, photo: Path) -> None:
    context = chromium.new_context(base_url=f"http://127.0.0.1:{on_s3.port}", java_script_enabled=False)
    page = context.new_page()
    sign_up(page, "plain")
    sent = bodies(page)
    upload(page, photo, "Plain")
    assert [urlsplit(request.url).path for request in sent] == ["/upload/"]
    context.close()
