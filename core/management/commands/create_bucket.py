"""`manage.py create_bucket`: make the S3 bucket, closed to the public; running it again changes nothing."""

from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from core import bucket


class Command(BaseCommand):
    """Make the bucket that S3_BUCKET names."""

    help = "Make the S3 bucket, close it to the public, and let the site's own pages upload to it (safe to repeat)."

    def handle(self, **_: Any) -> None:  # noqa: ANN401 -- what Django passes
        """Make and close it, or say why that is impossible."""
        if settings.STORAGE_BACKEND != "s3":
            raise CommandError("Images are stored on the disk: set STORAGE_BACKEND=s3 and S3_BUCKET first.")
        client = storages["default"].connection.meta.client  # type: ignore[attr-defined]
        site = urlsplit(settings.SITE_URL)
        own = f"{site.scheme}://{site.netloc}"
        try:
            made = bucket.make(client, settings.S3_BUCKET)
            bucket.allow_pages(client, settings.S3_BUCKET, [own, *sorted(settings.CORS_ORIGINS - {own})])
            bucket.expire_incoming(client, settings.S3_BUCKET)
        except (BotoCoreError, ClientError) as error:
            raise CommandError(f"The bucket {settings.S3_BUCKET} could not be made: {error}") from error
        self.stdout.write(f"{'Made' if made else 'Found'} the bucket {settings.S3_BUCKET}; it is private.")
        self.stdout.write(f"Pages of {own} (SITE_URL) may upload to it.")
