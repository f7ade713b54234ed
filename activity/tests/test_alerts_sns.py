"""Alerts through SNS, over the wire to a real server that delivers them to a queue, as operators subscribe one."""

import io
import json
import time
from typing import Any

import boto3
import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from activity.alerts import Topic, send_alert
from activity.tests.telling import like
from photos.tests.seeing import crowd, plant
from tests import servers
from tests.cast import browser_of

pytestmark = [pytest.mark.s3, pytest.mark.django_db]

PATIENCE_SECONDS = 10.0


@pytest.fixture(scope="module")
def address() -> str:
    """Start an SNS server, or leave these tests out."""
    try:
        return servers.ministack()
    except servers.NotHere as error:
        pytest.skip(str(error))


@pytest.fixture
def to_sns(address: str, settings: Any) -> Any:
    """Send alerts there."""
    settings.ALERTS_BACKEND, settings.SNS_ENDPOINT_URL = "sns", address
    settings.ALERTS_TOPIC_PREFIX = f"lumina-test-{time.time_ns()}"
    settings.ALERTS_LIKES = 2
    return settings


def made_topics() -> list[str]:
    """Run the command and answer the names that it prints."""
    out = io.StringIO()
    call_command("create_alert_topics", stdout=out)
    return out.getvalue().split()


class Queue:
    """A queue that is subscribed to a topic."""

    def __init__(self, address: str, arn: str) -> None:
        """Make it and subscribe it."""
        self.sqs: Any = boto3.client("sqs", region_name="us-east-1", endpoint_url=address)
        self.url = self.sqs.create_queue(QueueName=arn.rsplit(":", 1)[1])["QueueUrl"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])["Attributes"]
        sns: Any = boto3.client("sns", region_name="us-east-1", endpoint_url=address)
        sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=attributes["QueueArn"])

    def received(self, number: int) -> list[dict[str, Any]]:
        """Wait for so many messages and look whether there are more."""
        found: list[dict[str, Any]] = []
        ends_at = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < ends_at and len(found) < number:
            found += self._messages(1)
        return found + self._messages(0)

    def _messages(self, seconds: int) -> list[dict[str, Any]]:
        answer = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, WaitTimeSeconds=seconds)
        for message in answer.get("Messages", []):
            self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


def test_the_command_makes_three_topics_and_may_be_repeated(to_sns: Any) -> None:
    arns = made_topics()
    names = [arn.rsplit(":", 1)[1] for arn in arns]
    assert names == [f"{to_sns.ALERTS_TOPIC_PREFIX}-{topic}" for topic in ("uploads", "trending", "moderation")]
    assert made_topics() == arns


def test_each_alert_reaches_who_has_subscribed_to_its_topic(to_sns: Any, address: str, owner: User) -> None:
    uploads, trending, moderation = (Queue(address, arn) for arn in made_topics())
    photo = plant(owner)
    for somebody in crowd(4):
        like(somebody, photo)
    (message,) = uploads.received(1)
    assert message["Subject"] == "owner has uploaded a photo"
    assert message["Message"].endswith(f"{to_sns.SITE_URL}/p/{photo.photo_id}/")
    (message,) = trending.received(1)
    assert message["Subject"] == "A photo by owner has 2 likes"
    assert moderation.received(0) == []


def test_a_subject_is_what_sns_takes(to_sns: Any, address: str) -> None:
    queue = Queue(address, made_topics()[2])
    send_alert(topic=Topic.MODERATION, subject="Grüße\r\n\U0001f304 " + "long " * 50, text="Grüße")
    (message,) = queue.received(1)
    assert message["Subject"].isascii()
    assert message["Subject"].isprintable()
    assert len(message["Subject"]) <= 100
    assert message["Message"] == "Grüße"
    assert to_sns.ALERTS_BACKEND == "sns"


def test_a_server_that_is_away_fails_the_alert_within_seconds_and_nothing_else(to_sns: Any, owner: User) -> None:
    to_sns.SNS_ENDPOINT_URL = f"http://127.0.0.1:{servers.free_port()}"
    photo, (one, other) = plant(owner), crowd(2)
    began = time.monotonic()
    for somebody in (one, other):
        assert browser_of(somebody).post(f"/api/photos/{photo.photo_id}/like").json()["liked"] is True
    assert time.monotonic() - began < 8
    with pytest.raises(CommandError, match="could not be made"):
        call_command("create_alert_topics")
