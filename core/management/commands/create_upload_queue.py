"""`manage.py create_upload_queue`: have the bucket tell of uploads in an SQS queue; repeating it changes nothing."""

from argparse import ArgumentParser
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from core.bucket import tell_queue
from core.queue import FAILED, QueueAway, make_queue


class Command(BaseCommand):
    """Make the queue, the one for what fails, and the bucket's notification."""

    help = "Make the SQS queues for direct uploads and have the bucket write to them (safe to repeat)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the queue."""
        parser.add_argument("--name", default="lumina-uploads", help="the queue's name (lumina-uploads)")

    def handle(self, *, name: str, **_: Any) -> None:  # noqa: ANN401 -- what Django passes
        """Make them and say what to set."""
        if settings.STORAGE_BACKEND != "s3":
            raise CommandError("Images are stored on the disk, which tells nobody: set STORAGE_BACKEND=s3 first.")
        try:
            queue = make_queue(name, bucket=settings.S3_BUCKET)
            client = storages["default"].connection.meta.client  # type: ignore[attr-defined]
            tell_queue(client, settings.S3_BUCKET, queue.arn)
        except (QueueAway, BotoCoreError, ClientError) as error:
            raise CommandError(f"The queue {name} could not be made: {error}") from error
        self.stdout.write(f"{settings.S3_BUCKET} tells of uploads in {name}; what fails often goes to {name}{FAILED}.")
        self.stdout.write(f"UPLOAD_EVENTS_QUEUE={queue.url}")
