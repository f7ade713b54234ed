"""The outer structure of JPEG, PNG and EXIF, read by hand, so that metadata and pixels part before decoding.

A broken profile or broken EXIF then cannot make a good picture unreadable. Nothing is decoded here.
"""

import re
import struct
from typing import NamedTuple

from photos.images.made import DAMAGED, TOO_MANY_SCANS, UnreadableImage

# An honest progressive JPEG has 10 scans; each more costs a pass over all of it, for a few bytes of file.
MAX_SCANS = 64

# FF and a byte that is not fill (FF), stuffing (00), TEM (01) or a restart (D0-D7): ITU-T T.81, B.1.1.
_MARKER = re.compile(rb"\xff([^\x00\x01\xff\xd0-\xd7])")
_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_EXIF = b"Exif\0\0"
_ICC = b"ICC_PROFILE\0"
_JFIF_LENGTH, _ADOBE_LENGTH = 14, 12
_ORIENTATION, _SHORT = 0x0112, 3
_PNG_START = b"\x89PNG\r\n\x1a\n"


class Segments(NamedTuple):
    """A JPEG without its metadata, and the two pieces of it that change how the picture looks."""

    pixels: bytes
    exif: bytes
    profile: bytes


def jpeg_segments(content: bytes) -> Segments:
    """Part a JPEG into pixels, EXIF and profile; raise UnreadableImage when no scan begins."""
    kept, exif = [b"\xff\xd8"], b""
    profile: list[bytes] = []
    at = 2
    while found := _MARKER.search(content, at):
        marker, at = found[1][0], found.end()
        if marker == _SOS:
            pixels = b"".join([*kept, content[found.start() :]])
            return Segments(pixels, exif, b"".join(part[2:] for part in sorted(profile)))
        end = _segment_end(content, at)
        body = content[at + 2 : end]
        if marker == _APP1 and body.startswith(_EXIF):
            exif = exif or body
        elif marker == _APP2 and body.startswith(_ICC):
            profile.append(body[len(_ICC) :])
        if not _is_metadata(marker, body):
            kept.append(content[found.start() : end])
        at = end
    raise UnreadableImage(DAMAGED)


def refuse_too_many_scans(content: bytes) -> None:
    """Raise UnreadableImage when a JPEG has more scans than MAX_SCANS; 0.4 ms for an ordinary photo."""
    # The plain count also meets previews and what hangs after the end, so only the refusal has to be exact.
    if content.count(b"\xff\xda") > MAX_SCANS and jpeg_scans(content) > MAX_SCANS:
        raise UnreadableImage(TOO_MANY_SCANS)


def jpeg_scans(content: bytes) -> int:
    """Count the scans up to the end marker of the picture itself; stops counting above MAX_SCANS."""
    scans, at = 0, 2
    while scans <= MAX_SCANS and (found := _MARKER.search(content, at)):
        marker = found[1][0]
        if marker in (_SOI, _EOI):
            break
        scans += marker == _SOS
        at = _segment_end(content, found.end())
    return scans


def _segment_end(content: bytes, at: int) -> int:
    """Return where the segment ends whose length stands at this place."""
    length = int.from_bytes(content[at : at + 2], "big")
    if length < 2 or at + length > len(content):  # noqa: PLR2004 -- the length counts its own two bytes
        raise UnreadableImage(DAMAGED)
    return at + length


def _is_metadata(marker: int, body: bytes) -> bool:
    """Say whether the decoder can do without; JFIF and Adobe decide how the colours are stored."""
    if marker == _APP0:
        return not (body.startswith(b"JFIF\0") and len(body) >= _JFIF_LENGTH)
    if marker == _APP14:
        return not (body.startswith(b"Adobe") and len(body) >= _ADOBE_LENGTH)
    return marker == _COM or _APP0 < marker <= _APP15


def without_broken_profile(content: bytes) -> bytes:
    """Return the PNG without profiles that cannot be unpacked: Pillow would refuse the picture for them."""
    kept, at = [_PNG_START], len(_PNG_START)
    while (name := content[at + 4 : at + 8]) not in (b"", b"IDAT", b"IEND"):
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        if name != b"iCCP" or content[at + 8 : end - 4].partition(b"\0")[2][:1] == b"\0":
            kept.append(content[at:end])
        at = end
    return content if sum(map(len, kept)) == at else b"".join([*kept, content[at:]])


def orientation(exif: bytes) -> int:
    """Return the EXIF orientation, 1 to 8; 1 when there is none or it cannot be read."""
    tiff = exif.removeprefix(_EXIF)
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}L", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, first)
        for entry in range(entries):
            tag, kind, _, value = struct.unpack_from(f"{order}HHLH", tiff, first + 2 + 12 * entry)
            if (tag, kind) == (_ORIENTATION, _SHORT):
                return value if value in range(1, 9) else 1
    except struct.error:
        pass
    return 1
