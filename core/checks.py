"""System checks with stable ids; the stores are asked only when a command asks for its databases to be checked."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.files.storage import default_storage
from django.db import connection

from core.dynamo import tables
from core.errors import Unavailable


@register(Tags.database)
def bucket_answers(databases: Sequence[str] | None = None, **_: Any) -> Sequence[CheckMessage]:  # noqa: ANN401
    """Report lumina.E001 when the S3 bucket cannot be used."""
    if not databases or settings.STORAGE_BACKEND != "s3":
        return []
    try:
        default_storage.exists("ready")
    except Exception as error:  # noqa: BLE001 -- botocore has many classes for "no"
        hint = "Check S3_BUCKET, AWS_REGION and the credentials, or run `manage.py create_bucket`."
        return [Error(f"The bucket {settings.S3_BUCKET} cannot be used: {error}", hint=hint, id="lumina.E001")]
    return []


@register(Tags.database)
def tables_exist(databases: Sequence[str] | None = None, **_: Any) -> Sequence[CheckMessage]:  # noqa: ANN401
    """Report lumina.E002 when DynamoDB has no such tables; the embedded server makes them at each start."""
    if not databases or settings.EMBEDDED_DYNAMODB:
        return []
    try:
        missing = [table.Meta.table_name for table in tables() if not table.exists()]
    except Unavailable as error:
        return [Error(f"DynamoDB does not answer: {error.message}", id="lumina.E002")]
    hint = "Run `manage.py create_tables`."
    return [Error(f"The table {name} does not exist.", hint=hint, id="lumina.E002") for name in missing]


@register(Tags.database)
def database_takes_every_character(databases: Sequence[str] | None = None, **_: Any) -> Sequence[CheckMessage]:  # noqa: ANN401
    """Report lumina.E003 when MySQL stores less than all of Unicode."""
    if not databases or connection.vendor != "mysql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@character_set_database")
        charset = cursor.fetchone()[0]
    if charset == "utf8mb4":
        return []
    hint = "ALTER DATABASE … CHARACTER SET utf8mb4"
    return [Error(f"The database uses {charset}, which loses emoji and more.", hint=hint, id="lumina.E003")]
