"""People, browsers and pictures for tests, and a look into the stores from outside."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from accounts.tokens import make_token
from core.dynamo import tables
from photos.models import Photo
from social.services import accept_friend_request, request_friendship

PASSWORD = "correct horse battery staple"


@dataclass
class Calls:
    """The calls to the stores while a block ran."""

    dynamodb: list[str] = field(default_factory=list)
    sql: list[str] = field(default_factory=list)


# What the fixtures `upload` and `counted` are, for the types of tests.
Uploads = Callable[..., Photo]
Counted = Callable[[], AbstractContextManager[Calls]]


def person(username: str) -> User:
    """Make somebody with the password that everybody has here."""
    return User.objects.create_user(username, password=PASSWORD)


def staff(username: str, group: str) -> User:
    """Make somebody who works in the administration with the rights of a group, or with none ("")."""
    somebody = User.objects.create_user(username, password=PASSWORD, is_staff=True)
    somebody.groups.set(Group.objects.filter(name=group))
    assert somebody.groups.count() == bool(group)
    return somebody


def befriended(one: User, other: User) -> None:
    """Make two people friends, as they would."""
    made = request_friendship(actor=one, username=other.username)
    accept_friend_request(actor=other, request_id=made.pk)


def browser_of(user: User | None) -> Client:
    """Open a browser in which this person is signed in (None: nobody)."""
    client = Client(raise_request_exception=True)
    if user is not None:
        client.force_login(user)
    return client


def program_of(user: User, scope: str = "write") -> Client:
    """Open a client that has a token of this person's and no session."""
    _, text = make_token(actor=user, name="A program", scope=scope, days=None)
    return Client(headers={"Authorization": f"Bearer {text}"})


def jpeg(width: int = 60, height: int = 40, *, colour: str = "teal") -> bytes:
    """Draw the smallest picture that does."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


def upload_file(content: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    """Wrap bytes as a browser sends them."""
    return SimpleUploadedFile(name, jpeg() if content is None else content, content_type="image/jpeg")


def files_stored() -> list[str]:
    """List every file in the media storage."""
    if settings.STORAGE_BACKEND == "s3":
        return sorted(item.key for item in default_storage.bucket.objects.all())  # type: ignore[attr-defined]
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def items_stored() -> list[tuple[str, str]]:
    """List the keys of every item in every table, but for what is noted about deeds (activity)."""
    activity = settings.DYNAMODB_TABLES["activity"]
    kept = [table for table in tables() if table.Meta.table_name != activity]
    return sorted((item.pk, item.sk) for table in kept for item in table.scan())
