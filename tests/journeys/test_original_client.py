"""The client of reference documents 000 and 001, served beside the site, drives the whole story through the API."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.people import PASSWORD, NewWindow, picture

pytestmark = pytest.mark.journey
FOLDER = Path(__file__).parent / "original"
KINDS = {".html": "text/html", ".js": "text/javascript"}


def serve(route: Route) -> None:
    """Answer the client's own files, as a front server in front of the site would."""
    path = FOLDER / (route.request.url.rsplit("/", 1)[1] or "index.html")
    route.fulfill(path=path, content_type=KINDS[path.suffix])


def client(new_window: NewWindow, username: str, do: str = "Sign up") -> Page:
    """Open the client and begin a session in it."""
    page = new_window()
    page.route("**/original/*", serve)
    page.goto("/original/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name=do).click()
    expect(page.get_by_text(f"Signed in as {username}")).to_be_visible()
    return page


def cards(page: Page, scope: str) -> list[str]:
    """Open a gallery and list its photos, all of whose thumbnails have loaded."""
    with page.expect_response(lambda answer: f"scope={scope}" in answer.url):
        page.get_by_role("button", name=scope.capitalize()).click()
    page.wait_for_function("[...document.querySelectorAll('figure img')].every(i => i.complete && i.naturalWidth > 0)")
    return [str(alt) for alt in page.locator("figure img").evaluate_all("pictures => pictures.map(p => p.alt)")]


def befriend(one: Page, other: Page, one_name: str, other_name: str) -> None:
    """Ask and accept."""
    one.get_by_label("Friend").fill(other_name)
    with one.expect_response("**/api/friends/request"):
        one.get_by_role("button", name="Ask").click()
    other.get_by_role("button", name="Requests").click()
    other.get_by_role("button", name=f"accept {one_name}").click()
    expect(other.locator("#friends")).to_have_text(one_name)
    expect(other.locator("#requests li")).to_have_count(0)


def upload(page: Page, caption: str) -> str:
    """Upload a picture and answer its id."""
    page.get_by_label("Photo").set_input_files(
        {"name": "boat.jpg", "mimeType": "image/jpeg", "buffer": picture("crimson", 600, 400)}
    )
    page.get_by_label("Caption").fill(caption)
    with page.expect_response("**/api/photos") as answered:
        page.get_by_role("button", name="Upload").click()
    assert answered.value.status == 201
    return str(answered.value.json()["id"])


def test_the_whole_story(new_window: NewWindow) -> None:
    ana, ben = client(new_window, "orig-ana"), client(new_window, "orig-ben")
    photo = upload(ana, "In the evening")
    assert cards(ana, "home") == [photo]
    assert photo in cards(ben, "all")
    assert cards(ben, "home") == []

    befriend(ana, ben, "orig-ana", "orig-ben")
    ana.get_by_role("button", name="Requests").click()
    expect(ana.locator("#friends")).to_have_text("orig-ben")
    assert cards(ben, "home") == [photo]

    ben.locator("figure").click()
    expect(ben.locator("#owner")).to_have_text("orig-ana")
    ben.wait_for_function("document.querySelector('#modal img').naturalWidth === 600")
    ben.get_by_role("button", name="Like").click()
    expect(ben.locator("#likes")).to_have_text("1 likes")
    ben.get_by_label("Comment").fill("What a calm evening!")
    ben.get_by_role("button", name="Comment").click()
    expect(ben.locator("#comments li")).to_have_text(["orig-ben: What a calm evening!"])
    ben.get_by_role("button", name="Delete").click()
    expect(ben.locator("#problem")).to_have_text("This photo belongs to somebody else.")
    ben.get_by_role("button", name="Close").click()

    assert cards(ana, "profile") == [photo]
    expect(ana.locator("figcaption")).to_contain_text("1 likes")
    ana.locator("figure").click()
    expect(ana.locator("#comments li")).to_have_text(["orig-ben: What a calm evening!"])
    ana.get_by_role("button", name="Delete").click()
    expect(ana.locator("figure")).to_have_count(0)
    assert cards(ben, "home") == []


def test_messages_arrive_by_polling(new_window: NewWindow) -> None:
    ana, ben = client(new_window, "poll-ana"), client(new_window, "poll-ben")
    befriend(ana, ben, "poll-ana", "poll-ben")
    for page, other in ((ana, "poll-ben"), (ben, "poll-ana")):
        page.get_by_label("Chat with").fill(other)
        with page.expect_response("**/api/messages?user_id=*"):
            page.get_by_role("button", name="Open chat").click()
    for writer, reader, name, text in ((ana, ben, "poll-ana", "Are you there?"), (ben, ana, "poll-ben", "I am.")):
        writer.get_by_label("Message").fill(text)
        writer.get_by_role("button", name="Send").click()
        expect(reader.locator("#messages")).to_contain_text(f"{name}: {text}", timeout=8_000)
    expect(ana.locator("#messages li")).to_have_text(["poll-ana: Are you there?", "poll-ben: I am."])


def test_what_is_refused_is_told(new_window: NewWindow) -> None:
    page = client(new_window, "told")
    page.get_by_label("Friend").fill("told")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#problem")).not_to_be_empty()
    again = client(new_window, "told", do="Log in")
    again.get_by_label("Password").fill("something else")
    again.get_by_role("button", name="Log in").click()
    expect(again.locator("#problem")).to_have_text("invalid credentials")
