"""Files on the local disk: written whole or not at all, and shown only to who holds a URL that this site signed."""

import contextlib
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from core.errors import Unavailable
from core.media import LocalMedia, signature, window_end, window_start
from core.tests.test_answers import REQUEST_ID

NAME = "photos/one.jpg"
WINDOW = settings.SIGNED_URL_WINDOW_SECONDS
on_the_disk = pytest.mark.skipif(settings.STORAGE_BACKEND != "local", reason="the files of this lane are in S3")


@pytest.fixture
def disk(tmp_path: Path) -> LocalMedia:
    """Make an empty storage."""
    return LocalMedia(location=tmp_path / "media")


def fetch(url: str) -> Any:
    """Fetch a URL without being anybody."""
    return Client().get(url)


def test_a_url_is_the_same_within_its_window_and_another_one_in_the_next(disk: LocalMedia) -> None:
    start = window_start(1_700_000_000)
    assert disk.url(NAME, now=start) == disk.url(NAME, now=start + WINDOW - 0.001)
    assert disk.url(NAME, now=start) != disk.url(NAME, now=start + WINDOW)
    assert disk.url(NAME, now=start) != disk.url("photos/two.jpg", now=start)
    assert disk.url(NAME, now=start) != disk.url(NAME, now=start, download="one.jpg")


def test_a_url_lives_for_one_window_at_least_and_two_at_most() -> None:
    for now in (1_700_000_000.0, 1_700_000_000.0 + WINDOW / 3, float(WINDOW * 5), WINDOW * 5 - 0.5):
        assert WINDOW <= window_end(now) - int(now) <= 2 * WINDOW


@on_the_disk
def test_a_signed_file_is_sent_as_what_it_is() -> None:
    default_storage.save(NAME, ContentFile(b"picture"))
    answer = fetch(default_storage.url(NAME))
    assert (answer.status_code, answer.getvalue()) == (200, b"picture")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Content-Disposition"].startswith("inline")
    assert "Cookie" not in answer.get("Vary", "")


@on_the_disk
def test_a_cache_may_keep_a_file_as_long_as_its_url_is_valid() -> None:
    default_storage.save(NAME, ContentFile(b"picture"))
    now = time.time()
    for url, most in ((default_storage.url(NAME), 2 * WINDOW), (default_storage.url(NAME, now=now - WINDOW), WINDOW)):  # type: ignore[call-arg]
        answer = fetch(url)
        assert answer["Cache-Control"].startswith("public, max-age=")
        age = int(answer["Cache-Control"].split("=")[1].split(",")[0])
        assert 0 < age <= most
        assert answer.getvalue() == b"picture"


@on_the_disk
def test_a_url_that_has_run_out_is_nothing() -> None:
    default_storage.save(NAME, ContentFile(b"picture"))
    assert fetch(default_storage.url(NAME, now=time.time() - 3 * WINDOW)).status_code == 404  # type: ignore[call-arg]


def changed(url: str, **query: str) -> str:
    """Change parts of a URL's query."""
    parts = urlsplit(url)
    return f"{parts.path}?{urlencode({k: v[0] for k, v in parse_qs(parts.query).items()} | query)}"


@on_the_disk
def test_a_url_that_was_tampered_with_looks_like_a_file_that_is_missing() -> None:
    default_storage.save(NAME, ContentFile(b"picture"))
    default_storage.save("photos/two.jpg", ContentFile(b"secret"))
    url = default_storage.url(NAME)
    missing = fetch(default_storage.url("photos/missing.jpg"))
    assert missing.status_code == 404
    given = parse_qs(urlsplit(url).query)
    later = int(given["e"][0]) + 1
    for wrong in (
        url.replace("one.jpg", "two.jpg"),
        changed(url, e=str(later)),
        changed(url, e="9" * 11),
        changed(url, e="9" * 5000),
        changed(url, e="-1"),
        changed(url, e="\u0661\u0662"),
        changed(url, e=""),
        changed(url, s=given["s"][0][:-1]),
        changed(url, s="0" * 32),
        changed(url, s="\u00e4"),
        changed(url, s=""),
        changed(url, d="other.html"),
        urlsplit(url).path,
    ):
        answer = fetch(wrong)
        assert answer.status_code == 404, wrong
        assert REQUEST_ID.sub(b"", answer.content) == REQUEST_ID.sub(b"", missing.content)


@on_the_disk
@pytest.mark.parametrize(
    "name", ["../secret_key", "photos/../../secret_key", "/etc/passwd", "photos", "", "a\0b", "a" * 300]
)
def test_a_valid_signature_opens_nothing_outside_the_folder(name: str) -> None:
    default_storage.save(NAME, ContentFile(b"picture"))
    secret = Path(settings.DATA_DIR) / "secret_key"
    secret.write_bytes(b"the key to everything")
    expires = window_end()
    answer = fetch(f"/media/{quote(name)}?e={expires}&s={signature(name, expires)}")
    assert answer.status_code == 404
    assert b"the key to everything" not in answer.content


@on_the_disk
@pytest.mark.parametrize(
    "download", ["beach.jpg", "Grüße \U0001f304.jpg", 'a"b\\c.jpg', "a;b=c.jpg", "a%0d%0ab.jpg", "x" * 255]
)
def test_a_download_is_saved_under_its_name(download: str) -> None:
    default_storage.save(NAME, ContentFile(b"picture"))
    answer = fetch(default_storage.url(NAME, download=download))  # type: ignore[call-arg]
    assert (answer.status_code, answer.getvalue()) == (200, b"picture")
    assert answer["Content-Disposition"].startswith("attachment; filename")
    shown = answer["Content-Disposition"].split("=", 1)[1]
    plain = shown.strip('"').replace('\\"', '"').replace("\\\\", "\\")
    assert download in {plain, unquote(shown.removeprefix("utf-8''"))}


@on_the_disk
@pytest.mark.parametrize("download", ["a\r\nSet-Cookie: b=c", "a.jpg\n", "\n", "a\x00b", "a\x7f", "../../a.jpg"])
def test_no_name_of_a_download_reaches_the_headers_raw(download: str) -> None:
    default_storage.save(NAME, ContentFile(b"picture"))
    answer = fetch(default_storage.url(NAME, download=download))  # type: ignore[call-arg]
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert not set("\r\n\0\x7f/") & set(answer["Content-Disposition"])
    assert "Set-Cookie" not in answer.headers
    assert answer.getvalue() == b"picture"


def files_below(folder: Path) -> dict[str, bytes]:
    """Read every file, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_writing_the_same_name_again_replaces_the_file(disk: LocalMedia) -> None:
    for content in (b"first", b"second, which is longer", b"third"):
        assert disk.save(NAME, ContentFile(content)) == NAME
        assert files_below(Path(disk.location)) == {NAME: content}


@contextlib.contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let this process write no longer file, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_the_old_file_and_no_part_of_the_new_one(disk: LocalMedia) -> None:
    disk.save(NAME, ContentFile(b"old"))
    for name in (NAME, "photos/new.jpg"):
        with room_for(100_000), pytest.raises(Unavailable, match="Nothing was changed"):
            disk.save(name, ContentFile(b"a" * 1_000_000))
    assert files_below(Path(disk.location)) == {NAME: b"old"}


def test_a_file_where_a_folder_should_be_is_unavailable(disk: LocalMedia) -> None:
    disk.save("photos", ContentFile(b"in the way"))
    with pytest.raises(Unavailable):
        disk.save(NAME, ContentFile(b"new"))
    assert files_below(Path(disk.location)) == {"photos": b"in the way"}


def test_a_folder_where_the_file_should_be_leaves_no_part(disk: LocalMedia) -> None:
    disk.save(f"{NAME}/below.jpg", ContentFile(b"in the way"))
    with pytest.raises(Unavailable):
        disk.save(NAME, ContentFile(b"new"))
    assert files_below(Path(disk.location)) == {f"{NAME}/below.jpg": b"in the way"}


def test_a_picture_that_cannot_be_read_leaves_no_part(disk: LocalMedia) -> None:
    class Broken(ContentFile):  # type: ignore[type-arg]
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:  # noqa: ARG002
            yield b"half"
            raise ValueError("cut")

    with pytest.raises(ValueError, match="cut"):
        disk.save(NAME, Broken(b""))
    assert files_below(Path(disk.location)) == {}
