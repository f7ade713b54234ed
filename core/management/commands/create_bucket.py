"""`manage.py create_bucket`: make the S3 bucket, closed to the public; running it again changes nothing."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

ALREADY_MINE = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})
# Everywhere else the region has to be said; there it must not be.
FIRST_REGION = "us-east-1"


class Command(BaseCommand):
    """Make the bucket that S3_BUCKET names."""

    help = "Make the S3 bucket and close it to the public (safe to repeat)."

    def handle(self, **_: Any) -> None:  # noqa: ANN401 -- what Django passes
        """Make and close it, or say why that is impossible."""
        if settings.STORAGE_BACKEND != "s3":
            raise CommandError("Images are stored on the disk: set STORAGE_BACKEND=s3 and S3_BUCKET first.")
        client = storages["default"].connection.meta.client  # type: ignore[attr-defined]
        try:
            made = _make(client)
            client.put_public_access_block(
                Bucket=settings.S3_BUCKET,
                PublicAccessBlockConfiguration=dict.fromkeys(
                    ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True
                ),
            )
        except (BotoCoreError, ClientError) as error:
            raise CommandError(f"The bucket {settings.S3_BUCKET} could not be made: {error}") from error
        self.stdout.write(f"{'Made' if made else 'Found'} the bucket {settings.S3_BUCKET}; it is private.")


def _make(client: Any) -> bool:  # noqa: ANN401 -- boto3 makes its clients at run time
    place = {} if settings.AWS_REGION == FIRST_REGION else {"LocationConstraint": settings.AWS_REGION}
    options = {"CreateBucketConfiguration": place} if place else {}
    try:
        client.create_bucket(Bucket=settings.S3_BUCKET, **options)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ALREADY_MINE:
            raise
        client.head_bucket(Bucket=settings.S3_BUCKET)
        return False
    return True
