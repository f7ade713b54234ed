"""A site on S3, with a queue of events and real consumers, as tests of direct uploads need them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from django.conf import settings

from core.bucket import tell_queue
from core.queue import make_queue
from core.tests.running import ROOT, Site, multipart, wait_for
from photos.tests.ticketing import send
from tests import servers
from tests.cast import jpeg

ADDRESS = os.environ.get("S3_ENDPOINT_URL", "")


class Uploads:
    """A running site whose bucket tells a queue of uploads, and somebody who uploads."""

    def __init__(self, folder: Path) -> None:
        """Make a queue of its own and start the site."""
        name = f"lumina-{folder.name}-{time.time_ns()}"
        self.sqs: Any = boto3.client("sqs", region_name="us-east-1", endpoint_url=ADDRESS)
        self.s3: Any = boto3.client("s3", region_name="us-east-1", endpoint_url=ADDRESS)
        settings.SQS_ENDPOINT_URL = ADDRESS
        self.queue = make_queue(name, bucket=settings.S3_BUCKET)
        self.failed: str = self.sqs.get_queue_url(QueueName=f"{name}-failed")["QueueUrl"]
        self.folder = folder
        self.site = Site(
            folder / "site",
            application="lumina_site.tests.counting:application",
            STORAGE_BACKEND="s3",
            S3_BUCKET=settings.S3_BUCKET,
            S3_ENDPOINT_URL=ADDRESS,
            SQS_ENDPOINT_URL=ADDRESS,
            UPLOAD_EVENTS_QUEUE=self.queue.url,
        )
        self.member = self.site.member()

    def close(self) -> None:
        """End the site."""
        self.site.stop()

    def counted(self) -> int:
        """Answer how many bytes requests have brought to the site so far."""
        return int(self.site.ask("GET", "/counted").body)

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Ask for JSON with JSON, as the member."""
        answer = self.site.ask(method, path, json.dumps(body).encode() if body is not None else None, self.member)
        return answer.status, json.loads(answer.body) if answer.body else None

    def ticket(self, content: bytes) -> dict[str, Any]:
        """Get a ticket for a picture."""
        said = {"filename": "beach.jpg", "contentType": "image/jpeg", "fileSize": len(content), "title": "Beach"}
        status, given = self.ask("POST", "/api/uploads", said)
        assert status == 201, given
        ticket: dict[str, Any] = given
        return ticket

    def sent(self, content: bytes | None = None) -> str:
        """Send a picture to the bucket and answer its photo's id."""
        given = self.ticket(jpeg() if content is None else content)
        assert send(given, content) == 204
        return str(given["photoId"])

    def complete(self, photo_id: str) -> tuple[int, Any]:
        """Say that the picture is there."""
        return self.ask("POST", f"/api/uploads/{photo_id}/complete")

    def status(self, photo_id: str) -> str:
        """Ask how an upload stands."""
        return str(self.ask("GET", f"/api/uploads/{photo_id}")[1]["status"])

    def through_the_site(self, content: bytes) -> int:
        """Upload the ordinary way, and answer the status."""
        body, headers = multipart(content)
        return self.site.ask("POST", "/api/photos", body, {**headers, **self.member}).status

    def put(self, letter: object) -> None:
        """Put something into the queue."""
        text = letter if isinstance(letter, str) else json.dumps(letter)
        self.sqs.send_message(QueueUrl=self.queue.url, MessageBody=text)

    def letters(self, url: str = "") -> tuple[int, int]:
        """Count the letters that wait in a queue, and those that somebody has taken out."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        told = self.sqs.get_queue_attributes(QueueUrl=url or self.queue.url, AttributeNames=names)["Attributes"]
        waiting, taken = (int(told[name]) for name in names)
        return waiting, taken

    def consumed(self, *options: str) -> str:
        """Run a consumer until the queue is empty, and answer what it said."""
        done = subprocess.run(
            self._command("--once", *options), cwd=ROOT, env=self._environment(), check=True, capture_output=True
        )
        return (done.stdout + done.stderr).decode()

    @contextmanager
    def consumer(self, *options: str) -> "Iterator[subprocess.Popen[bytes]]":
        """Run a consumer that stays."""
        with (self.folder / "consumer.log").open("ab") as log:
            process = subprocess.Popen(
                self._command("--wait", "2", *options), cwd=ROOT, env=self._environment(), stdout=log, stderr=log
            )
            try:
                yield process
            finally:
                servers.stop(process)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Have the bucket tell the queue, and start with an empty one."""
        tell_queue(self.s3, settings.S3_BUCKET, self.queue.arn)
        wait_for(lambda: self.letters()[0])
        assert "ignored: 's3:TestEvent'" in self.consumed()
        try:
            yield
        finally:
            nothing: dict[str, Any] = {}
            self.s3.put_bucket_notification_configuration(Bucket=settings.S3_BUCKET, NotificationConfiguration=nothing)
            for url in (self.queue.url, self.failed):
                self.sqs.purge_queue(QueueUrl=url)

    @staticmethod
    def _command(*options: str) -> list[str]:
        return [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), "consume_uploads", *options]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self.site.world}
