"""How the tests of photos look at the site: through JSON, pages and signed URLs, as clients do."""

import io
import re
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

from django.test import Client
from PIL import Image

from photos.models import Photo
from tests.cast import jpeg, upload_file

Uploads = Callable[..., Photo]
SIZES = ("thumb", "small", "medium", "large", "full")
MISSING = "01890a5d-ac96-774b-bcce-b302099a8057"


def post_photo(browser: Client, content: bytes | None = None, /, *, name: str = "photo.jpg", **fields: Any) -> Any:
    """Upload as JSON clients do."""
    return browser.post("/api/photos", {"photo": upload_file(content, name), **fields})


def post_raw(browser: Client, name: str) -> Any:
    """Upload under a file name that stands in the form exactly so, whatever it is."""
    head = f'--cut\r\nContent-Disposition: form-data; name="photo"; filename="{name}"\r\n'
    body = head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + jpeg() + b"\r\n--cut--\r\n"
    return browser.post("/api/photos", body, content_type="multipart/form-data; boundary=cut")


def ids_in(browser: Client, query: str = "") -> list[str]:
    """List the ids that a gallery answers."""
    answer = browser.get(f"/api/photos{query}")
    assert answer.status_code == 200
    return [photo["id"] for photo in answer.json()]


def tiles_in(page: Any) -> list[str]:
    """List the ids of the photos that a page has tiles of."""
    return re.findall(r'class="tile[^"]*" href="/p/([0-9a-f-]{36})/"', page.text)


def signed_bytes(url: str) -> bytes:
    """Fetch a signed URL as somebody without a session does."""
    if url.startswith("http"):
        with urlopen(url, timeout=10) as answer:  # noqa: S310 -- our own test server
            return bytes(answer.read())
    local: Any = Client().get(url)
    assert local.status_code == 200
    return bytes(local.getvalue())


def size_of(content: bytes) -> tuple[int, int]:
    """Answer width and height of a JPEG, and fail for anything else."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as picture:
        picture.load()
        return picture.size


def broken_pictures() -> dict[str, bytes]:
    """Draw files that are no pictures, or not whole ones."""
    whole = jpeg(200, 150)
    return {
        "empty": b"",
        "text": b"this is no picture",
        "page": b"<script>alert(1)</script>",
        "vector": b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>',
        "cut": whole[: len(whole) // 2],
        "head": whole[:20],
    }
