"""The rules of the S3 bucket: closed to the public, open for tickets from the site's own pages, tidy.

Rules that somebody else has given it stay; ours are known by their name and replaced. Safe to repeat.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.exceptions import ClientError
from django.conf import settings

from core.tickets import INCOMING

OURS = "lumina-incoming"
ALREADY_MINE = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})
# Everywhere else the region has to be said; there it must not be.
FIRST_REGION = "us-east-1"
NO_RULES = frozenset({"NoSuchCORSConfiguration", "NoSuchLifecycleConfiguration"})
# The sweep comes after a day (photos/services/finishing.py); this is for what it cannot know of.
EXPIRED_AFTER_DAYS = 2
PREFLIGHT_SECONDS = 3600
# boto3 makes its clients at run time.
Client = Any


def make(client: Client, name: str) -> bool:
    """Make the bucket, closed to the public, and say whether it was not there before."""
    place = {} if settings.AWS_REGION == FIRST_REGION else {"LocationConstraint": settings.AWS_REGION}
    options = {"CreateBucketConfiguration": place} if place else {}
    is_new = True
    try:
        client.create_bucket(Bucket=name, **options)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ALREADY_MINE:
            raise
        client.head_bucket(Bucket=name)
        is_new = False
    closed = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
    client.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=closed)
    return is_new


def allow_pages(client: Client, name: str, origins: Iterable[str]) -> None:
    """Let the pages of these sites send what they have tickets for, and read pictures."""
    rule = {
        "ID": OURS,
        "AllowedOrigins": list(origins),
        "AllowedMethods": ["POST", "GET"],
        "AllowedHeaders": ["*"],
        "ExposeHeaders": ["ETag"],
        "MaxAgeSeconds": PREFLIGHT_SECONDS,
    }
    others = _others(lambda: client.get_bucket_cors(Bucket=name)["CORSRules"])
    client.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [*others, rule]})


def expire_incoming(client: Client, name: str) -> None:
    """Let S3 itself remove what came by tickets and was left lying."""
    rule = {
        "ID": OURS,
        "Filter": {"Prefix": INCOMING},
        "Status": "Enabled",
        "Expiration": {"Days": EXPIRED_AFTER_DAYS},
    }
    others = _others(lambda: client.get_bucket_lifecycle_configuration(Bucket=name)["Rules"])
    client.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [*others, rule]})


def tell_queue(client: Client, name: str, queue_arn: str) -> None:
    """Have the bucket tell the queue of each file that comes by a ticket."""
    found = client.get_bucket_notification_configuration(Bucket=name)
    configuration = {kind: told for kind, told in found.items() if kind != "ResponseMetadata"}
    others = [told for told in configuration.get("QueueConfigurations", []) if told.get("Id") != OURS]
    ours = {
        "Id": OURS,
        "QueueArn": queue_arn,
        "Events": ["s3:ObjectCreated:*"],
        "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": INCOMING}]}},
    }
    configuration["QueueConfigurations"] = [*others, ours]
    client.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration=configuration)


def _others(read: Callable[[], list[Mapping[str, Any]]]) -> list[Mapping[str, Any]]:
    """List the rules that are not ours."""
    try:
        return [rule for rule in read() if rule.get("ID") != OURS]
    except ClientError as error:
        if error.response["Error"]["Code"] in NO_RULES:
            return []
        raise
