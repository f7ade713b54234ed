"""How the tests of photos look at the site: through JSON, pages and signed URLs, as clients do."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.request import urlopen

from django.test import Client
from PIL import Image

from accounts.models import User
from core.ids import new_id
from photos.images import Made
from photos.models import APPROVED, PROCESSING, Photo, photo_key
from photos.services import publish
from photos.words import checked
from tests.cast import items_stored, jpeg, upload_file

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


def pages_of(browser: Client, path: str) -> list[list[Any]]:
    """Follow the Link header to the end and list what each page has."""
    pages = []
    while path:
        answer = browser.get(path)
        assert answer.status_code == 200
        pages.append(answer.json())
        link = re.fullmatch(r'<http://testserver(/api/.*)>; rel="next"', answer.get("Link", ""))
        path = link[1] if link else ""
    return pages


def plant(owner: User, **words: Any) -> Photo:
    """Publish a photo without its files, where many are needed and nobody looks at the pictures."""
    said = vars(checked(**words))
    photo_id = new_id()
    photo = Photo(
        *photo_key(photo_id),
        photo_id=photo_id,
        user_id=owner.pk,
        username=owner.username,
        status=PROCESSING,
        width=60,
        height=40,
        content_type="image/jpeg",
        file_size=1,
        filename="photo.jpg",
        sha256="",
        updated_at=1,
        **{**said, "tags": list(said["tags"])},
    )
    photo.save()
    photo.status = publish(photo_id=photo.id, made=Made(60, 40, "image/jpeg", False, "", {}))  # noqa: FBT003
    assert photo.status == APPROVED
    return photo


@dataclass
class Form:
    """A form of a page: where it goes, and what it sends as it stands there."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Collects the forms of a page as a browser without scripts would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._text = self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, is_box = given.get("name") or "", given.get("type") in {"radio", "checkbox"}
        if tag == "form":
            self._open = Form(given.get("action") or "")
            self.forms.append(self._open)
        elif tag == "option" and self._open and self._choice:
            # The first one counts, as long as no other is chosen.
            if "selected" in given or not self._open.fields[self._choice]:
                self._open.fields[self._choice] = given.get("value") or ""
        elif self._open and name and (not is_box or "checked" in given):
            self._open.fields[name] = given.get("value") or ("on" if is_box else "")
            self._text = name if tag == "textarea" else ""
            self._choice = name if tag == "select" and "multiple" not in given else ""

    def handle_endtag(self, tag: str) -> None:
        self._text = "" if tag == "textarea" else self._text
        self._open = None if tag == "form" else self._open

    def handle_data(self, data: str) -> None:
        if self._open and self._text:
            self._open.fields[self._text] = (self._open.fields[self._text] + data).removeprefix("\n")


def forms_in(page: Any) -> list[Form]:
    """List the forms of a page with what each would send."""
    parser = _Forms()
    parser.feed(page.text)
    return parser.forms


def crowd(number: int) -> list[User]:
    """Make many people."""
    return [User.objects.create_user(f"person{index:02}") for index in range(number)]


def traces() -> list[tuple[str, str]]:
    """List every item but the tallies, which end by themselves or stay at zero."""
    return [key for key in items_stored() if not key[0].startswith(("POINTS#", "TOPICS", "RANKING"))]


def tiles_in(page: Any) -> list[str]:
    """List the ids of the photos that a page has tiles of."""
    return re.findall(r'class="tile[^"]*" href="/p/([0-9a-f-]{36})/(?:\?[^"]*)?"', page.text)


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
