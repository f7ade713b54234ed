"""What S3 tells of uploads, as recorded from AWS: understood whatever it is, and never a reason to stop."""

import copy
import json
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from accounts.models import User
from photos.services import NoEvent, NotDone, handle_event
from photos.services.events import read_event
from photos.tests.seeing import MISSING, ids_in
from photos.tests.ticketing import sent, ticket
from tests.cast import browser_of, files_stored

# As S3 sends it after a POST of a form, but for the account.
RECORD: dict[str, Any] = {
    "eventVersion": "2.1",
    "eventSource": "aws:s3",
    "awsRegion": "eu-central-1",
    "eventTime": "2025-03-04T05:06:07.089Z",
    "eventName": "ObjectCreated:Post",
    "userIdentity": {"principalId": "AWS:AROAEXAMPLE:lumina"},
    "requestParameters": {"sourceIPAddress": "203.0.113.5"},
    "responseElements": {
        "x-amz-request-id": "C3D13FE58DE4C810",
        "x-amz-id-2": "FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7",
    },
    "s3": {
        "s3SchemaVersion": "1.0",
        "configurationId": "lumina-incoming",
        "bucket": {
            "name": "BUCKET",
            "ownerIdentity": {"principalId": "A3NL1KOZZKExample"},
            "arn": "arn:aws:s3:::BUCKET",
        },
        "object": {
            "key": "KEY",
            "size": 677,
            "eTag": "d41d8cd98f00b204e9800998ecf8427e",
            "sequencer": "0055AED6DCD90281E5",
        },
    },
}
# What S3 sends when a bucket is told to send events.
TEST_EVENT = {
    "Service": "Amazon S3",
    "Event": "s3:TestEvent",
    "Time": "2025-03-04T05:06:07.089Z",
    "Bucket": "our-photos",
    "RequestId": "5582815E1AEA5ADF",
    "HostId": "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE",
}


@pytest.fixture(autouse=True)
def our_bucket(settings: Any) -> None:
    """Have a bucket to speak of, also where files are on the disk."""
    settings.S3_BUCKET = settings.S3_BUCKET or "our-photos"


def event(*keys: str, bucket: str = "", name: str = "ObjectCreated:Post") -> dict[str, Any]:
    """Write the event for keys as they stand in one."""
    records = []
    for key in keys:
        record = copy.deepcopy(RECORD)
        record["eventName"] = name
        record["s3"]["bucket"]["name"] = bucket or settings.S3_BUCKET
        record["s3"]["object"]["key"] = key
        records.append(record)
    return {"Records": records}


def test_what_has_come_is_published(owner: User) -> None:
    photo_id = sent(browser_of(owner))
    assert handle_event(event(f"incoming/{photo_id}")) == [f"photo {photo_id}: approved"]
    assert ids_in(browser_of(owner)) == [photo_id]
    assert handle_event(event(f"incoming/{photo_id}")) == [f"photo {photo_id}: approved"]


def test_keys_are_encoded_as_in_urls(owner: User) -> None:
    photo_id = sent(browser_of(owner))
    assert handle_event(event(f"incoming%2F{photo_id}")) == [f"photo {photo_id}: approved"]
    assert read_event(event("incoming/a+b%2B%C3%BC"))[0].otherwise.startswith("ignored: 'incoming/a b+ü' in")


def test_an_event_that_comes_before_its_file_or_too_late_is_done_with(owner: User) -> None:
    given = ticket(browser_of(owner))
    assert handle_event(event(f"incoming/{given['photoId']}")) == [f"photo {given['photoId']}: nothing there"]
    assert handle_event(event(f"incoming/{MISSING}")) == [f"photo {MISSING}: deleted"]


def test_several_in_one_event_are_all_done(owner: User) -> None:
    browser = browser_of(owner)
    ids = [sent(browser), sent(browser, b"this is no picture"), sent(browser)]
    lines = handle_event(event(*(f"incoming/{photo_id}" for photo_id in ids)))
    assert [line.rpartition(" ")[2] for line in lines] == ["approved", "failed", "approved"]
    assert all(not name.startswith("incoming") for name in files_stored())


@pytest.mark.parametrize(
    "strange",
    [
        TEST_EVENT,
        {},
        {"Records": []},
        event("photos/x.jpg", bucket="our-photos"),
        event("incoming/", bucket="our-photos"),
        event("incoming/nonsense", bucket="our-photos"),
        event(f"incoming/{MISSING}/x", bucket="our-photos"),
        event(f"incoming/../{MISSING}", bucket="our-photos"),
        event(MISSING, bucket="our-photos"),
        event("a\nb" * 500, bucket="our-photos"),
        event(f"incoming/{MISSING}", bucket="somebody-elses"),
        event(f"incoming/{MISSING}", bucket="our-photos", name="ObjectRemoved:Delete"),
        event(f"incoming/{MISSING}", bucket="our-photos", name="s3:LifecycleExpiration:Delete"),
        {"Records": [{**RECORD, "eventSource": "aws:sns"}]},
    ],
    ids=lambda strange: json.dumps(strange)[:20],
)
def test_what_is_of_no_interest_is_told_in_a_line(strange: dict[str, Any], settings: Any) -> None:
    settings.S3_BUCKET = "our-photos"
    lines = handle_event(strange)
    assert all(line.startswith("ignored: ") and "\n" not in line and len(line) < 400 for line in lines)
    assert lines or strange == {"Records": []}


@pytest.mark.parametrize(
    "poison",
    [
        *(None, 5, "text", [], {"Records": 5}),
        *({"Records": [record]} for record in (5, {}, {"eventName": None}, {**RECORD, "s3": {}})),
        {"Records": [{**RECORD, "s3": {"bucket": {"name": "x"}, "object": {}}}]},
    ],
    ids=str,
)
def test_what_is_no_event_is_said_to_be_none(poison: object) -> None:
    with pytest.raises(NoEvent):
        handle_event(poison)


def test_while_somebody_is_at_it_the_event_has_to_come_again(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photos.services.receiving.cache.add", lambda *_: False)
    one, other = sent(browser_of(owner)), sent(browser_of(owner))
    with pytest.raises(NotDone, match=one):
        handle_event(event(f"incoming/{one}", f"incoming/{other}"))
    monkeypatch.undo()
    assert handle_event(event(f"incoming/{other}")) == [f"photo {other}: approved"]


def test_without_a_bucket_no_event_is_done_with(settings: Any) -> None:
    settings.S3_BUCKET = ""
    with pytest.raises(NotDone, match="S3_BUCKET"):
        handle_event(event(f"incoming/{MISSING}"))


def test_one_that_fails_stops_no_other(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = sent(browser_of(owner)), sent(browser_of(owner))
    fetch = default_storage.fetch  # type: ignore[attr-defined]

    def failing(name: str, *arguments: Any, **options: Any) -> Any:
        if one in name:
            raise OSError("the disk is gone")
        return fetch(name, *arguments, **options)

    monkeypatch.setattr(type(default_storage._wrapped), "fetch", lambda _, *a, **o: failing(*a, **o))  # type: ignore[attr-defined]  # noqa: SLF001
    with pytest.raises(OSError, match="the disk is gone"):
        handle_event(event(f"incoming/{one}", f"incoming/{other}"))
    monkeypatch.undo()
    assert ids_in(browser_of(owner)) == [other]
