"""Alerts as messages of SNS topics, which those who run the site subscribe to by e-mail, queue or telephone."""

import functools
import threading
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from activity.alerts.sending import Topic
from core.text import one_line

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 1, 2, 2
# The limits of SNS: a subject is ASCII and short, a message at most 256 KB.
SUBJECT_LONGEST = 100
_making = threading.Lock()


class SnsFailed(Exception):
    """SNS has refused or not answered; the message says why."""


def publish(topic: Topic, *, subject: str, text: str) -> None:
    """Publish a message to one of the topics."""
    plain = one_line(subject).encode("ascii", "replace").decode()[:SUBJECT_LONGEST]
    arn = _arn(topic_name(topic), settings.AWS_REGION, settings.SNS_ENDPOINT_URL)
    _client(settings.AWS_REGION, settings.SNS_ENDPOINT_URL).publish(TopicArn=arn, Subject=plain, Message=text)


def create_topics() -> list[str]:
    """Make the topics that are missing and answer the full names (ARNs) of all, or raise SnsFailed; safe to repeat."""
    try:
        client = _client(settings.AWS_REGION, settings.SNS_ENDPOINT_URL)
        return [client.create_topic(Name=topic_name(topic))["TopicArn"] for topic in Topic]
    except (BotoCoreError, ClientError) as error:
        raise SnsFailed(str(error)) from error


def topic_name(topic: Topic) -> str:
    """Name a topic, so that several sites may share an account."""
    return f"{settings.ALERTS_TOPIC_PREFIX}-{topic}"


@functools.lru_cache(maxsize=16)
def _arn(name: str, region: str, endpoint: str | None) -> str:
    """Find a topic's full name: SNS has no call for that but the one that makes what is missing."""
    return str(_client(region, endpoint).create_topic(Name=name)["TopicArn"])


@functools.lru_cache(maxsize=4)
def _client(region: str, endpoint: str | None) -> Any:  # noqa: ANN401 -- boto3 makes its clients at run time
    patience = Config(
        connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS, retries={"total_max_attempts": ATTEMPTS}
    )
    # Making clients is the one thing in boto3 that threads must not do at once.
    with _making:
        return boto3.session.Session().client("sns", region_name=region, endpoint_url=endpoint, config=patience)
