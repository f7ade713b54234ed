"""Which formats are taken, told by the first bytes alone, and how large they may be."""

from dataclasses import dataclass

from photos.images.made import EMPTY, UnreadableImage


@dataclass(frozen=True)
class Format:
    """A format by Pillow's name for it, with the most pixels that are decoded of it."""

    name: str
    content_type: str
    max_pixels: int = 50_000_000


JPEG = Format("JPEG", "image/jpeg", max_pixels=200_000_000)
PNG = Format("PNG", "image/png")
GIF = Format("GIF", "image/gif")
WEBP = Format("WEBP", "image/webp")
AVIF = Format("AVIF", "image/avif")
HEIC = Format("HEIF", "image/heic")

# A JPEG in many passes is held whole while it is read, whatever size comes out.
MAX_PROGRESSIVE_PIXELS = 100_000_000

_STARTS = {
    b"\xff\xd8\xff": JPEG,
    b"\x89PNG\r\n\x1a\n": PNG,
    b"GIF87a": GIF,
    b"GIF89a": GIF,
}
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_CONTAINER_BRANDS = {b"mif1", b"msf1"}


def told_by_content(content: bytes) -> Format:
    """Return the format that the first bytes claim; raise UnreadableImage for everything not on the list."""
    if not content:
        raise UnreadableImage(EMPTY)
    for start, found in _STARTS.items():
        if content.startswith(start):
            return found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp":
        return _told_by_brand(content)
    raise UnreadableImage


def _told_by_brand(content: bytes) -> Format:
    """Tell AVIF from HEIC (ISO/IEC 23008-12) by the major brand, for a bare container by the others."""
    major = content[8:12]
    end = min(int.from_bytes(content[:4], "big"), 256)
    compatible = {content[at : at + 4] for at in range(16, end, 4)}
    if major in _AVIF_BRANDS or (major in _CONTAINER_BRANDS and compatible & _AVIF_BRANDS):
        return AVIF
    if major in _HEIC_BRANDS or major in _CONTAINER_BRANDS:
        return HEIC
    raise UnreadableImage
