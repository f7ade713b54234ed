"""The Lambda function's own part: what it answers to S3 and to a queue, and that a failure comes again."""

import json
import runpy
from typing import Any

import pytest
from django.core.cache import cache

from accounts.models import User
from core.tests.running import ROOT
from photos.services import NoEvent, NotDone
from photos.tests.seeing import ids_in
from photos.tests.test_upload_events import TEST_EVENT, event, our_bucket
from photos.tests.ticketing import sent
from tests.cast import browser_of

__all__ = ["our_bucket"]
# The function lets go of connections that are too old, and takes one in the midst of a transaction for broken.
pytestmark = pytest.mark.django_db(transaction=True)
handler = runpy.run_path(str(ROOT / "deploy/lambda/thumbnail.py"))["handler"]


def from_queue(**bodies: object) -> dict[str, Any]:
    """Wrap events as SQS hands them to a function."""
    records = [
        {
            "messageId": name,
            "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
            "body": body if isinstance(body, str) else json.dumps(body),
            "attributes": {"ApproximateReceiveCount": "1"},
            "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:lumina-uploads",
            "awsRegion": "eu-central-1",
        }
        for name, body in bodies.items()
    ]
    return {"Records": records}


def failures(*names: str) -> dict[str, Any]:
    """Write the answer that names these messages."""
    return {"batchItemFailures": [{"itemIdentifier": name} for name in names]}


def test_an_event_of_s3_publishes(owner: User) -> None:
    photo_id = sent(browser_of(owner))
    for _ in range(2):
        assert handler(event(f"incoming/{photo_id}"), None) == {}
    assert ids_in(browser_of(owner)) == [photo_id]


def test_a_failure_is_raised_so_that_lambda_tries_again(owner: User) -> None:
    photo_id = sent(browser_of(owner))
    cache.set(f"receiving:{photo_id}", 1)
    with pytest.raises(NotDone):
        handler(event(f"incoming/{photo_id}"), None)
    with pytest.raises(NoEvent):
        handler({"Records": [{}]}, None)


def test_of_a_batch_only_what_failed_comes_again(owner: User) -> None:
    browser = browser_of(owner)
    one, junk, busy, other = (sent(browser), sent(browser, b"no picture"), sent(browser), sent(browser))
    cache.set(f"receiving:{busy}", 1)
    batch = from_queue(
        one=event(f"incoming/{one}"),
        poison="{",
        junk=event(f"incoming/{junk}"),
        busy=event(f"incoming/{busy}"),
        test=TEST_EVENT,
        other=event(f"incoming/{other}"),
    )
    assert handler(batch, None) == failures("poison", "busy")
    assert sorted(ids_in(browser)) == sorted([one, junk, other])
    cache.clear()
    assert handler(from_queue(busy=event(f"incoming/{busy}")), None) == failures()
    assert busy in ids_in(browser)
