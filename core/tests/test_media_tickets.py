"""Tickets as S3 gets them, and taking over what came with one: over the wire to a real server, and on the disk."""

import base64
import hashlib
import hmac
import http.client
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from core.errors import TooLarge
from core.media import LocalMedia, S3Media
from core.tickets import Allowed
from tests import servers

NAME, KEPT = "incoming/one", "originals/one.png"
ALLOWED = Allowed(NAME, "image/png", 4, 6)


@pytest.fixture(scope="module")
def address() -> str:
    """Start an S3 server, or leave these tests out."""
    try:
        return servers.ministack()
    except servers.NotHere as error:
        pytest.skip(str(error))


@pytest.fixture
def bucket(address: str, settings: LazySettings) -> Iterator[S3Media]:
    """Make an empty bucket."""
    settings.S3_ENDPOINT_URL = address
    storage = S3Media(bucket_name="lumina-tickets", region_name="us-east-1", endpoint_url=address)
    storage.connection.create_bucket(Bucket="lumina-tickets")
    yield storage
    storage.bucket.objects.all().delete()
    storage.bucket.delete()


@pytest.fixture
def disk(tmp_path: Path) -> LocalMedia:
    """Make an empty folder."""
    return LocalMedia(location=tmp_path / "media")


@pytest.fixture(params=["disk", "bucket"])
def storage(request: pytest.FixtureRequest) -> Any:
    """Have each of the two."""
    return request.getfixturevalue(request.param)


def posted(url: str, fields: dict[str, str], content: bytes) -> int:
    """Send a form and answer the status."""
    body = encode_multipart(BOUNDARY, {**fields, "file": ContentFile(content, "x")})
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=10)
    connection.request("POST", where.path, body, {"Content-Type": MULTIPART_CONTENT})
    status = connection.getresponse().status
    connection.close()
    return status


def signed(policy: str, fields: dict[str, str], secret: str) -> str:
    """Sign a policy as AWS says (Signature Version 4 for forms)."""
    key = f"AWS4{secret}".encode()
    for part in fields["x-amz-credential"].split("/")[1:]:
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, policy.encode(), hashlib.sha256).hexdigest()


def test_a_ticket_of_s3_says_exactly_what_may_come(bucket: S3Media) -> None:
    ticket = bucket.ticket(ALLOWED, seconds=300)
    fields = dict(ticket.fields)
    policy = json.loads(base64.b64decode(fields["policy"]))
    ends = datetime.fromisoformat(policy["expiration"])
    assert abs(ends - datetime.now(UTC) - timedelta(seconds=300)) < timedelta(seconds=5)
    exact = {name: value for one in policy["conditions"] if isinstance(one, dict) for name, value in one.items()}
    assert (exact["bucket"], exact["key"]) == ("lumina-tickets", NAME)
    assert (exact["Content-Type"], exact["success_action_status"]) == ("image/png", "204")
    assert [one for one in policy["conditions"] if isinstance(one, list)] == [["content-length-range", 4, 6]]
    # S3 refuses fields that no condition names.
    assert set(fields) - {"policy", "x-amz-signature"} <= set(exact)
    assert all(exact[name] == fields[name] for name in set(fields) & set(exact))
    assert signed(fields["policy"], fields, "test") == fields["x-amz-signature"]


def test_a_bucket_takes_what_has_the_size(bucket: S3Media) -> None:
    ticket = bucket.ticket(ALLOWED, seconds=300)
    for content, status in ((b"123", 400), (b"1234567", 400), (b"1234", 204), (b"123456", 204)):
        assert posted(ticket.url, dict(ticket.fields), content) == status
    with bucket.open(NAME) as file:
        assert file.read() == b"123456"
    assert bucket.bucket.Object(NAME).content_type == "image/png"


def test_what_came_is_fetched_whole(storage: Any) -> None:
    content = bytes(range(256)) * 4096
    storage.save(NAME, ContentFile(content))
    into = io.BytesIO()
    storage.fetch(NAME, into, most=len(content))
    assert into.getvalue() == content
    with pytest.raises(TooLarge):
        storage.fetch(NAME, into, most=len(content) - 1)
    with pytest.raises(FileNotFoundError):
        storage.fetch("incoming/missing", into, most=1)


@pytest.mark.parametrize("meanwhile", ["nothing", "replaced", "removed"])
def test_what_was_fetched_is_what_is_kept(storage: Any, tmp_path: Path, meanwhile: str) -> None:
    storage.save(NAME, ContentFile(b"first"))
    path = tmp_path / "copy"
    with path.open("wb") as file:
        tag = storage.fetch(NAME, file)
    if meanwhile == "replaced":
        storage.save(NAME, ContentFile(b"second"))
    if meanwhile == "removed":
        storage.delete(NAME)
    storage.keep(path, KEPT, source=NAME, tag=tag, content_type="image/png")
    with storage.open(KEPT) as kept:
        assert kept.read() == b"first"


def test_what_is_kept_in_a_bucket_has_the_type_of_its_bytes(bucket: S3Media, tmp_path: Path) -> None:
    bucket.save(NAME, ContentFile(b"first"))
    path = tmp_path / "copy"
    with path.open("wb") as file:
        tag = bucket.fetch(NAME, file)
    bucket.keep(path, KEPT, source=NAME, tag=tag, content_type="image/png")
    assert bucket.bucket.Object(KEPT).content_type == "image/png"
