"""Close scenes of plants: birches, autumn leaves, blossoms. Firs in fog live in `mountains.py`."""

import math
from random import Random

from PIL import Image, ImageFilter

from lumina_site.demo.drawing import (
    Color,
    Look,
    Point,
    Size,
    Stencil,
    clouds,
    contour,
    fill_below,
    glow,
    gradient,
    mix,
    pick,
    shape,
    threshold,
)
from lumina_site.demo.motifs import WHITE, swell


def birches(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw birch trunks before blurred leaves.

    Look: shade, leaf colours (three), bark, marks, ground.
    """
    shade, deep, leaf, bright, bark, marks, ground = look
    width, height = size
    image = gradient(size, (mix(leaf, bright, 0.5), leaf, deep, shade))
    glow(image, (width * rng.uniform(0.3, 0.7), height * 0.25), max(size) * 0.6, mix(bright, WHITE, 0.5), 0.8)
    _foliage(image, rng, (deep, leaf, bright), blur=9)
    unit = min(height, width * 1.3)
    for layer in range(3):
        share = layer / 2
        haze = mix(leaf, bright, 0.5)
        gap = unit * (0.075 + 0.15 * share)
        count = round(width / gap)
        if layer:
            line = swell(rng, width, height * (0.84 + 0.06 * share), height * 0.02, 2)
            fill_below(image, line, (mix(ground, leaf, 0.5 - 0.4 * share), mix(ground, shade, 0.4 * share)))
        for index in range(count):
            x = width * (index + rng.uniform(0.1, 0.9)) / count
            wide = unit * (0.006 + 0.03 * share**1.5) * rng.uniform(0.75, 1.3)
            tones = (mix(bark, haze, 0.6 * (1 - share)), mix(marks, haze, 0.6 * (1 - share)))
            _trunk(image, rng, (x, height * (0.86 + 0.1 * share)), wide, tones)
    _foliage(image, rng, (leaf, bright, bright), blur=1, count=240)
    return image


def _foliage(image: Image.Image, rng: Random, tones: tuple[Color, Color, Color], blur: float, count: int = 420) -> None:
    scale = 4 if blur > 4 else 1
    small = (image.width // scale, image.height // scale)
    unit = min(small) * (0.03 if scale > 1 else 0.007)
    for tone in tones:
        stencil = Stencil(small)
        for _ in range(count):
            y = small[1] * abs(rng.gauss(0, 0.34 if scale > 1 else 0.2))
            across = unit * rng.uniform(0.4, 1.2)
            stencil.disc((rng.uniform(0, small[0]), y), across, across * rng.uniform(0.5, 0.9), rng.randint(60, 220))
        image.paste(tone, (0, 0), stencil.cut(blur=blur / scale).resize(image.size, Image.Resampling.BICUBIC))


def _trunk(image: Image.Image, rng: Random, foot: Point, wide: float, tones: tuple[Color, Color]) -> None:
    bark, marks = tones
    x, y = foot
    lean, bend = rng.gauss(0, 0.025) * y, contour(rng, 24, bumps=2, octaves=2)
    spine = [(x + lean * step / 22 + bend[step] * wide * 0.3, y * (1 - step / 22)) for step in range(24)]
    half = [wide * (1.12 - 0.4 * step / 23) for step in range(24)]
    half[0] *= 1.4
    left = [(spot[0] - wide_here, spot[1]) for spot, wide_here in zip(spine, half, strict=True)]
    right = [(spot[0] + wide_here, spot[1]) for spot, wide_here in zip(spine, half, strict=True)]
    shape(image, [*left, *reversed(right)], (mix(bark, WHITE, 0.2), bark, mix(bark, marks, 0.25)))
    inner = [(spot[0] + wide_here * 0.25, spot[1]) for spot, wide_here in zip(spine, half, strict=True)]
    shape(image, [*inner, *reversed(right)], mix(bark, marks, 0.6), 105)
    for _ in range(round(6 + 300 * wide / y)):
        step = rng.randrange(23)
        side = rng.choice((-1, 1))
        mark_y, reach = spine[step][1] + rng.uniform(-20, 20), half[step] * rng.uniform(0.3, 1.5)
        thin = wide * rng.uniform(0.04, 0.16)
        start = spine[step][0] + side * half[step] * 0.97
        shape(
            image,
            [(start, mark_y - thin), (start - side * reach, mark_y + thin * 0.3), (start, mark_y + thin)],
            marks,
            215,
        )


_MAPLE = (
    (0.0, -1.0), (0.1, -0.76), (0.24, -0.8), (0.19, -0.34), (0.42, -0.6), (0.48, -0.46), (0.92, -0.4),
    (0.74, -0.2), (0.8, -0.08), (0.42, 0.12), (0.66, 0.3), (0.46, 0.36), (0.12, 0.42), (0.0, 0.56),
)  # fmt: skip


_VEINS = (
    ((0.4, 0.75, 0.72), (0.4, 0.5, 0.14), (-0.2, 0.18, 0.45)),
    ((0.6, 0.3, 1.15), (0.6, 0.62, 0.95), (0.6, 0.85, 0.6), (0.6, 0.12, 1.2)),
    tuple((0.45 - 0.24 * step, 0.42 - 0.02 * step * step, 0.3) for step in range(5)),
    tuple((0.4 - 0.25 * step, 0.38 - 0.02 * step * step, 0.24) for step in range(5)),
)


def _leaf_outline(kind: int) -> list[Point]:
    if kind == 0:
        return [*_MAPLE, *((-x, y) for x, y in reversed(_MAPLE))]
    if kind == 1:
        fan = [(step / 40 - 0.5) * 2.5 for step in range(41)]
        reach = [1.3 - 0.35 * math.exp(-((turn / 0.07) ** 2)) + 0.025 * math.sin(turn * 15) for turn in fan]
        return [
            (0.0, 0.62),
            *((math.sin(t) * r * 0.82, 0.62 - math.cos(t) * r) for t, r in zip(fan, reach, strict=True)),
        ]
    side: list[Point] = []
    for step in range(61):
        up = step / 60
        half = 0.5 * math.sin(math.pi * up**0.85) ** 0.9
        half *= 1 + (0.045 * math.sin(up * 70) if kind == 2 else 0.34 * math.sin(up * 26 + 1))
        side.append((half, 0.62 - 1.6 * up))
    return [*side, *((-x, y) for x, y in reversed(side))]


def _leaf(rng: Random, kind: int, radius: float, tones: tuple[Color, Color]) -> Image.Image:
    side = round(radius * 2.6)
    middle = side / 2
    colors = (mix(tones[0], tones[1], 0.1), tones[0], mix(tones[0], tones[1], 0.65), tones[1])
    sprite = gradient((side, side), colors)
    sprite.paste(
        mix(tones[1], (60, 20, 10), 0.4),
        (0, 0),
        threshold(clouds((side, side), rng, (5, 5), 4), 130, 240, 0.5),
    )
    stencil, veins = Stencil((side, side)), Stencil((side, side))
    stencil.polygon([(middle + x * radius, middle + y * radius) for x, y in _leaf_outline(kind)])
    stem = [
        (middle, middle - radius * 0.85),
        (middle, middle + radius * 0.6),
        (middle + radius * 0.08, middle + radius * 1.22),
    ]
    stencil.line(stem[1:], max(2.0, radius * 0.035))
    veins.line(stem, max(1.2, radius * 0.022), 190)
    for start, across, rise in _VEINS[kind]:
        for side_of in (-1, 1):
            y = middle + radius * start
            veins.line(
                [(middle, y), (middle + side_of * radius * across, y - radius * rise)],
                max(1.0, radius * 0.014),
                150,
            )
    sprite.paste(mix(tones[0], WHITE, 0.4), (0, 0), veins.cut())
    sprite.putalpha(stencil.cut())
    return sprite


def autumn_leaves(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw fallen leaves.

    Look: dark ground, lighter ground, then pairs of light and deep leaf colours.
    """
    dark, lighter, *leaves = look
    image = gradient(size, (lighter, mix(dark, lighter, 0.5), dark))
    image.paste(dark, (0, 0), threshold(clouds(size, rng, (14, 10), 5), 90, 220, 0.7))
    unit = min(*size, 1250)
    pairs = list(zip(leaves[::2], leaves[1::2], strict=True))
    for layer in range(3):
        radius = unit * (0.085 + 0.022 * layer)
        # The first leaves end up blurred, so rough edges are good enough for them.
        finish = Image.Resampling.BILINEAR if layer else Image.Resampling.NEAREST
        sprites = [_leaf(rng, kind, radius * rng.uniform(0.8, 1.05), rng.choice(pairs)) for kind in (0, 0, 1, 2, 3)]
        for _ in range(round((26 - 5 * layer) * size[0] * size[1] / unit**2)):
            sprite = rng.choice(sprites).rotate(rng.uniform(0, 360), finish, expand=True)
            _drop_leaf(image, sprite, (rng.uniform(0, size[0]), rng.uniform(0, size[1])))
        if layer < 2:
            image = Image.blend(image, Image.new("RGB", size, dark), 0.36 - 0.18 * layer)
            image = image.filter(ImageFilter.BoxBlur(4 - 2.5 * layer))
    return image


def _drop_leaf(image: Image.Image, sprite: Image.Image, spot: Point) -> None:
    left, top = round(spot[0] - sprite.width / 2), round(spot[1] - sprite.height / 2)
    alpha = sprite.getchannel("A")
    soft = alpha.reduce(4).point([round(level * 0.55) for level in range(256)]).filter(ImageFilter.BoxBlur(2))
    image.paste((12, 8, 10), (left + 6, top + 10), soft.resize(alpha.size, Image.Resampling.BILINEAR))
    image.paste(sprite, (left, top), alpha)


def backdrop(size: Size, rng: Random, tones: tuple[Color, ...]) -> Image.Image:
    """Paint a garden far out of focus."""
    small = (size[0] // 16, size[1] // 16)
    image = gradient(small, tones)
    for _ in range(26):
        spot = (rng.uniform(0, small[0]), rng.uniform(0, small[1]))
        glow(image, spot, min(small) * rng.uniform(0.15, 0.5), pick(tones, rng.random()), 0.7)
    return image.filter(ImageFilter.GaussianBlur(2)).resize(size, Image.Resampling.BICUBIC)
