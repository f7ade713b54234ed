"""Fixtures for all tests: the cast, clean stores, uploads, and the counting of calls to the stores."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from pynamodb.signals import pre_dynamodb_send

from accounts.models import User
from core import switches
from core.dynamo import tables
from photos.models import Photo
from photos.services import upload_photo
from photos.words import checked
from tests.cast import PASSWORD, Calls, Counted, Uploads, person, staff, upload_file


@pytest.fixture(scope="session", autouse=True)
def stores() -> None:
    """Make what the stores need, once a process: tables, and the bucket when files go to S3."""
    call_command("create_tables", verbosity=0)
    if settings.STORAGE_BACKEND == "s3":
        call_command("create_bucket", verbosity=0)


@pytest.fixture(autouse=True)
def empty_stores() -> Iterator[None]:
    """Leave nothing for the next test, whose people get the same ids again."""
    yield
    cache.clear()
    switches.forget()
    for table in tables():
        with table.batch_write() as batch:
            for item in table.scan():
                batch.delete(item)
    if settings.STORAGE_BACKEND == "s3":
        default_storage.bucket.objects.all().delete()  # type: ignore[attr-defined]
    else:
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture
def owner(db: None) -> User:  # noqa: ARG001
    """Make the person whose photo it is."""
    return person("owner")


@pytest.fixture
def stranger(db: None) -> User:  # noqa: ARG001
    """Make a member who has nothing to do with the owner."""
    return person("stranger")


@pytest.fixture
def moderator(db: None) -> User:  # noqa: ARG001
    """Make a member of the staff with the rights of a moderator, and no others."""
    return staff("moderator", "Moderators")


@pytest.fixture
def administrator(db: None) -> User:  # noqa: ARG001
    """Make a member of the staff with the rights of an administrator, and no others."""
    return staff("administrator", "Administrators")


@pytest.fixture
def superuser(db: None) -> User:  # noqa: ARG001
    """Make the person who runs the site."""
    return User.objects.create_superuser("superuser", password=PASSWORD)


@pytest.fixture
def upload() -> Uploads:
    """Let a test upload as somebody, with any words of the photo as keywords."""

    def uploading(actor: User, *, content: bytes | None = None, **words: str) -> Photo:
        return upload_photo(actor=actor, picture=upload_file(content), words=checked(**words))

    return uploading


@pytest.fixture
def counted() -> Counted:
    """Let a test count the calls of a block, to look at calls.dynamodb and calls.sql afterwards."""

    @contextmanager
    def counting() -> Iterator[Calls]:
        calls = Calls()
        # Asked every few seconds, by whichever page comes first.
        switches.announcement()

        def note(sender: object, operation_name: str, **_: object) -> None:  # noqa: ARG001
            calls.dynamodb.append(operation_name)

        with pre_dynamodb_send.connected_to(note), CaptureQueriesContext(database) as queries:
            yield calls
        calls.sql = [query["sql"] for query in queries.captured_queries]

    return counting
