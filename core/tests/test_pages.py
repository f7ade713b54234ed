"""Every page that can be reached by following links: its headers, and that nothing in it runs or is styled inline."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings

from tests.cast import browser_of

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|action|hx-get)="(/[^"#]*)')
# Where the pictures are, when they are in S3.
PICTURES = f"{settings.S3_ENDPOINT_URL}/"
ELSEWHERE = re.compile(r"(?:https?:)?//")
ERRORS = ("/nothing", "/explore/?before=nonsense", "/accounts/login/?next=/nothing")
LEFT_OUT = ("/static/", "/media/", "/admin/jsi18n/", "/admin/r/")


def pages_of(user: Any) -> dict[str, Any]:
    """Follow every link of the site."""
    browser = browser_of(user)
    waiting = ["/", *ERRORS, "/accounts/signup/", "/admin/"]
    pages: dict[str, Any] = {}
    while waiting and len(pages) < 80:
        path = waiting.pop().replace("&amp;", "&")
        if path in pages or path.startswith(LEFT_OUT):
            continue
        pages[path] = browser.get(path)
        if pages[path].headers.get("Content-Type", "").startswith("text/html") and not pages[path].streaming:
            waiting += LINK.findall(pages[path].content.decode())
    return pages


@pytest.fixture(params=["visitor", "member", "moderator"])
def pages(request: pytest.FixtureRequest, owner: Any, moderator: Any, upload: Callable[..., Any]) -> dict[str, Any]:
    """Walk through the site as three kinds of people, who see words that would like to be code."""
    evil = "\"'><script>alert(1)</script><b style=x onclick=x>"
    upload(owner, title=evil, caption=evil, description=evil, topic="<i>", tags="<u>", alt=evil)
    return pages_of({"visitor": None, "member": owner, "moderator": moderator}[request.param])


def test_every_page_can_be_read_and_trusted(pages: dict[str, Any]) -> None:
    assert len(pages) > 5
    for path, page in pages.items():
        assert page.status_code < 500, path
        check_headers(path, page)
        if not page.streaming:
            check_nothing_is_inline(path, page.content.decode())


def check_headers(path: str, page: Any) -> None:
    """Look at what protects a page."""
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy, path
    assert "frame-ancestors 'none'" in policy, path
    assert "unsafe" not in policy, path
    assert page["X-Frame-Options"] == "DENY", path
    assert page["X-Content-Type-Options"] == "nosniff", path
    assert page["Referrer-Policy"] == "same-origin", path
    assert page["Cross-Origin-Opener-Policy"] == "same-origin", path
    assert "private" in page["Cache-Control"], path
    assert "Cookie" in page["Vary"], path


class Inline(HTMLParser):
    """Collects what the policy would stop, and what loads from another host."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        code = tag == "script" and "src" not in given and given.get("type") != "application/json"
        if tag == "style" or code:
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            runs = (
                name == "style" or name.startswith(("on", "hx-on")) or value.strip().lower().startswith("javascript:")
            )
            loads = name in {"src", "srcset", "action", "data"} or (tag == "link" and name == "href")
            if runs or (loads and ELSEWHERE.search(value.replace(PICTURES, "/"))):
                self.found.append(f"<{tag} {name}={value}>")


def check_nothing_is_inline(path: str, text: str) -> None:
    """Look for code and styles inside the page."""
    assert Inline(text).found == [], path


def test_what_is_inline_would_be_found() -> None:
    for text in (
        "<script>a",
        "<style>",
        "<b style=a>",
        "<b ONCLICK=a>",
        "<a href=' javascript:a'>",
        "<img src=//a.example>",
    ):
        assert Inline(text).found, text
    assert Inline('<script src="/a.js"></script><img src="/a.jpg" alt="<b style=a>"><a href="//a.example">').found == []


@pytest.mark.parametrize("path", ["/api/auth/me", "/api/photos", "/api/nothing", "/api/photos/nothing"])
def test_json_belongs_to_one_person_too(path: str, owner: Any) -> None:
    answer = browser_of(owner).get(path)
    # What has a tag is kept by the client, and asked about each time.
    assert answer["Cache-Control"] == ("private, no-cache" if "ETag" in answer else "private, no-store")
    assert {"Cookie", "Authorization"} <= set(answer["Vary"].split(", "))
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_every_answer_has_a_name_of_its_own() -> None:
    browser = browser_of(None)
    names = {browser.get(path)["X-Request-ID"] for path in ("/", "/nothing", "/api/photos")}
    assert len(names) == 3
