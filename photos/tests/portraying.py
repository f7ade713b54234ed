"""How the tests of profile pictures set them and look at them: as clients do."""

import io
from typing import Any

from django.test import Client
from PIL import Image

from accounts.models import User
from photos.tests import images_made as made
from photos.tests.seeing import signed_bytes
from tests.cast import browser_of, upload_file

CALL = "/api/users/profile-picture"
PAGE, PROFILE = "/settings/picture/", "/settings/"
SIZES = {"full": 512, "thumb": 96}


def send(who_sends: User | Client, content: bytes | None = None) -> Any:
    """Set a profile picture as JSON clients do."""
    browser = who_sends if isinstance(who_sends, Client) else browser_of(who_sends)
    return browser.post(CALL, {"photo": upload_file(content)})


def urls_of(user: User) -> dict[str, str]:
    """Ask the site for the signed URLs of somebody's own picture."""
    me = browser_of(user).get("/api/auth/me").json()
    return {"full": me["profilePic"], "thumb": me["profileThumb"]}


def pixels_of(user: User, size: str = "full") -> Image.Image:
    """Fetch somebody's picture as a browser does."""
    picture = Image.open(io.BytesIO(signed_bytes(urls_of(user)[size])), formats=["JPEG"])
    picture.load()
    return picture


def names_of(user: User) -> list[str]:
    """Name the files that somebody's picture should have."""
    key = User.objects.get(pk=user.pk).avatar_key
    return [f"avatars/{key}_{size}.jpg" for size in SIZES] if key else []


def assert_whole(user: User, colour: tuple[int, ...]) -> None:
    """Expect a picture of this colour that can be seen in both sizes."""
    for size in SIZES:
        assert near(pixels_of(user, size).getpixel((0, 0)), colour)


def near(pixel: Any, colour: tuple[int, ...]) -> bool:
    """Say whether a pixel has a colour, but for what JPEG does to it."""
    return all(abs(one - other) < 16 for one, other in zip(pixel, colour, strict=True))


def plain(colour: tuple[int, ...] = made.RED) -> bytes:
    """Draw a picture of one colour."""
    return made.saved(made.plain(colour), "JPEG")
