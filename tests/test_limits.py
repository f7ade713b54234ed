"""What is done too often within an hour is refused over HTTP with the time to wait, and leaves nothing behind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from moderation.models import Case, Report
from photos.tests.seeing import plant
from social.models import FriendRequest
from tests.cast import befriended, browser_of, files_stored, items_stored, person, program_of, upload_file

pytestmark = pytest.mark.django_db
JSON = "application/json"
Deed = Callable[[Client, str, User], Any]


def upload(program: Client, photo_id: str, owner: User) -> Any:  # noqa: ARG001
    return program.post("/api/photos", {"photo": upload_file()})


def portrait(program: Client, photo_id: str, owner: User) -> Any:  # noqa: ARG001
    return program.post("/api/users/profile-picture", {"photo": upload_file()})


def like(program: Client, photo_id: str, owner: User) -> Any:  # noqa: ARG001
    return program.post(f"/api/photos/{photo_id}/like")


def comment(program: Client, photo_id: str, owner: User) -> Any:  # noqa: ARG001
    return program.post(f"/api/photos/{photo_id}/comments", '{"text": "Hello"}', content_type=JSON)


def message(program: Client, photo_id: str, owner: User) -> Any:  # noqa: ARG001
    return program.post("/api/messages", {"to_user_id": owner.pk, "text": "Hello"}, content_type=JSON)


def friend_request(program: Client, photo_id: str, owner: User) -> Any:  # noqa: ARG001
    return program.post("/api/friends/request", {"username": "nobody-yet"}, content_type=JSON)


def report(program: Client, photo_id: str, owner: User) -> Any:  # noqa: ARG001
    told = {"target_type": "photo", "target_id": photo_id, "reason": "spam"}
    return program.post("/api/reports", told, content_type=JSON)


DEEDS: list[tuple[str, Deed]] = [
    ("uploads", upload),
    ("uploads", portrait),
    ("likes", like),
    ("comments", comment),
    ("messages", message),
    ("friend_requests", friend_request),
    ("reports", report),
]


def everything_stored() -> tuple[object, ...]:
    """Look into every store."""
    rows = [sorted(kind.objects.values_list("pk", flat=True)) for kind in (FriendRequest, Case, Report)]
    portraits = sorted(User.objects.values_list("pk", "avatar_key"))
    return items_stored(), files_stored(), rows, portraits


@pytest.mark.parametrize("client_of", [browser_of, program_of], ids=["session", "token"])
@pytest.mark.parametrize(("action", "deed"), DEEDS, ids=[deed.__name__ for _, deed in DEEDS])
def test_too_often_is_refused_and_stores_nothing(
    owner: User, settings: Any, action: str, deed: Deed, client_of: Callable[[User], Client]
) -> None:
    photo = plant(owner)
    somebody, _ = person("somebody"), person("nobody-yet")
    befriended(somebody, owner)
    client = client_of(somebody)
    cache.clear()
    settings.HOURLY_LIMITS = {**settings.HOURLY_LIMITS, action: 0}
    before = everything_stored()
    answer = deed(client, photo.photo_id, owner)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    assert 1 <= int(answer["Retry-After"]) <= 3600
    assert "no-store" in answer["Cache-Control"]
    assert everything_stored() == before
    # One more, and it is done: what was refused was refused for this reason.
    settings.HOURLY_LIMITS = {**settings.HOURLY_LIMITS, action: 2}
    assert deed(client, photo.photo_id, owner).status_code in {200, 201}
    assert everything_stored() != before
    # A repeated like or report is none, and costs nothing.
    again = 200 if deed is like else 201 if deed is report else 429
    assert deed(client, photo.photo_id, owner).status_code == again
