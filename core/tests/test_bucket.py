"""The rules that the commands give to a bucket and its queue; they may be repeated, and leave those of others alone."""

import io
import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

pytestmark = [
    pytest.mark.s3,
    pytest.mark.skipif(settings.STORAGE_BACKEND != "s3", reason="needs the lane with MiniStack"),
]


@pytest.fixture
def s3() -> Any:
    """Speak with the bucket as its owner."""
    client: Any = default_storage.connection.meta.client  # type: ignore[attr-defined]
    return client


@pytest.fixture
def sqs(settings: Any) -> Any:
    """Speak with the queues as their owner."""
    settings.SQS_ENDPOINT_URL = settings.S3_ENDPOINT_URL
    return boto3.client("sqs", region_name="us-east-1", endpoint_url=settings.S3_ENDPOINT_URL)


def said(command: str, **options: Any) -> str:
    """Run a command and answer what it says."""
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def made_queue(name: str) -> str:
    """Make the queue and answer the address that the command prints."""
    return said("create_upload_queue", name=name).strip().rpartition("UPLOAD_EVENTS_QUEUE=")[2]


def test_the_sites_own_pages_may_upload(s3: Any, settings: Any) -> None:
    settings.SITE_URL, settings.CORS_ORIGINS = (
        "https://photos.example.org/below",
        frozenset({"https://app.example.org"}),
    )
    for _ in range(2):
        assert "Pages of https://photos.example.org (SITE_URL)" in said("create_bucket")
        [rule] = s3.get_bucket_cors(Bucket=settings.S3_BUCKET)["CORSRules"]
        assert rule["AllowedOrigins"] == ["https://photos.example.org", "https://app.example.org"]
        assert sorted(rule["AllowedMethods"]) == ["GET", "POST"]


def test_what_is_left_lying_expires(s3: Any) -> None:
    for _ in range(2):
        said("create_bucket")
        [rule] = s3.get_bucket_lifecycle_configuration(Bucket=settings.S3_BUCKET)["Rules"]
        assert (rule["Filter"], rule["Status"]) == ({"Prefix": "incoming/"}, "Enabled")
        assert rule["Expiration"]["Days"] == 2


def test_rules_of_others_stay(s3: Any) -> None:
    bucket = settings.S3_BUCKET
    cors = {"ID": "theirs", "AllowedOrigins": ["https://theirs"], "AllowedMethods": ["GET"]}
    life = {"ID": "theirs", "Filter": {"Prefix": "theirs/"}, "Status": "Enabled", "Expiration": {"Days": 9}}
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [cors]})
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [life]})
    try:
        for _ in range(2):
            said("create_bucket")
            assert {rule["ID"] for rule in s3.get_bucket_cors(Bucket=bucket)["CORSRules"]} == {
                "theirs",
                "lumina-incoming",
            }
            rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
            assert {rule["ID"]: rule["Expiration"]["Days"] for rule in rules} == {"theirs": 9, "lumina-incoming": 2}
    finally:
        s3.delete_bucket_cors(Bucket=bucket)
        s3.delete_bucket_lifecycle(Bucket=bucket)
        said("create_bucket")


def test_the_bucket_writes_to_the_queue_and_what_fails_goes_to_another(s3: Any, sqs: Any) -> None:
    name = f"uploads-{settings.S3_BUCKET}"
    try:
        url = made_queue(name)
        assert made_queue(name) == url
        told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        failed = sqs.get_queue_url(QueueName=f"{name}-failed")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=failed, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        assert json.loads(told["RedrivePolicy"]) == {"deadLetterTargetArn": arn, "maxReceiveCount": 5}
        assert told["VisibilityTimeout"] == "300"
        [statement] = json.loads(told["Policy"])["Statement"]
        assert statement["Principal"] == {"Service": "s3.amazonaws.com"}
        assert statement["Resource"] == told["QueueArn"]
        assert statement["Condition"]["ArnEquals"] == {"aws:SourceArn": f"arn:aws:s3:::{settings.S3_BUCKET}"}
        configuration = s3.get_bucket_notification_configuration(Bucket=settings.S3_BUCKET)
        [rule] = configuration["QueueConfigurations"]
        assert (rule["QueueArn"], rule["Events"]) == (told["QueueArn"], ["s3:ObjectCreated:*"])
        [prefix] = rule["Filter"]["Key"]["FilterRules"]
        assert (prefix["Name"].lower(), prefix["Value"]) == ("prefix", "incoming/")
    finally:
        s3.put_bucket_notification_configuration(Bucket=settings.S3_BUCKET, NotificationConfiguration={})


def test_other_destinations_stay(s3: Any, sqs: Any) -> None:
    bucket = settings.S3_BUCKET
    theirs = sqs.create_queue(QueueName=f"theirs-{bucket}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=theirs, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    rule = {"Id": "theirs", "QueueArn": arn, "Events": ["s3:ObjectRemoved:*"]}
    try:
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [rule]}
        )
        for _ in range(2):
            made_queue(f"uploads-{bucket}")
            rules = s3.get_bucket_notification_configuration(Bucket=bucket)["QueueConfigurations"]
            assert sorted(found["Id"] for found in rules) == ["lumina-incoming", "theirs"]
    finally:
        s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})


def test_a_queue_that_is_away_is_said_in_one_sentence(settings: Any) -> None:
    settings.SQS_ENDPOINT_URL = "http://127.0.0.1:9"
    with pytest.raises(CommandError, match="could not be made"):
        made_queue("away")


def test_a_bucket_that_is_not_ours_is_said_in_one_sentence(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "PutBucketCors")

    client = default_storage.connection.meta.client  # type: ignore[attr-defined]
    monkeypatch.setattr(client, "put_bucket_cors", refused)
    with pytest.raises(CommandError, match=f"{settings.S3_BUCKET} could not be made"):
        said("create_bucket")
