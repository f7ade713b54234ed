"""How the tests of activity look at the site: as people do, through pages, JSON and their mailbox."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from accounts.models import User
from activity.models import ActivityTable, Note, note_key
from core.ids import new_id
from photos.models import Photo
from photos.services import add_comment, like_photo
from social.models import FriendRequest, Status
from tests.cast import browser_of

ADDRESS = "someone@example.org"


def told(user: User, query: str = "") -> list[dict[str, Any]]:
    """List somebody's notifications."""
    answer = browser_of(user).get(f"/api/notifications{query}")
    assert answer.status_code == 200, answer.content
    return list(answer.json())


def texts(user: User) -> list[str]:
    """List what somebody is told, in words."""
    return [note["text"] for note in told(user)]


def post(user: User, path: str, **body: Any) -> Any:
    """Do something as JSON clients do."""
    return browser_of(user).post(f"/api/{path}", json.dumps(body), content_type="application/json")


def like(user: User, photo: Photo) -> None:
    """Like a photo."""
    like_photo(actor=user, photo_id=photo.photo_id)


def comment(user: User, photo: Photo, text: str = "Nice") -> str:
    """Comment on a photo and answer the comment's id."""
    return add_comment(actor=user, photo_id=photo.photo_id, text=text).comment_id


def befriend(one: User, other: User) -> None:
    """Make two people friends, whatever way they went."""
    FriendRequest.objects.create(
        requester=one, receiver=other, status=Status.ACCEPTED, created_at="2026-01-01T00:00:00Z"
    )


def block(one: User, other: User) -> None:
    """Have one person block another."""
    assert browser_of(one).put(f"/api/blocks/{other.pk}").status_code == 204


def badges(browser: Client) -> dict[str, int]:
    """Read the numbers in the head of a page."""
    page = browser.get("/badges/").content.decode()
    found = {}
    for name in ("messages", "notifications", "friends"):
        part = page.split(f'id="badge-{name}"', 1)[1].split("hx-swap-oob", 2)[1]
        number = re.search(r", (\d+) ", part)
        found[name] = int(number[1]) if number else 0
    return found


def keys() -> list[tuple[str, str]]:
    """List what is stored about activity, but for what people did."""
    return sorted((item.pk, item.sk) for item in ActivityTable.scan() if not item.pk.startswith(("USER#", "ALL#")))


def with_address(user: User, address: str = ADDRESS) -> User:
    """Give somebody an address that can be mailed."""
    user.email = address
    user.save()
    return user


def planted_note(user: User, **words: Any) -> None:
    """Write a note as it would be stored, whatever it says."""
    note_id = new_id()
    Note(*note_key(user.pk, note_id), note_id=note_id, expires_at=datetime.now(UTC), **words).save()
