"""How tests upload straight to the storage, as clients do: a ticket, the form to where it says, and word of it."""

import http.client
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from core.ids import PhotoId
from photos.tests.seeing import SIZES
from tests.cast import jpeg, upload_file

JSON = "application/json"


def ask(browser: Client, content: bytes | None = None, /, **said: Any) -> Any:
    """Ask for a ticket for a picture; what is None is left out of the body."""
    size = len(jpeg() if content is None else content)
    body = {"filename": "photo.jpg", "contentType": "image/jpeg", "fileSize": size, **said}
    return browser.post("/api/uploads", {k: v for k, v in body.items() if v is not None}, content_type=JSON)


def ticket(browser: Client, content: bytes | None = None, /, **said: Any) -> dict[str, Any]:
    """Get a ticket."""
    answer = ask(browser, content, **said)
    assert answer.status_code == 201, answer.content
    given: dict[str, Any] = answer.json()
    return given


def send(given: dict[str, Any], content: bytes | None = None, *, url: str = "", changed: Mapping[str, str] = {}) -> int:
    """Send a picture with a ticket and answer the status; anybody may."""
    fields = {**given["fields"], **changed, "file": upload_file(content, "photo")}
    body = encode_multipart(BOUNDARY, fields)
    where = urlsplit(url or given["uploadUrl"])
    if where.hostname == "testserver":
        return int(Client().generic("POST", f"{where.path}?{where.query}", body, MULTIPART_CONTENT).status_code)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=30)
    connection.request("POST", f"{where.path}?{where.query}", body, {"Content-Type": MULTIPART_CONTENT})
    status = connection.getresponse().status
    connection.close()
    return status


def sent(browser: Client, content: bytes | None = None, /, **said: Any) -> PhotoId:
    """Get a ticket and send the picture; nobody has been told yet."""
    given = ticket(browser, content, **said)
    assert send(given, content) == 204
    return PhotoId(given["photoId"])


def complete(browser: Client, photo_id: str) -> Any:
    """Say that the picture is there."""
    return browser.post(f"/api/uploads/{photo_id}/complete")


def uploaded(browser: Client, content: bytes | None = None, /, **said: Any) -> Any:
    """Do all of it, and answer the photo."""
    answer = complete(browser, sent(browser, content, **said))
    assert answer.status_code == 200, answer.content
    return answer.json()


def files_of(photo_id: str, ending: str = "jpg") -> list[str]:
    """List the files that a published photo has."""
    return [f"originals/{photo_id}.{ending}", *sorted(f"photos/{photo_id}_{size}.jpg" for size in SIZES)]


def status_of(browser: Client, photo_id: str) -> Any:
    """Ask how an upload stands."""
    answer = browser.get(f"/api/uploads/{photo_id}")
    assert answer.status_code == 200
    return answer.json()
