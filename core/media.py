"""Where image files live: the local disk or S3, both private, both behind signed URLs that are stable for an hour.

A URL is valid from the start of its window to the end of the next one and is the same for everybody within the window,
so that browsers and CDNs can keep the bytes. Who may get one is decided elsewhere, before.
"""

import contextlib
import functools
import hashlib
import hmac
import os
import tempfile
import time
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlencode

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.crypto import constant_time_compare
from django.utils.functional import cached_property
from storages.backends.s3 import S3Storage

from core import tickets
from core.errors import TooLarge, Unavailable
from core.tickets import Allowed, Ticket

SALT = "lumina.media"
# How S3 says that an object is not there, or not the same any more.
MISSING = frozenset({"NoSuchKey", "404"})
CHANGED = frozenset({"PreconditionFailed", "412"})
CHUNK_BYTES = 256 * 1024
# How files are named while they are written, and after how long nobody writes them any more.
PARTIAL = ".part-"
PARTIAL_MINUTES = 60


def window_start(now: float | None = None) -> int:
    """Answer the start of the running window in seconds since the epoch."""
    length: int = settings.SIGNED_URL_WINDOW_SECONDS
    return int(time.time() if now is None else now) // length * length


def window_end(now: float | None = None) -> int:
    """Answer when a URL that is made now stops to work: at the end of the next window."""
    return window_start(now) + 2 * settings.SIGNED_URL_WINDOW_SECONDS


def signature(name: str, expires: int, download: str = "") -> str:
    """Sign a file's name, its end of validity and the name it is saved under ("" shows it instead)."""
    return hmac.digest(_key(settings.SECRET_KEY), f"{name}\n{expires}\n{download}".encode(), "sha256").hex()[:32]


@functools.lru_cache(maxsize=1)
def _key(secret: str) -> bytes:
    """Derive the key of these signatures as Django's salted_hmac does, once and not for each URL of a page."""
    return hashlib.sha256(f"{SALT}{secret}".encode()).digest()


def seconds_valid(name: str, expires: str, download: str, given: str) -> int:
    """Answer for how long the URL is valid yet: 0 when it has run out, or was not signed by this site for this."""
    if not (expires.isascii() and expires.isdigit() and len(expires) < 12):  # noqa: PLR2004 -- longer is no time
        return 0
    good = signature(name, int(expires), download)
    return max(0, int(expires) - int(time.time())) if constant_time_compare(good, given) else 0


class LocalMedia(FileSystemStorage):
    """Files below DATA_DIR; writing the same name again replaces the file in one step."""

    def _save(self, name: str, content: "File[Any]") -> str:
        """Write beside the final place, flush to the disk, rename: a crash or a full disk leaves no half file."""
        path = Path(self.path(name))
        temporary = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=PARTIAL)
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except OSError as error:
            message = "The pictures cannot be stored right now. Nothing was changed."
            raise Unavailable(message, retry_after=60) from error
        finally:
            # Renamed already when all went well.
            if temporary:
                Path(temporary).unlink(missing_ok=True)
        return name

    def partial_files(self, *, older_than_minutes: int = PARTIAL_MINUTES) -> list[str]:
        """List what a killed process has left of files that it was writing."""
        latest = time.time() - older_than_minutes * 60
        parts = Path(self.location).rglob(f"{PARTIAL}*")
        return sorted(str(path.relative_to(self.location)) for path in parts if path.stat().st_mtime <= latest)

    def bytes_used(self) -> int | None:
        """Add up the sizes of all files: about a second for each hundred thousand."""
        return _bytes_below(self.location)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002
        """Keep the name: ids are unique, and a retry must write the same file again."""
        return name

    def url(self, name: str | None, *, download: str = "", now: float | None = None) -> str:
        """Sign a path for the window of `now`; with `download` the browser saves the file under that name."""
        if not name:
            message = "A file without a name has no URL."
            raise ValueError(message)
        expires = window_end(now)
        saved_as = f"&{urlencode({'d': download})}" if download else ""
        return f"/media/{quote(name)}?e={expires}&s={signature(name, expires, download)}{saved_as}"

    def ticket(self, allowed: Allowed, *, seconds: int) -> Ticket:
        """Let one file in for so long, whoever sends it, through this site (photos/views/incoming.py)."""
        return tickets.local_ticket(allowed, seconds=seconds)

    def fetch(self, name: str, into: IO[bytes], *, most: int | None = None) -> str:
        """Copy a file of at most so many bytes, as `keep` wants it; raises FileNotFoundError and TooLarge."""
        with self.open(name) as file:
            if most is not None and file.size > most:
                raise TooLarge
            for chunk in file.chunks(CHUNK_BYTES):
                into.write(chunk)
        return ""

    def keep(self, path: Path, name: str, **_: str) -> None:
        """Store a file that was fetched under another name."""
        with path.open("rb") as file:
            self.save(name, File(file))


class WindowedQueryAuth(S3SigV4QueryAuth):
    """botocore's own query signature, dated to the start of a window instead of to this second."""

    def __init__(self, *args: Any, now: float | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        """Keep the time whose window counts."""
        super().__init__(*args, **kwargs)
        self.now = now

    def add_auth(self, request: AWSRequest) -> None:
        """Sign as S3SigV4QueryAuth does, with the window's time, so that all URLs of a window are the same."""
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(window_start(self.now)))
        request.context["timestamp"] = stamp
        self._modify_request_before_signing(request)  # type: ignore[attr-defined]
        canonical = self.canonical_request(request)
        to_sign = self.string_to_sign(request, canonical)
        self._inject_signature_to_request(request, self.signature(to_sign, request))  # type: ignore[attr-defined]


class S3Media(S3Storage):
    """Files in one private bucket, shown through presigned URLs that stay the same within a window."""

    def partial_files(self, *, older_than_minutes: int = PARTIAL_MINUTES) -> list[str]:  # noqa: ARG002
        """List nothing: S3 shows a file once it is whole."""
        return []

    def bytes_used(self) -> int | None:
        """Answer nothing: a bucket is measured by listing all of it, which takes long and is paid by the thousand."""
        return None

    def get_default_settings(self) -> dict[str, Any]:
        """Fill in what Lumina always wants of S3: private, replaced on retry, short timeouts."""
        return {
            **super().get_default_settings(),
            "default_acl": None,
            "file_overwrite": True,
            "client_config": Config(
                signature_version="s3v4",
                s3={
                    "addressing_style": "path" if settings.S3_ENDPOINT_URL else "virtual",
                    # One form of address in all regions, which the Content-Security-Policy can name.
                    "us_east_1_regional_endpoint": "regional",
                },
                connect_timeout=1,
                read_timeout=10,
                retries={"mode": "standard", "total_max_attempts": 3},
            ),
        }

    @cached_property
    def _signing(self) -> tuple[str, Credentials]:
        """Answer the address that all keys hang below, and the credentials, once a process and not once a thread."""
        unsigned = self.unsigned_connection.meta.client.generate_presigned_url
        address: str = unsigned("get_object", Params={"Bucket": self.bucket_name, "Key": "_"})
        credentials = self._create_session().get_credentials()
        if credentials is None:
            message = "There are no credentials for S3."
            raise Unavailable(message)
        return address.removesuffix("_"), credentials

    def url(self, name: str | None, *, download: str = "", now: float | None = None, **_: Any) -> str:  # noqa: ANN401 -- what the base class takes
        """Presign a GET for the window of `now`; with `download` the browser saves the object under that name."""
        address, credentials = self._signing
        query = ""
        if download:
            disposition = f"attachment; filename*=UTF-8''{quote(download, safe='')}"
            query = "?" + urlencode({"response-content-disposition": disposition}, quote_via=quote)
        request = AWSRequest(method="GET", url=address + quote(name or "") + query)
        WindowedQueryAuth(
            credentials.get_frozen_credentials(),
            "s3",
            self.region_name,
            expires=2 * settings.SIGNED_URL_WINDOW_SECONDS,
            now=now,
        ).add_auth(request)
        return str(request.url)

    def ticket(self, allowed: Allowed, *, seconds: int) -> Ticket:
        """Presign a form that lets one file in for so long; the bucket refuses another name, type or size."""
        fields = tickets.fields_for(allowed)
        conditions = [*({name: value} for name, value in fields.items())]
        form = self._client.generate_presigned_post(
            self.bucket_name,
            allowed.name,
            Fields=dict(fields),
            Conditions=[*conditions, ["content-length-range", allowed.least, allowed.most]],
            ExpiresIn=seconds,
        )
        return Ticket(form["url"], form["fields"])

    def fetch(self, name: str, into: IO[bytes], *, most: int | None = None) -> str:
        """Copy an object of at most so many bytes and answer its tag; raises FileNotFoundError and TooLarge.

        In one request, and not in parts: it may be replaced meanwhile.
        """
        try:
            answer = self._client.get_object(Bucket=self.bucket_name, Key=name)
        except ClientError as error:
            if _code(error) in MISSING:
                raise FileNotFoundError(name) from error
            raise
        with contextlib.closing(answer["Body"]) as body:
            if most is not None and answer["ContentLength"] > most:
                raise TooLarge
            for chunk in body.iter_chunks(CHUNK_BYTES):
                into.write(chunk)
        return str(answer["ETag"])

    def keep(self, path: Path, name: str, *, source: str, tag: str, content_type: str) -> None:
        """Store what was fetched from `source` under another name: within the bucket, while it has this tag."""
        try:
            self._client.copy_object(
                Bucket=self.bucket_name,
                Key=name,
                CopySource={"Bucket": self.bucket_name, "Key": source},
                CopySourceIfMatch=tag,
                ContentType=content_type,
                MetadataDirective="REPLACE",
            )
        except ClientError as error:
            if _code(error) not in {*MISSING, *CHANGED}:
                raise
            with path.open("rb") as file:
                self.save(name, File(file))

    @property
    def _client(self) -> Any:  # noqa: ANN401 -- boto3 makes its clients at run time
        return self.connection.meta.client


def _bytes_below(folder: str | os.PathLike[str]) -> int:
    """Add up the sizes of all files below a folder, without those that go while it is being read."""
    used = 0
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                used += _bytes_below(entry.path)
                continue
            with contextlib.suppress(FileNotFoundError):
                used += entry.stat(follow_symlinks=False).st_size
    return used


def _code(error: ClientError) -> str:
    return error.response["Error"]["Code"]
