"""What a photo is in the stores: its items, its files, and how they are read."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.models import User
from core.dynamo import connection
from core.ids import made_at
from photos.tests.seeing import SIZES, Uploads, traces
from tests.cast import browser_of, files_stored, items_stored

# Where a photo of the owner's stands with the words that the test below gives it.
SAID = ["TAG#sea", "TITLE#A Red boat", "TOPIC#at sea", *(f"TERM#{word}" for word in ("red", "boat", "sea", "owner"))]


@pytest.fixture
def reads() -> Iterator[list[tuple[str, bool]]]:
    """List each read that goes over the wire: its operation, and whether it is consistent."""
    sent: list[tuple[str, bool]] = []

    def note(request: Any, event_name: str, **_: object) -> None:
        operation = event_name.rsplit(".", 1)[-1]
        body = json.loads(request.body)
        parts = [body] if operation == "Query" else list(body["RequestItems"].values())
        sent.extend((operation, bool(part.get("ConsistentRead"))) for part in parts)

    events = connection().client.meta.events
    for operation in ("Query", "BatchGetItem"):
        events.register(f"before-send.dynamodb.{operation}", note, unique_id=f"reads-{operation}")
    yield sent
    for operation in ("Query", "BatchGetItem"):
        events.unregister(f"before-send.dynamodb.{operation}", unique_id=f"reads-{operation}")


@pytest.mark.parametrize(("visibility", "public"), [("everyone", ["EXPLORE#0", *SAID]), ("friends", []), ("me", [])])
def test_a_photo_is_one_item_and_an_entry_in_each_listing(
    owner: User, upload: Uploads, visibility: str, public: list[str]
) -> None:
    photo_id = upload(owner, visibility=visibility, title="A Red boat", tags="Sea", topic="At Sea").photo_id
    entry = f"PHOTO#{photo_id}"
    listings = [*public, f"USER#{owner.pk}", f"FEED#{owner.pk}", f"ALL#{made_at(photo_id):%Y-%m}"]
    listings += [] if public else [f"STAFF{word}" for word in SAID if word.startswith("TERM#")]
    assert traces() == sorted([*((listing, entry) for listing in listings), (entry, "META")])
    assert [item for item in items_stored() if item[0] == "TOPICS"] == ([("TOPICS", "at sea")] if public else [])


def test_the_fullest_photo_is_published_edited_and_deleted_within_the_stores_limits(
    owner: User, upload: Uploads
) -> None:
    def full(word: str) -> dict[str, str]:
        texts = {name: f"{word}{name}" for name in ("title", "topic")}
        return texts | {
            "tags": ",".join(f"{word}tag{number}" for number in range(20)),
            "caption": " ".join(f"{word}{number}" for number in range(99)),
        }

    browser = browser_of(owner)
    photo_id = upload(owner, **full("old")).photo_id
    assert len([listing for listing, _ in traces() if listing.startswith("TERM#old")]) == 59
    answer = browser.patch(f"/api/photos/{photo_id}", full("new"), content_type="application/json")
    assert answer.status_code == 200
    assert [listing for listing, _ in traces() if "#old" in listing] == []
    assert len([listing for listing, _ in traces() if "#new" in listing]) == 20 + 2 + 59
    assert browser.delete(f"/api/photos/{photo_id}").status_code == 204
    assert traces() == []


def test_a_photo_is_five_renditions_and_the_original(owner: User, upload: Uploads) -> None:
    photo_id = upload(owner).photo_id
    renditions = sorted(f"photos/{photo_id}_{size}.jpg" for size in SIZES)
    assert files_stored() == [f"originals/{photo_id}.jpg", *renditions]


@pytest.mark.parametrize("path", ["/", "/u/owner/", "/api/photos", "/api/photos?scope=profile"])
def test_ones_own_listing_is_read_consistently(
    owner: User, upload: Uploads, reads: list[tuple[str, bool]], path: str
) -> None:
    upload(owner)
    browser = browser_of(owner)
    # The first look at a profile counts the photos, which is kept for a while.
    browser.get(path)
    reads.clear()
    assert browser.get(path).status_code == 200
    assert reads == [("Query", True), ("BatchGetItem", True)]


@pytest.mark.parametrize("path", ["/explore/", "/u/owner/", "/api/photos?scope=all"])
def test_photos_are_read_consistently_also_from_a_listing_that_is_not(
    owner: User, stranger: User, upload: Uploads, reads: list[tuple[str, bool]], path: str
) -> None:
    upload(owner)
    reads.clear()
    browser = browser_of(stranger)
    browser.get(path)
    reads.clear()
    assert browser.get(path).status_code == 200
    assert reads == [("Query", False), ("BatchGetItem", True)]


@pytest.mark.parametrize(
    ("path", "calls_made"),
    [
        ("/p/{}/", ["BatchGetItem", "Query"]),
        *((f"/api/photos/{{}}{end}", ["BatchGetItem"]) for end in ("", "/image/full")),
    ],
)
def test_one_photo_costs_one_consistent_read(
    owner: User,
    stranger: User,
    upload: Uploads,
    counted: Callable[[], Any],
    reads: list[tuple[str, bool]],
    path: str,
    calls_made: list[str],
) -> None:
    photo = upload(owner)
    browser = browser_of(stranger)
    # The first look in an hour is counted, which is a write.
    browser.get(path.format(photo.photo_id))
    reads.clear()
    with counted() as calls:
        assert browser.get(path.format(photo.photo_id)).status_code in {200, 302}
    assert calls.dynamodb == calls_made
    assert reads == [(call, True) for call in calls_made]
    assert len(calls.sql) <= 3
