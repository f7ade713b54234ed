"""Makes the pictures that the tests of the image work need: honest ones, broken ones and hostile ones."""

import struct
import zlib
from functools import cache
from io import BytesIO

import pillow_heif
from PIL import Image
from PIL.Image import Transpose

pillow_heif.register_heif_opener()

RED, GREEN, BLUE, WHITE, BLACK = (220, 30, 30), (30, 200, 30), (30, 30, 220), (255, 255, 255), (0, 0, 0)
PLANTED = b"PLANTED"
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")

# How an upright picture has to be stored for a reader that obeys the orientation to see it upright.
STORED_FOR = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """Return the picture as a file of this kind."""
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def plain(colour: tuple[int, ...] = RED, size: tuple[int, int] = (96, 64), mode: str = "RGB") -> Image.Image:
    """Return a picture of one colour."""
    return Image.new(mode, size, colour)


def noise(size: tuple[int, int] = (200, 150)) -> Image.Image:
    """Return a picture that does not compress, so that half of its file is half of its pixels."""
    return Image.effect_noise(size, 90).convert("RGB")


def quarters() -> Image.Image:
    """Return 96x64 pixels: red and green above, blue and white below."""
    picture = Image.new("RGB", (96, 64), WHITE)
    for corner, colour in (((0, 0), RED), ((48, 0), GREEN), ((0, 32), BLUE)):
        picture.paste(colour, (*corner, corner[0] + 48, corner[1] + 32))
    return picture


def exif(orientation: int | None = None) -> bytes:
    """Return EXIF with a place, a planted description and an orientation."""
    fields = Image.Exif()
    fields[0x010E] = PLANTED.decode()
    if orientation is not None:
        fields[0x0112] = orientation
    fields.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 29: "2024:05:06"})
    return fields.tobytes()


def profile(*, garbage: bool = False) -> bytes:
    """Return an ICC profile with the primaries of Display P3 and a gamma of 2.2, named PLANTED."""
    if garbage:
        return PLANTED * 20
    xyz = {
        b"wtpt": (0.9642, 1.0, 0.8249),
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
    }
    tags = {name: b"XYZ \0\0\0\0" + _fixed(*values) for name, values in xyz.items()}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), b"curv\0\0\0\0" + struct.pack(">LHxx", 1, 563))
    tags[b"desc"] = b"desc\0\0\0\0" + struct.pack(">L", 8) + PLANTED + bytes(80)
    tags[b"cprt"] = b"text\0\0\0\0" + PLANTED + b"\0"
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">LL", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(">L4sL4s4s4s", start + len(body), b"\0\0\0\0", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + _fixed(0.9642, 1.0, 0.8249)
    return head.ljust(128, b"\0") + struct.pack(">L", len(tags)) + table + body


def _fixed(*values: float) -> bytes:
    return b"".join(struct.pack(">l", round(value * 65536)) for value in values)


def segment(marker: int, body: bytes) -> bytes:
    """Return a JPEG segment."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def with_segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    """Return the JPEG with one more segment at its beginning."""
    return jpeg[:2] + segment(marker, body) + jpeg[2:]


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a PNG chunk."""
    return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))


def with_chunk(png: bytes, name: bytes, body: bytes) -> bytes:
    """Return the PNG with one more chunk after its header."""
    return png[:33] + chunk(name, body) + png[33:]


def huge_png(side: int) -> bytes:
    """Return a square PNG of two colours: small as a file, large as pixels."""
    rows = zlib.compress(bytes((side // 8 + 1 + 1) * side), 1)
    header = struct.pack(">LLBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def many_scans(scans: int, size: tuple[int, int] = (800, 800)) -> bytes:
    """Return a progressive JPEG whose last scan is repeated until there are so many."""
    jpeg = saved(Image.linear_gradient("L").resize(size), "JPEG", progressive=True)
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:last] + jpeg[last:-2] * (scans - jpeg.count(b"\xff\xda") + 1) + jpeg[-2:]


@cache
def slow() -> bytes:
    """Return a permitted picture that keeps a decoder busy for about a second."""
    return many_scans(64, (8000, 8000))


def animation(kind: str) -> bytes:
    """Return a red frame followed by blue ones."""
    frames = [plain(BLUE), plain(GREEN), plain(BLUE)]
    return saved(plain(RED), kind, save_all=True, append_images=frames, duration=100)
