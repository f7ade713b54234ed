"""What the image work makes of honest files: sizes, colours, orientation, and nothing but pixels."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from photos.images import RENDITIONS, Made, make_renditions
from photos.tests import images_made as made_up

Make = Callable[[bytes], Made]
Colour = tuple[int, int, int]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that writes a file and makes its renditions."""

    def write_and_make(content: bytes) -> Made:
        path = tmp_path / "upload.jpg"
        path.write_bytes(content)
        return make_renditions(path)

    return write_and_make


def opened(made: Made, name: str = "full") -> Image.Image:
    return Image.open(BytesIO(made.files[name]))


def pixel(made: Made, x: float = 0.5, y: float = 0.5) -> Colour:
    picture = opened(made)
    colour = picture.getpixel((int(x * picture.width), int(y * picture.height)))
    assert isinstance(colour, tuple)
    red, green, blue = colour
    return red, green, blue


def close(one: Colour, other: Colour, by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def test_every_rendition_fits_its_box_and_keeps_the_shape(make: Make) -> None:
    made = make(made_up.saved(made_up.noise((3000, 1500)), "JPEG"))
    assert (made.width, made.height) == (3000, 1500)
    sizes = {name: opened(made, name).size for name in made.files}
    assert sizes == {
        "full": (2000, 1000),
        "large": (1280, 640),
        "medium": (640, 320),
        "small": (320, 160),
        "thumb": (200, 100),
    }


def test_every_rendition_is_a_plain_jpeg(make: Make) -> None:
    made = make(made_up.saved(made_up.quarters(), "PNG"))
    assert list(made.files) == list(RENDITIONS)
    for name in made.files:
        picture = opened(made, name)
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        assert "progressive" not in picture.info


def test_a_small_picture_is_never_enlarged(make: Make) -> None:
    made = make(made_up.saved(made_up.noise((150, 100)), "PNG"))
    assert {opened(made, name).size for name in made.files} == {(150, 100)}


def test_the_placeholder_is_a_tiny_data_uri(make: Make) -> None:
    made = make(made_up.saved(made_up.noise((900, 600)), "JPEG"))
    assert made.placeholder.startswith("data:image/webp;base64,")
    assert len(made.placeholder) < 600


@pytest.mark.parametrize("size", [(1, 1), (10_000, 1), (1, 10_000), (9000, 3)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_extreme_shapes_have_no_side_of_zero(make: Make, size: tuple[int, int], kind: str) -> None:
    made = make(made_up.saved(made_up.plain(size=size), kind))
    assert (made.width, made.height) == size
    for name, box in RENDITIONS.items():
        width, height = opened(made, name).size
        assert 1 <= width <= box.width
        assert 1 <= height <= box.height


@pytest.mark.parametrize("kind", made_up.FORMATS)
def test_every_format_of_the_list_is_read(make: Make, kind: str) -> None:
    made = make(made_up.saved(made_up.quarters(), kind))
    assert made.content_type == {"HEIF": "image/heic"}.get(kind, f"image/{kind.lower()}")
    assert (made.width, made.height, made.animated) == (96, 64, False)
    assert close(pixel(made, 0.25, 0.25), made_up.RED, by=40)
    assert close(pixel(made, 0.25, 0.75), made_up.BLUE, by=40)


def test_a_picture_with_several_views_is_a_jpeg_of_the_first(make: Make) -> None:
    views = made_up.saved(made_up.plain(), "MPO", save_all=True, append_images=[made_up.plain(made_up.BLUE)])
    made = make(views)
    assert (made.content_type, made.animated) == ("image/jpeg", False)
    assert close(pixel(made), made_up.RED)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_an_animation_the_first_frame_is_shown(make: Make, kind: str) -> None:
    made = make(made_up.animation(kind))
    assert made.animated
    assert close(pixel(made), made_up.RED)


@pytest.mark.parametrize("orientation", [None, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 65535])
def test_every_orientation_comes_out_upright(make: Make, orientation: int | None) -> None:
    upright = made_up.quarters()
    turn = made_up.STORED_FOR.get(orientation or 1)
    stored = upright if turn is None else upright.transpose(turn)
    _assert_upright(make(made_up.saved(stored, "JPEG", exif=made_up.exif(orientation))))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "HEIF"])
def test_orientation_counts_in_every_format(make: Make, kind: str) -> None:
    stored = made_up.quarters().transpose(made_up.STORED_FOR[6])
    _assert_upright(make(made_up.saved(stored, kind, exif=made_up.exif(6))))


def _assert_upright(made: Made) -> None:
    assert (made.width, made.height) == opened(made).size == (96, 64)
    assert close(pixel(made, 0.25, 0.25), made_up.RED, by=40)
    assert close(pixel(made, 0.75, 0.25), made_up.GREEN, by=40)
    assert close(pixel(made, 0.25, 0.75), made_up.BLUE, by=40)


def test_grey_of_16_bits_keeps_its_tones(make: Make) -> None:
    for level in (0, 20_000, 40_000, 65_535):
        made = make(made_up.saved(Image.new("I;16", (64, 64), level), "PNG"))
        assert close(pixel(made), (level >> 8,) * 3, by=2)


def test_cmyk_is_not_inverted(make: Make) -> None:
    ink = make(made_up.saved(made_up.plain((0, 255, 255, 0), mode="CMYK"), "JPEG"))
    paper = make(made_up.saved(made_up.plain((0, 0, 0, 0), mode="CMYK"), "JPEG"))
    assert close(pixel(ink), (255, 0, 0))
    assert close(pixel(paper), made_up.WHITE)


def _palette(**options: object) -> bytes:
    picture = Image.new("P", (64, 64), 1)
    picture.putpalette([*made_up.BLACK, *made_up.RED])
    picture.paste(0, (0, 0, 32, 64))
    return made_up.saved(picture, str(options.pop("kind", "PNG")), **options)


def _half_clear(mode: str) -> bytes:
    picture = made_up.plain((0, 0, 0, 0) if mode == "RGBA" else (0, 0), mode=mode)
    picture.paste((*made_up.RED, 255) if mode == "RGBA" else (70, 255), (48, 0, 96, 64))
    return made_up.saved(picture, "PNG")


@pytest.mark.parametrize(
    ("content", "solid"),
    [
        (_palette(transparency=0), made_up.RED),
        (_palette(transparency=b"\x00\xff"), made_up.RED),
        (_palette(transparency=0, kind="GIF"), made_up.RED),
        (_half_clear("RGBA"), made_up.RED),
        (_half_clear("LA"), (70, 70, 70)),
    ],
)
def test_what_is_transparent_lies_on_white(make: Make, content: bytes, solid: Colour) -> None:
    made = make(content)
    assert close(pixel(made, 0.2), made_up.WHITE)
    assert close(pixel(made, 0.8), solid)


def test_the_colour_key_of_a_png_lies_on_white(make: Make) -> None:
    assert close(pixel(make(made_up.saved(made_up.plain(), "PNG", transparency=made_up.RED))), made_up.WHITE)


def test_two_colours_and_plain_palettes_are_read(make: Make) -> None:
    assert close(pixel(make(made_up.saved(Image.new("1", (64, 64), 1), "PNG"))), made_up.WHITE)
    assert close(pixel(make(_palette()), 0.2), made_up.BLACK)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_wide_colours_are_converted_to_srgb(make: Make, kind: str) -> None:
    wide = made_up.plain((200, 50, 50))
    converted = pixel(make(made_up.saved(wide, kind, icc_profile=made_up.profile(), quality=95)))
    assert close(converted, (220, 14, 36), by=8)
    ignored = pixel(make(made_up.saved(wide, kind, icc_profile=made_up.profile(garbage=True), quality=95)))
    assert close(ignored, (200, 50, 50), by=8)


def test_a_grey_picture_may_carry_a_colour_profile(make: Make) -> None:
    grey = made_up.saved(Image.new("L", (64, 64), 120), "JPEG", icc_profile=made_up.profile())
    assert close(pixel(make(grey)), (120, 120, 120))


def _with_everything(kind: str) -> bytes:
    if kind == "GIF":
        return made_up.saved(made_up.quarters(), kind, comment=made_up.PLANTED)
    options = {
        "exif": made_up.exif(),
        "icc_profile": made_up.profile(),
        "xmp": b"<x:xmpmeta>PLANTED</x:xmpmeta>",
    }
    content = made_up.saved(made_up.quarters(), kind, **options)
    if kind == "JPEG":
        return made_up.with_segment(content, 0xFE, made_up.PLANTED)
    return made_up.with_chunk(content, b"tEXt", b"k\0PLANTED") if kind == "PNG" else content


@pytest.mark.parametrize("kind", made_up.FORMATS)
def test_nothing_planted_in_the_file_reaches_a_rendition(make: Make, kind: str) -> None:
    content = _with_everything(kind) + b"<html>PLANTED</html>PK\x03\x04"
    assert made_up.PLANTED in content
    made = make(content)
    for name, file in made.files.items():
        for trace in (made_up.PLANTED, b"Exif", b"ICC_PROFILE", b"xmp", b"html", b"PK\x03\x04", b"2024"):
            assert trace not in file
        assert set(opened(made, name).info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert file.endswith(b"\xff\xd9")
