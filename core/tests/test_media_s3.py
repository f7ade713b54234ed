"""Files in S3, over the wire to a real server: private, behind URLs that anybody's botocore would have signed."""

import http.client
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile

from core.media import S3Media
from core.middleware import as_lumina_error
from tests import servers

NAME = "photos/one and two+three.jpg"
NOON = 1_700_000_000.0
pytestmark = pytest.mark.s3


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
    storage = S3Media(bucket_name="lumina-core", region_name="us-east-1", endpoint_url=address)
    storage.connection.create_bucket(Bucket="lumina-core")
    yield storage
    storage.bucket.objects.all().delete()
    storage.bucket.delete()


def fetch(url: str) -> tuple[int, dict[str, str], bytes]:
    """Fetch a URL without any credentials."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def signed_by_botocore(bucket: S3Media, **parameters: str) -> str:
    """Let the library presign the object."""
    client: Any = bucket.connection.meta.client
    parameters = {"Bucket": bucket.bucket_name, "Key": NAME, **parameters}
    return str(client.generate_presigned_url("get_object", Params=parameters, ExpiresIn=2))


def test_whoever_holds_the_url_gets_the_bytes(bucket: S3Media) -> None:
    bucket.save(NAME, ContentFile(b"picture"))
    status, headers, body = fetch(bucket.url(NAME))
    assert (status, body) == (200, b"picture")
    assert headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize("download", ["", "beach.jpg", "Grüße & more+\U0001f304.jpg", "a\r\nSet-Cookie: b=c"])
def test_the_signature_is_the_one_that_botocore_makes(bucket: S3Media, settings: LazySettings, download: str) -> None:
    # With windows of a second both sign for the same time, unless a second ends between the two.
    settings.SIGNED_URL_WINDOW_SECONDS = 1
    parameters = {}
    if download:
        ours = parse_qs(urlsplit(bucket.url(NAME, download=download)).query)
        parameters["ResponseContentDisposition"] = ours["response-content-disposition"][0]
    for _ in range(5):
        before = int(time.time())
        pair = [
            urlsplit(url) for url in (bucket.url(NAME, download=download), signed_by_botocore(bucket, **parameters))
        ]
        if int(time.time()) == before:
            break
    assert pair[0][:3] == pair[1][:3]
    assert parse_qs(pair[0].query) == parse_qs(pair[1].query)
    assert parse_qs(pair[0].query)["X-Amz-Signature"]


def test_a_url_is_the_same_within_its_window_and_another_one_in_the_next(
    bucket: S3Media, settings: LazySettings
) -> None:
    length = settings.SIGNED_URL_WINDOW_SECONDS
    start = NOON // length * length
    assert bucket.url(NAME, now=start) == bucket.url(NAME, now=start + length - 0.001)
    assert bucket.url(NAME, now=start) != bucket.url(NAME, now=start + length)
    assert parse_qs(urlsplit(bucket.url(NAME)).query)["X-Amz-Expires"] == [str(2 * length)]


@pytest.mark.parametrize("download", ["beach.jpg", "Grüße \U0001f304.jpg", 'a"b;c.jpg', "a\r\nSet-Cookie: b=c"])
def test_a_download_is_saved_under_its_name(bucket: S3Media, download: str) -> None:
    bucket.save(NAME, ContentFile(b"picture"))
    status, headers, _ = fetch(bucket.url(NAME, download=download))
    assert status == 200
    assert headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert "set-cookie" not in headers


def test_writing_the_same_name_again_replaces_the_file(bucket: S3Media) -> None:
    for content in (b"first", b"second"):
        assert bucket.save(NAME, ContentFile(content)) == NAME
    assert [item.key for item in bucket.bucket.objects.all()] == [NAME]
    with bucket.open(NAME) as file:
        assert file.read() == b"second"


def test_removing_what_is_gone_is_no_fault(bucket: S3Media) -> None:
    bucket.delete("photos/never.jpg")
    assert not bucket.exists("photos/never.jpg")
    with pytest.raises(FileNotFoundError):
        bucket.open("photos/never.jpg")


def test_a_bucket_that_is_away_is_told_as_unavailable(settings: LazySettings) -> None:
    settings.S3_ENDPOINT_URL = f"http://127.0.0.1:{servers.free_port()}"
    away = S3Media(bucket_name="away", region_name="us-east-1", endpoint_url=settings.S3_ENDPOINT_URL)
    uses: list[Callable[[], object]] = [
        lambda: away.save(NAME, ContentFile(b"a")),
        lambda: away.open(NAME),
        lambda: away.exists(NAME),
    ]
    for use in uses:
        with pytest.raises(Exception) as raised:
            use()
        error = as_lumina_error(raised.value)
        assert error is not None
        assert error.status == 503
