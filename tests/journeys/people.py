"""What people do in every journey."""

import io
import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

PASSWORD = "a quiet harbour at dawn"
NewWindow = Callable[..., Page]


def sign_up(page: Page, username: str) -> None:
    """Make an account through the page."""
    page.goto("/accounts/signup/")
    page.get_by_label("Username").fill(username)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.locator("form button[type=submit]", has_text="Sign up").click()
    expect(page.get_by_role("heading", name="Home", exact=True)).to_be_visible()


def upload(page: Page, picture: Path, title: str) -> str:
    """Upload one picture through the page and answer the photo's own address."""
    page.goto("/upload/")
    page.locator("input[type=file]").first.set_input_files(picture)
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Upload photo").click()
    expect(page).to_have_url(re.compile(r"/p/[0-9a-f-]{36}/$"), timeout=20_000)
    return page.url


def picture(colour: str, width: int = 90, height: int = 60) -> bytes:
    """Draw a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


def post_photos(page: Page, number: int) -> list[str]:
    """Upload many small pictures as a program would, with the page's own session, and answer their ids."""
    ids = []
    for count in range(number):
        colour = f"hsl({count * 37 % 360}, 60%, 50%)"
        content = picture(colour, 60 + count % 7 * 15)
        file: FilePayload = {"name": f"{count}.jpg", "mimeType": "image/jpeg", "buffer": content}
        answer = page.request.post("/api/photos", multipart={"photo": file, "title": f"Number {count}"})
        assert answer.status == 201, answer.text()
        ids.append(answer.json()["id"])
    return ids


def befriend(one: Page, name: str, other: Page, other_name: str) -> None:
    """Sign two people up and make them friends, as a program would."""
    sign_up(one, name)
    sign_up(other, other_name)
    made = one.request.post("/api/friends/request", data={"username": other_name})
    assert made.status == 201, made.text()
    answer = {"request_id": made.json()["id"], "action": "accept"}
    assert other.request.post("/api/friends/respond", data=answer).status == 200


def open_thread(page: Page, username: str) -> None:
    """Open the conversation with somebody."""
    page.goto(f"/messages/{username}/")
    expect(page.locator("#composer-text")).to_be_visible()


def say(page: Page, text: str) -> None:
    """Write a message and send it by Enter, once the page's scripts are there."""
    page.wait_for_load_state()
    page.locator("#composer-text").fill(text)
    page.locator("#composer-text").press("Enter")
