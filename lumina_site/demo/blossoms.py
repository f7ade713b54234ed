"""Scenes of flowers seen from near: dahlias, daisies, cosmos. Leaves and trunks live in `woods.py`."""

import math
from random import Random

from PIL import Image, ImageFilter

from lumina_site.demo.drawing import Color, Look, Point, Size, Stencil, gradient, mix
from lumina_site.demo.motifs import WHITE
from lumina_site.demo.woods import backdrop

SHADE: Color = (24, 14, 30)


def _edge(long: float, wide: float, *, broad: bool) -> list[Point]:
    """Follow a petal's edge from its foot to its tip, as the distance from its middle line and the height."""
    edge: list[Point] = []
    for step in range(31):
        up = math.sin(step / 30 * math.pi / 2)
        swell = min(1.0, 0.28 + 1.1 * up) * (1 - up**9) ** 0.5 if broad else math.sin(math.pi * up**0.8) ** 0.75
        edge.append((wide / 2 * swell, 4 + long * (1 - up)))
    return edge


def _petal(rng: Random, long: float, wide: float, tones: tuple[Color, Color], *, broad: bool) -> Image.Image:
    size = (round(wide) + 8, round(long) + 8)
    middle, (tip, base) = size[0] / 2, tones
    edge = _edge(long, wide, broad=broad)
    right = [(middle + half, y) for half, y in reversed(edge)]
    sprite = gradient(size, (mix(tip, WHITE, 0.22), tip, mix(tip, base, 0.35), base))
    veins, fold, whole = Stencil(size), Stencil(size), Stencil(size)
    for index in range(-3, 4):
        bow = index * wide * 0.13
        arc = [(middle + bow * math.sin(math.pi * (0.1 + 0.75 * s / 8)), size[1] - long * s / 9) for s in range(9)]
        veins.line(arc, 1.3, rng.randint(30, 80))
    sprite.paste(mix(base, SHADE, 0.15), (0, 0), veins.cut(blur=0.7))
    fold.polygon([*((middle + half * 0.35, y) for half, y in edge), *right], 70)
    sprite.paste(mix(base, SHADE, 0.35), (0, 0), fold.cut(blur=wide * 0.08))
    whole.polygon([*((middle - half, y) for half, y in edge), *right])
    sprite.putalpha(whole.cut())
    return sprite


def _ring(image: Image.Image, sprite: Image.Image, centre: Point, turns: list[float], inner: float) -> None:
    pad = 14
    ground = Image.new("L", (sprite.width + pad * 2, sprite.height + pad * 2))
    ground.paste(sprite.getchannel("A").point([round(level * 0.5) for level in range(256)]), (pad, pad))
    shadow = ground.filter(ImageFilter.BoxBlur(6))
    out = inner + (sprite.height - 8) / 2
    for turn in turns:
        x, y = centre[0] + math.sin(turn) * out, centre[1] - math.cos(turn) * out
        angle = -math.degrees(turn)
        dark = shadow.rotate(angle, expand=True)
        image.paste(SHADE, (round(x - dark.width / 2) + 3, round(y - dark.height / 2) + 5), dark)
        placed = sprite.rotate(angle, Image.Resampling.BILINEAR, expand=True)
        image.paste(placed, (round(x - placed.width / 2), round(y - placed.height / 2)), placed.getchannel("A"))


def _turns(rng: Random, count: int, offset: float) -> list[float]:
    turns = [(index + offset) / count * math.tau + rng.gauss(0, 0.035) for index in range(count)]
    rng.shuffle(turns)
    return turns


def _seeds(image: Image.Image, rng: Random, centre: Point, radius: float, tones: tuple[Color, Color]) -> None:
    light, deep = tones
    ground, dots, sparks = Stencil(image.size), Stencil(image.size), Stencil(image.size)
    ground.disc(centre, radius * 1.04)
    count = 260
    for index in range(count):
        turn, out = index * 2.39996, radius * math.sqrt(index / count)
        x, y = centre[0] + math.cos(turn) * out, centre[1] + math.sin(turn) * out
        size = radius * (0.035 + 0.03 * out / radius) * rng.uniform(0.8, 1.2)
        dots.disc((x, y), size, level=235)
        sparks.disc((x - size * 0.3, y - size * 0.4), size * 0.45, level=190)
    image.paste(mix(deep, SHADE, 0.35), (0, 0), ground.cut(blur=2))
    image.paste(mix(light, deep, 0.35), (0, 0), dots.cut())
    image.paste(mix(light, WHITE, 0.25), (0, 0), sparks.cut(blur=0.6))


def _place(size: Size, rng: Random) -> tuple[Point, float]:
    centre = (size[0] * rng.uniform(0.42, 0.58), size[1] * rng.uniform(0.42, 0.56))
    return centre, min(*size, 1300) * rng.uniform(0.43, 0.5)


def dahlia(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw a dahlia from above.

    Look: petal tip, petal base, heart, then the garden's colours.
    """
    tip, base, heart, *garden = look
    image = backdrop(size, rng, tuple(garden))
    centre, radius = _place(size, rng)
    rings = 9
    for ring in range(rings):
        share = ring / (rings - 1)
        reach = radius * (1 - 0.86 * share)
        long = reach * 0.62 + radius * 0.03
        count = round(20 - 9 * share)
        tones = (mix(tip, heart, 0.75 * share), mix(base, heart, 0.35 * share))
        sprite = _petal(rng, long, max(14.0, reach * 0.34), tones, broad=False)
        _ring(image, sprite, centre, _turns(rng, count, ring * 0.5), reach - long)
    return image


def daisy(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw a daisy from above.

    Look: petal tip, petal base, light seed, deep seed, then the garden's colours.
    """
    tip, base, light, deep, *garden = look
    image = backdrop(size, rng, tuple(garden))
    centre, radius = _place(size, rng)
    for ring, (reach, count) in enumerate(((1.0, 19), (0.93, 18))):
        sprite = _petal(rng, radius * reach * 0.84, radius * 0.23, (mix(tip, WHITE, 0.25 * ring), base), broad=False)
        _ring(image, sprite, centre, _turns(rng, count, ring * 0.5), radius * reach * 0.16)
    _seeds(image, rng, centre, radius * 0.27, (light, deep))
    return image


def cosmos(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw two or three cosmos flowers.

    Look: petal tip, petal base, light seed, deep seed, garden's colours.
    """
    tip, base, light, deep, *garden = look
    width, height = size
    image = backdrop(size, rng, tuple(garden))
    unit = min(size)
    spots = [(0.27, 0.66, 0.2), (0.72, 0.3, 0.24), (0.62, 0.74, 0.31)]
    if rng.choice((True, False)):
        spots = [(1 - x, y, scale) for x, y, scale in spots]
    stems = Stencil(size)
    for x, y, scale in spots:
        stems.line(
            [(width * x + unit * 0.1 * math.sin(s / 3), height * y + unit * s / 10) for s in range(11)],
            scale * 26,
        )
    image.paste(mix(garden[0], SHADE, 0.25), (0, 0), stems.cut(blur=2.5))
    for index, (x, y, scale) in enumerate(spots):
        centre, radius = (width * x, height * y), unit * scale * 1.1
        tones = (mix(tip, garden[1], 0.25 * (1 - index / 2)), base)
        sprite = _petal(rng, radius * 0.9, radius * 0.66, tones, broad=True)
        _ring(image, sprite, centre, _turns(rng, 8, rng.random()), radius * 0.08)
        _seeds(image, rng, centre, radius * 0.17, (light, deep))
        if index < len(spots) - 1:
            image = image.filter(ImageFilter.GaussianBlur(3.5 - 2.2 * index))
    return image
