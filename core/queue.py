"""The queue in which S3 tells of files that came by tickets: read by `manage.py consume_uploads`.

Whoever takes a letter out has it alone for a while; when it is not done by then, the next one gets it. One that comes
too often goes to the queue for failed ones (see `make_queue`).
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

# The most of SQS.
WAIT_SECONDS = 20
AT_A_TIME = 10
CONNECT_SECONDS, ANSWER_SECONDS, ATTEMPTS = 2, 10, 3
VISIBILITY_SECONDS = 300
# A letter that was taken out so often is put aside.
MOST_TRIES = 5
KEPT_SECONDS = 14 * 24 * 3600
FAILED = "-failed"


class QueueAway(Exception):
    """SQS has refused or not answered; the message says why."""


@dataclass(frozen=True)
class Letter:
    """A message: what it says, and how SQS knows it again."""

    text: str
    handle: str

    def read(self) -> object:
        """Read it as JSON; raises ValueError when it is none."""
        return json.loads(self.text)


@dataclass(frozen=True)
class MadeQueue:
    """A queue by its address and its full name."""

    url: str
    arn: str


class Queue:
    """One queue; letters that are taken out stay with the taker for `visibility` seconds from each `hold` on."""

    def __init__(self, url: str, *, visibility: int = VISIBILITY_SECONDS) -> None:
        """Name the queue by its address."""
        self._client = _client()
        self._url = url
        self._visibility = visibility

    def letters(self, *, wait: int = WAIT_SECONDS) -> list[Letter]:
        """Take out up to ten letters, waiting so many seconds for the first one."""
        with _faults():
            answer = self._client.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=AT_A_TIME,
                WaitTimeSeconds=wait,
                VisibilityTimeout=self._visibility,
            )
        return [Letter(found["Body"], found["ReceiptHandle"]) for found in answer.get("Messages", [])]

    def hold(self, letters: Sequence[Letter]) -> None:
        """Keep letters for another while."""
        self._show_after(letters, self._visibility)

    def give_back(self, letters: Sequence[Letter], *, after: int = 0) -> None:
        """Let others have letters, now or in so many seconds."""
        self._show_after(letters, after)

    def done(self, letter: Letter) -> None:
        """Remove a letter for good."""
        with _faults():
            self._client.delete_message(QueueUrl=self._url, ReceiptHandle=letter.handle)

    def _show_after(self, letters: Sequence[Letter], seconds: int) -> None:
        entries = [
            {"Id": str(number), "ReceiptHandle": letter.handle, "VisibilityTimeout": seconds}
            for number, letter in enumerate(letters)
        ]
        if entries:
            with _faults():
                # Whoever has lost a letter in between is told so in the answer, and works on for nothing.
                self._client.change_message_visibility_batch(QueueUrl=self._url, Entries=entries)


def make_queue(name: str, *, bucket: str) -> MadeQueue:
    """Make the queue that the bucket may write to, and the one for letters that fail; safe to repeat."""
    with _faults():
        client = _client()
        failed = _made(client, f"{name}{FAILED}")
        client.set_queue_attributes(QueueUrl=failed.url, Attributes={"MessageRetentionPeriod": str(KEPT_SECONDS)})
        queue = _made(client, name)
        redrive = {"deadLetterTargetArn": failed.arn, "maxReceiveCount": MOST_TRIES}
        client.set_queue_attributes(
            QueueUrl=queue.url,
            Attributes={
                "VisibilityTimeout": str(VISIBILITY_SECONDS),
                "ReceiveMessageWaitTimeSeconds": str(WAIT_SECONDS),
                "MessageRetentionPeriod": str(KEPT_SECONDS),
                "RedrivePolicy": json.dumps(redrive),
                "Policy": json.dumps(_policy(queue.arn, bucket)),
            },
        )
    return queue


def _made(client: Any, name: str) -> MadeQueue:  # noqa: ANN401 -- boto3 makes its clients at run time
    # Without attributes: with others than it has, a queue that is there already would be an error.
    url = client.create_queue(QueueName=name)["QueueUrl"]
    found = client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return MadeQueue(url, found["Attributes"]["QueueArn"])


def _policy(queue_arn: str, bucket: str) -> dict[str, Any]:
    """Let S3 write to the queue, for this bucket of this account alone."""
    _, partition, _, _, account, _ = queue_arn.split(":")
    only = {"aws:SourceArn": f"arn:{partition}:s3:::{bucket}"}, {"aws:SourceAccount": account}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "BucketTellsOfUploads",
                "Effect": "Allow",
                "Principal": {"Service": "s3.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": queue_arn,
                "Condition": {"ArnEquals": only[0], "StringEquals": only[1]},
            }
        ],
    }


def _client() -> Any:  # noqa: ANN401 -- boto3 makes its clients at run time
    patience = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=WAIT_SECONDS + ANSWER_SECONDS,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
    )
    return boto3.session.Session().client(
        "sqs", region_name=settings.AWS_REGION, endpoint_url=settings.SQS_ENDPOINT_URL, config=patience
    )


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise QueueAway(str(error)) from error
