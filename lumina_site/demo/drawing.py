"""Soft drawing tools over Pillow: colours, gradients, smooth stencils, glow, noise. No scenes live here."""

import math
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageOps

Color = tuple[int, int, int]
Look = tuple[Color, ...]
Point = tuple[float, float]
Size = tuple[int, int]

# Stencils are drawn this many times larger and reduced, which smooths every edge.
_OVERSIZE = 2


def palette(codes: str) -> Look:
    """Read a palette from hexadecimal colours parted by spaces, such as `"f4d9c6 203040"`."""
    return tuple(ImageColor.getrgb(f"#{code}")[:3] for code in codes.split())


def mix(first: Color, second: Color, share: float) -> Color:
    """Return the colour that lies `share` (0 to 1) of the way from the first to the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def pick(stops: Sequence[Color], place: float) -> Color:
    """Return the colour at `place` (0 to 1) of an even run of colours."""
    spot = min(max(place, 0.0), 1.0) * (len(stops) - 1)
    index = min(int(spot), len(stops) - 2)
    return mix(stops[index], stops[index + 1], spot - index)


def gradient(size: Size, stops: Sequence[Color]) -> Image.Image:
    """Paint an even gradient from the top to the bottom."""
    steps = max(2, min(size[1], 512))
    run = b"".join(bytes(pick(stops, step / (steps - 1))) for step in range(steps))
    return Image.frombytes("RGB", (1, steps), run).resize(size, Image.Resampling.BICUBIC)


def fade(size: Size, levels: Sequence[float]) -> Image.Image:
    """Make a mask that runs through the levels (0 to 1) from the top to the bottom."""
    stops = [(round(level * 255),) * 3 for level in levels]
    return gradient((1, size[1]), stops).getchannel(0).resize(size)


class Stencil:
    """A mask with smooth edges, drawn in the picture's own coordinates."""

    def __init__(self, size: Size) -> None:
        """Begin with nothing let through."""
        self.size = size
        self._mask = Image.new("L", (size[0] * _OVERSIZE, size[1] * _OVERSIZE))
        self._pen = ImageDraw.Draw(self._mask)

    def polygon(self, points: Sequence[Point], level: int = 255) -> None:
        """Let the inside of a polygon through."""
        self._pen.polygon([(x * _OVERSIZE, y * _OVERSIZE) for x, y in points], fill=level)

    def disc(self, centre: Point, across: float, down: float | None = None, level: int = 255) -> None:
        """Let an ellipse through, given by its half axes."""
        (x, y), high = centre, across if down is None else down
        box = (x - across, y - high, x + across, y + high)
        self._pen.ellipse([part * _OVERSIZE for part in box], fill=level)

    def box(self, corners: tuple[float, float, float, float], level: int = 255) -> None:
        """Let a rectangle (left, top, right, bottom) through."""
        left, top, right, bottom = (part * _OVERSIZE for part in corners)
        self._pen.rectangle((left, top, max(left, right - 1), max(top, bottom - 1)), fill=level)

    def line(self, points: Sequence[Point], width: float, level: int = 255) -> None:
        """Let a line with round joints through."""
        spots = [(x * _OVERSIZE, y * _OVERSIZE) for x, y in points]
        self._pen.line(spots, fill=level, width=max(1, round(width * _OVERSIZE)), joint="curve")

    def ring(self, centre: Point, radius: float, width: float, level: int = 255) -> None:
        """Let a circle's line through, `radius` being its outer edge."""
        box = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
        self._pen.ellipse([part * _OVERSIZE for part in box], outline=level, width=max(1, round(width * _OVERSIZE)))

    def cut(self, *, blur: float = 0.0) -> Image.Image:
        """Return the mask at the picture's size, softened by `blur` pixels."""
        mask = self._mask.reduce(_OVERSIZE)
        return mask.filter(ImageFilter.GaussianBlur(blur)) if blur else mask


def fill_below(image: Image.Image, line: Sequence[Point], stops: Sequence[Color]) -> None:
    """Fill all that is under a line with a gradient that starts at its highest point."""
    width, height = image.size
    top = max(0, math.floor(min(y for _, y in line)))
    if top >= height:
        return
    stencil = Stencil((width, height - top))
    stencil.polygon([(-2, height), *((x, y - top) for x, y in line), (width + 2, height)])
    image.paste(gradient((width, height - top), stops), (0, top), stencil.cut())


def shape(image: Image.Image, points: Sequence[Point], fill: Color | Sequence[Color], level: int = 255) -> None:
    """Fill a polygon with one colour, or with a gradient from its top to its bottom."""
    left, top = (math.floor(min(part)) - 1 for part in zip(*points, strict=True))
    right, bottom = (math.ceil(max(part)) + 1 for part in zip(*points, strict=True))
    size = (max(1, right - left), max(1, bottom - top))
    stencil = Stencil(size)
    stencil.polygon([(x - left, y - top) for x, y in points], level)
    first = fill[0]
    stops = [(fill[0], fill[1], fill[2])] * 2 if isinstance(first, int) else fill
    image.paste(gradient(size, stops), (left, top), stencil.cut())  # type: ignore[arg-type]


def glow(image: Image.Image, centre: Point, radius: float, color: Color, strength: float = 1.0) -> None:
    """Lay round light over the picture, strongest in its middle and gone at `radius`."""
    # Pillow's radial gradient reaches 255 in the corners; at the middle of a side it is 181.
    table = [round(255 * strength * max(0.0, 1 - level / 178) ** 1.9) for level in range(256)]
    side = max(2, round(radius * 2))
    mask = Image.radial_gradient("L").point(table).resize((side, side), Image.Resampling.BICUBIC)
    image.paste(color, (round(centre[0] - radius), round(centre[1] - radius)), mask)


def disc(image: Image.Image, centre: Point, radius: float, color: Color) -> None:
    """Paint a round disc with a smooth edge."""
    side = math.ceil(radius) + 2
    stencil = Stencil((side * 2, side * 2))
    left, top = math.floor(centre[0]) - side, math.floor(centre[1]) - side
    stencil.disc((centre[0] - left, centre[1] - top), radius)
    image.paste(color, (left, top), stencil.cut())


def contour(rng: Random, count: int, *, bumps: float = 4.0, octaves: int = 5, gain: float = 0.5) -> list[float]:
    """Draw `count` heights (about -1 to 1) of a wandering line with so many large bumps across."""
    heights, weight, total = [0.0] * count, 1.0, 0.0
    for octave in range(octaves):
        cells = bumps * 2**octave
        lattice = [rng.uniform(-1, 1) for _ in range(math.ceil(cells) + 2)]
        shift = rng.random()
        for index in range(count):
            cell, rest = divmod(index / count * cells + shift, 1.0)
            ease = rest * rest * (3 - 2 * rest)
            here, there = lattice[int(cell) % len(lattice)], lattice[(int(cell) + 1) % len(lattice)]
            heights[index] += weight * (here + (there - here) * ease)
        total, weight = total + weight, weight * gain
    return [height / total * 1.4 for height in heights]


def clouds(size: Size, rng: Random, cells: Size = (5, 4), octaves: int = 5) -> Image.Image:
    """Make a mask of billowing noise; `cells` is how many large billows fit across and down."""
    small = (max(2, size[0] // 4), max(2, size[1] // 4))
    total, weight, sky = 0.0, 1.0, Image.new("L", small)
    for octave in range(octaves):
        across, down = cells[0] << octave, cells[1] << octave
        tile = Image.frombytes("L", (across, down), rng.randbytes(across * down))
        total += weight
        sky = Image.blend(sky, tile.resize(small, Image.Resampling.BICUBIC), weight / total)
        weight *= 0.55
    return ImageOps.autocontrast(sky, cutoff=1).resize(size, Image.Resampling.BICUBIC)


def threshold(mask: Image.Image, low: int, high: int, strength: float = 1.0) -> Image.Image:
    """Stretch a mask so that `low` lets nothing and `high` lets `strength` through."""
    span = max(1, high - low)
    return mask.point([round(255 * strength * min(max((v - low) / span, 0), 1)) for v in range(256)])


def develop(image: Image.Image, rng: Random, *, vignette: float = 0.34, grain: float = 0.05) -> Image.Image:
    """Finish a picture as film would: darker corners and a little grain."""
    table = [round(255 * (1 - vignette * (level / 255) ** 2.4)) for level in range(256)]
    corners = Image.radial_gradient("L").crop((36, 36, 220, 220)).point(table)
    shade = corners.resize(image.size, Image.Resampling.BICUBIC)
    image = ImageChops.multiply(image, Image.merge("RGB", (shade, shade, shade)))
    # Pillow's own noise cannot be seeded, and a demo must come out the same every time.
    noise = Image.frombytes("L", image.size, rng.randbytes(image.width * image.height))
    noise = noise.point([round(128 + (level - 127.5) * grain) for level in range(256)])
    return ImageChops.add(image, Image.merge("RGB", (noise, noise, noise)), 1.0, -128)
