"""Opens a file from outside and makes one clean picture of it: upright, sRGB, on white, at most 2000 px.

Runs in a decode process only. The checks go from cheap to dear; a picture that failed is not touched again.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import pillow_heif
from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)
from PIL.Image import Resampling, Transpose

from photos.images import formats, segments
from photos.images.fitting import fitted
from photos.images.formats import Format
from photos.images.made import (
    DAMAGED,
    RENDITIONS,
    TOO_MANY_PIXELS,
    TOO_MUCH_INSIDE,
    TOO_MUCH_MEMORY,
    UnreadableImage,
)

# With all of these imported Pillow finds each format at once and never loads the parsers of the others.
PLUGINS: Final = (AvifImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)

SRGB: Final = ImageCms.createProfile("sRGB")
FEW_PER_CENT = 1.1
_MODE_OF_SPACE = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}

_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
_SIDEWAYS = range(5, 9)

# Several pictures in a JPEG or HEIC file are views or previews, not an animation.
_MAY_MOVE = (formats.GIF, formats.PNG, formats.WEBP, formats.AVIF)


@dataclass(frozen=True)
class Clean:
    """Pixels and nothing else, with the size of the original as it is shown."""

    picture: Image.Image
    size: tuple[int, int]
    content_type: str
    animated: bool


def prepare() -> None:
    """Register HEIC and keep every decoder to one thread: threads would count against the limit on memory."""
    # An embedded preview may show something else than the picture: never decode it instead.
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=0)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    warnings.simplefilter("ignore")


def decode(content: bytes) -> Clean:
    """Decode the first frame of the file in full; raise UnreadableImage for anything that is not in order."""
    found = formats.told_by_content(content)
    try:
        return _decode(content, found)
    except UnreadableImage:
        raise
    except Image.DecompressionBombError as error:
        raise UnreadableImage(TOO_MANY_PIXELS) from error
    except MemoryError as error:
        raise UnreadableImage(TOO_MUCH_MEMORY) from error
    except Exception as error:
        # Decoders raise whatever comes to hand: OSError, ValueError, SyntaxError, struct.error ...
        reason = TOO_MUCH_INSIDE if "MAX_TEXT" in str(error) else DAMAGED
        raise UnreadableImage(reason) from error


def _decode(content: bytes, found: Format) -> Clean:
    exif = profile = b""
    if found is formats.JPEG:
        segments.refuse_too_many_scans(content)
        content, exif, profile = segments.jpeg_segments(content)
    elif found is formats.PNG:
        content = segments.without_broken_profile(content)
    image = _open(content, found)
    size = image.size
    if found is formats.JPEG:
        _refuse_large_progressive(image, content)
        image.draft(None, fitted(size, RENDITIONS["full"]))
    image.load()
    if found is not formats.JPEG:
        size = image.size
        exif, profile = image.info.get("exif") or b"", image.info.get("icc_profile") or b""
    # libheif has turned the picture already.
    turn = 1 if found is formats.HEIC else segments.orientation(exif)
    picture = _upright(_srgb(_shrunk(_on_white(image), size), profile), turn)
    width, height = size[::-1] if turn in _SIDEWAYS else size
    return Clean(picture, (width, height), found.content_type, animated=found in _MAY_MOVE and _moves(image))


def _open(content: bytes, found: Format) -> Image.Image:
    """Let the one parser that belongs to the format read the header, with its limit on pixels in force."""
    # Pillow only warns up to twice this number, and WebP takes its memory before that: half makes it exact.
    Image.MAX_IMAGE_PIXELS = found.max_pixels // 2
    try:
        return Image.open(BytesIO(content), formats=[found.name])
    except (UnidentifiedImageError, ValueError):
        # Pillow and libavif parse EXIF when they open an AVIF file. Under another name the item is skipped.
        if found is not formats.AVIF or b"Exif" not in content:
            raise
        return Image.open(BytesIO(content.replace(b"Exif", b"free", 1)), formats=[found.name])


def _refuse_large_progressive(image: Image.Image, content: bytes) -> None:
    width, height = image.size
    if width * height <= formats.MAX_PROGRESSIVE_PIXELS:
        return
    if "progressive" in image.info or segments.jpeg_scans(content) > 1:
        raise UnreadableImage(TOO_MANY_PIXELS)


def _on_white(image: Image.Image) -> Image.Image:
    """Return the picture without transparency, as L, RGB or CMYK."""
    if image.mode.startswith("I;16"):
        # Pillow clips 16 bits to 8, which makes nearly everything white.
        image = image.point(lambda level: level / 256).convert("L")
        image.info.pop("transparency", None)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image)
        return paper
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _shrunk(picture: Image.Image, original: tuple[int, int]) -> Image.Image:
    """Return the picture as large as the largest rendition."""
    width, height = fitted(original, RENDITIONS["full"])
    if picture.size == (width, height):
        return picture
    # After a scaled decode there are often a few per cent left: a quarter of the time, nothing to be seen.
    few = picture.width < FEW_PER_CENT * width and picture.height < FEW_PER_CENT * height
    kind = Resampling.HAMMING if few else Resampling.BICUBIC
    return picture.resize((width, height), kind, reducing_gap=2.0)


def _srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Convert the colours by the profile, unless it cannot be read or belongs to another kind of picture."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            mode = _MODE_OF_SPACE.get(source.profile.xcolor_space.strip())
            if mode == picture.mode or (mode, picture.mode) == ("RGB", "L"):
                converted = ImageCms.profileToProfile(picture.convert(mode), source, SRGB, outputMode="RGB")
                return converted or picture
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _upright(picture: Image.Image, turn: int) -> Image.Image:
    """Turn the picture and copy its pixels to a new one: what Pillow carries along in `info` stays behind."""
    if turn in _UPRIGHT:
        picture = picture.transpose(_UPRIGHT[turn])
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    return clean


def _moves(image: Image.Image) -> bool:
    """Say whether there is a second frame, without decoding it; asked last: it costs GIF its pixels."""
    try:
        return bool(getattr(image, "is_animated", False))
    except Exception:  # noqa: BLE001 -- whatever is wrong after the first frame is no concern of ours
        return False
