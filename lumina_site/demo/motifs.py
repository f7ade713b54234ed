"""Things that several scenes share: ridges, conifers, birds, water, stars. No whole scenes live here."""

import math
from random import Random

from PIL import Image, ImageFilter

from lumina_site.demo.drawing import (
    Color,
    Point,
    Size,
    Stencil,
    clouds,
    contour,
    fade,
    mix,
    threshold,
)

WHITE: Color = (255, 252, 245)


def ridge(rng: Random, width: int, base: float, height: float, bumps: float) -> list[Point]:
    """Draw the line of a hill range that wanders `height` up and down around `base`."""
    line = contour(rng, width // 3 + 3, bumps=bumps, octaves=6, gain=0.46)
    return [(index * 3.0, base - rise * height) for index, rise in enumerate(line)]


def swell(rng: Random, width: int, base: float, height: float, bumps: float) -> list[Point]:
    """Draw a smooth, rounded line, as of meadows and dunes."""
    line = contour(rng, width // 6 + 3, bumps=bumps, octaves=2, gain=0.25)
    return [(index * 6.0, base - rise * height) for index, rise in enumerate(line)]


def conifer(rng: Random, foot: Point, height: float, slim: float = 0.2) -> list[Point]:
    """Outline one fir tree that stands on `foot`."""
    x, y = foot
    tiers = max(5, round(height / 14)) if height < 150 else 13
    sides: list[list[Point]] = []
    for side in (-1, 1):
        edge: list[Point] = []
        for tier in range(1, tiers + 1):
            down = tier / tiers
            reach = height * slim * down**0.9 * rng.uniform(0.75, 1.1)
            edge.append((x + side * reach, y - height * (1 - down * 0.93) + height * 0.025))
            edge.append((x + side * reach * 0.5, y - height * (1 - down * 0.93)))
        sides.append(edge)
    trunk = height * 0.025
    return [(x, y - height), *sides[1], (x + trunk, y), (x - trunk, y), *reversed(sides[0])]


def tree_line(image: Image.Image, rng: Random, line: list[Point], height: float, color: Color) -> None:
    """Plant a row of firs along a line."""
    stencil = Stencil(image.size)
    spot = 0.0
    while spot < image.width:
        tall = height * rng.uniform(0.45, 1.0)
        ground = line[min(int(spot / image.width * len(line)), len(line) - 1)][1]
        stencil.polygon(conifer(rng, (spot, ground + height * 0.12), tall, rng.uniform(0.15, 0.21)))
        spot += tall * rng.uniform(0.1, 0.42)
    image.paste(color, (0, 0), stencil.cut())


def birds(image: Image.Image, rng: Random, around: Point, span: float, color: Color) -> None:
    """Let a loose flock fly past."""
    stencil = Stencil(image.size)
    for _ in range(rng.randint(4, 9)):
        x, y = around[0] + rng.gauss(0, 1) * span * 3, around[1] + rng.gauss(0, 1) * span
        wing, lift = span * rng.uniform(0.12, 0.24), rng.uniform(0.25, 0.5)
        arc = [
            (x + wing * step / 6, y - wing * lift * math.sin(abs(step) / 6 * math.pi * 0.8)) for step in range(-6, 7)
        ]
        stencil.line(arc, max(1.5, wing * 0.09), 220)
    image.paste(color, (0, 0), stencil.cut())


def cloud_veil(image: Image.Image, rng: Random, color: Color, cells: Size, strength: float) -> None:
    """Draw clouds over the upper part of the picture."""
    mask = threshold(clouds(image.size, rng, cells), 118, 235, strength)
    image.paste(color, (0, 0), Image.composite(mask, Image.new("L", image.size), fade(image.size, (1, 0.9, 0.3, 0))))


def ripples(image: Image.Image, rng: Random, horizon: float, color: Color, count: int) -> None:
    """Strew short strokes of light over all the water below the horizon."""
    spots = [(rng.uniform(0, image.width), rng.random() ** 1.35) for _ in range(count)]
    _strokes(image, rng, horizon, color, spots)


def glitter(image: Image.Image, rng: Random, light: Point, color: Color, count: int) -> None:
    """Strew the path of a light on water; `light` is where it would touch the horizon."""
    reach = min(image.width, (image.height - light[1]) * 2)
    nears = [rng.random() ** 1.35 for _ in range(count)]
    spots = [(rng.gauss(light[0], reach * (0.022 + 0.1 * near)), near) for near in nears]
    _strokes(image, rng, light[1], color, spots)


def _strokes(image: Image.Image, rng: Random, horizon: float, color: Color, spots: list[Point]) -> None:
    deep = image.height - horizon
    stencil = Stencil(image.size)
    for x, near in spots:
        long = min(image.width, deep * 3) * (0.004 + 0.028 * near) * rng.uniform(0.4, 1.6)
        stencil.disc((x, horizon + 2 + deep * near), long, 0.7 + deep * 0.0065 * near, rng.randint(70, 210))
    image.paste(color, (0, 0), stencil.cut(blur=0.6))


def mirror(image: Image.Image, rng: Random, waterline: int, tint: Color, strength: float = 0.3) -> None:
    """Turn all that is under the waterline into calm water that mirrors what stands above."""
    width, height = image.size
    deep = height - waterline
    above = image.crop((0, max(0, waterline - deep), width, waterline))
    flipped = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((width, deep))
    flipped = Image.blend(flipped, Image.new("RGB", flipped.size, tint), strength)
    flipped = flipped.filter(ImageFilter.BoxBlur((1, 4)))
    image.paste(flipped, (0, waterline))
    wave, strip, turn = contour(rng, deep + 4, bumps=deep / 14, octaves=3), 2, rng.uniform(0, 6)
    for row in range(0, deep - strip, strip):
        reach = 1.5 + 9 * row / deep
        shift = round(reach * (wave[row] + 0.4 * math.sin(row / (5 + row * 0.03) + turn)))
        image.paste(flipped.crop((0, row, width, row + strip)), (shift, waterline + row))
    shore = Stencil((width, 6))
    shore.box((0, 1, width, 3), 150)
    image.paste(mix(tint, WHITE, 0.45), (0, waterline - 2), shore.cut(blur=0.8))


def stars(image: Image.Image, rng: Random, *, down_to: float, count: int, band: Image.Image | None = None) -> None:
    """Strew stars over the sky, most of them faint; where a band is given, more of them inside it."""
    cold, warm = Stencil(image.size), Stencil(image.size)
    for _ in range(count):
        x, y = rng.uniform(0, image.width - 1), rng.uniform(0, down_to)
        if band is not None and rng.randint(0, 255) > 90 + int(str(band.getpixel((int(x), int(y))))):
            continue
        bright = rng.random() ** 5
        sky = warm if rng.random() < 0.25 else cold
        sky.disc((x, y), 0.55 + 1.9 * bright, level=round(80 + 175 * min(1, bright * 2)))
    image.paste((226, 236, 255), (0, 0), cold.cut())
    image.paste((255, 232, 205), (0, 0), warm.cut())
