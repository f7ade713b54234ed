"""What comes out of the image work: the sizes, the result and the refusal. No pixel is touched here."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from core.errors import Invalid


class Box(NamedTuple):
    """The largest width and height that a rendition may have, in pixels."""

    width: int
    height: int


# Largest first: each rendition is made from the one before it. The boxes are square, so that a picture can be
# shrunk before it is turned upright.
RENDITIONS: Final[Mapping[str, Box]] = MappingProxyType(
    {
        "full": Box(2000, 2000),
        "large": Box(1280, 1280),
        "medium": Box(640, 640),
        "small": Box(320, 320),
        "thumb": Box(200, 200),
    }
)


@dataclass(frozen=True)
class Made:
    """The renditions of one picture (JPEG, sRGB, upright, without metadata) and what was learnt on the way.

    `width` and `height` are those of the original as it is shown, `content_type` is what it was decoded as,
    `placeholder` is a data URI of at most 16 pixels a side, `files` has the bytes by name of rendition.
    """

    width: int
    height: int
    content_type: str
    animated: bool
    placeholder: str
    files: Mapping[str, bytes]


class UnreadableImage(Invalid):
    """The file is refused; the message tells its owner why."""

    code = "unreadable_image"
    title = "Not a picture we can use"
    default = "This file is not a picture that Lumina can read (JPEG, PNG, GIF, WebP, AVIF or HEIC)."


EMPTY = "This file is empty."
DAMAGED = "This picture is damaged: only a part of it could be read."
TOO_MANY_PIXELS = (
    "This picture has too many pixels: Lumina takes up to 200 million in a JPEG file, "
    "100 million in a progressive one, and 50 million in every other format."
)
TOO_MANY_SCANS = "This picture is stored in too many passes: please save it again as an ordinary JPEG."
TOO_MUCH_INSIDE = "This picture carries more than 1 MB of text or colour profile: please save it without."
TOO_MUCH_MEMORY = "This picture needs too much memory to be opened."
TOO_SLOW = "This picture takes too long to open."
