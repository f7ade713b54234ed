"""Pictures for the tests of the screening: drawn by chance from a number, changed a little, and their renditions."""

import hashlib
import tempfile
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageEnhance

from accounts.models import User
from core.ids import PhotoId, UserId, new_id
from photos.images import make_renditions
from photos.screening import Picture

SIZE = WIDTH, HEIGHT = 640, 480


def drawn(number: int) -> Image.Image:
    """Draw a picture of 25 coloured shapes, the same one for the same number."""
    chance = Random(number)  # noqa: S311 -- chance that paints

    def colour() -> tuple[int, int, int]:
        return (chance.randrange(256), chance.randrange(256), chance.randrange(256))

    picture = Image.new("RGB", SIZE, colour())
    pen = ImageDraw.Draw(picture)
    for _ in range(25):
        x, y, wide, high = (chance.randrange(least, most) for least, most in ((0, 640), (0, 480), (20, 200), (20, 200)))
        draw = chance.choice((pen.ellipse, pen.rectangle))
        draw((x, y, x + wide, y + high), fill=colour())
    return picture


def changed(picture: Image.Image) -> dict[str, bytes]:
    """Save a picture in ways that leave it the same to the eye."""
    half = picture.resize((WIDTH // 2, HEIGHT // 2))
    cut = picture.crop((WIDTH // 100, HEIGHT // 100, WIDTH - WIDTH // 100, HEIGHT - HEIGHT // 100))
    return {
        "saved again at quality 40": saved(picture, quality=40),
        "half the size": saved(half),
        "lighter": saved(ImageEnhance.Brightness(picture).enhance(1.08)),
        "darker": saved(ImageEnhance.Brightness(picture).enhance(0.92)),
        "cut by 2 %": saved(cut),
    }


def saved(picture: Image.Image, *, quality: int = 84) -> bytes:
    """Save a picture as a JPEG file."""
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


@cache
def renditions(content: bytes) -> Mapping[str, bytes]:
    """Make the real renditions of a file."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return make_renditions(Path(file.name)).files


def picture_of(owner: User, content: bytes | None = None, files: Mapping[str, bytes] | None = None) -> Picture:
    """Make of a file what the screening is given."""
    content = content or saved(drawn(1))
    sha256 = hashlib.sha256(content).hexdigest()
    return Picture(PhotoId(new_id()), UserId(owner.pk), sha256, renditions(content) if files is None else files)
