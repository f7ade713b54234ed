"""Scenes of rock: table mountains and a slot canyon. Sand and fields live in `plains.py`."""

import math
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops

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
    threshold,
)
from lumina_site.demo.motifs import WHITE, cloud_veil


def mesas(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw table mountains with strata.

    Look: sky, low sky, light, then four colours of rock from pale to deep.
    """
    sky, low, light, *rock = look
    width, height = size
    image = gradient(size, (sky, mix(sky, low, 0.5), low, low))
    cloud_veil(image, rng, mix(low, WHITE, 0.5), (3, 7), 0.7)
    glow(image, (width * rng.uniform(0.25, 0.75), height * 0.5), max(size) * 0.55, light, 0.7)
    rise = min(height, width * 0.75)
    for layer in range(3):
        share = layer / 2
        tones = [mix(tone, low, 0.6 * (1 - share)) for tone in rock]
        ground = height * (0.62 + 0.1 * share)
        cliffs, aprons = _table_lines(rng, width, ground, rise * (0.17 + 0.2 * share))
        _cliffs(image, rng, cliffs, tones)
        scree = mix(tones[1], tones[2], 0.4)
        fill_below(image, aprons, (scree, mix(scree, tones[2], 0.6), mix(scree, tones[3], 0.4 + 0.3 * share)))
    _shrubs(image, rng, height * 0.75, mix(rock[3], (46, 60, 40), 0.6))
    return image


def _cliffs(image: Image.Image, rng: Random, line: list[Point], tones: Sequence[Color]) -> None:
    strata, place = [], 0.3
    for _ in range(44):
        place = min(max(place + rng.uniform(-0.22, 0.24), 0.0), 0.9)
        strata += [pick(tones, place)] * rng.randint(3, 9)
    fill_below(image, line, strata)
    stencil = Stencil(image.size)
    stencil.polygon([(-2, image.height), *line, (image.width + 2, image.height)])
    cracks = threshold(clouds(image.size, rng, (30, 2), 3), 110, 210, 0.4)
    image.paste(tones[3], (0, 0), ImageChops.multiply(cracks, stencil.cut()))


def _table_lines(rng: Random, width: int, ground: float, tall: float) -> tuple[list[Point], list[Point]]:
    rough = contour(rng, width // 4 + 3, bumps=60, octaves=3)
    cliffs, aprons = [0.0] * len(rough), [0.0] * len(rough)
    left = -rng.uniform(0, tall * 1.5)
    while left < width:
        right, high = left + tall * rng.uniform(0.3, 1.7), tall * rng.uniform(0.55, 1.0)
        for index, bump in enumerate(rough):
            x = index * 4 + bump * 6
            inside = min(x - left, right - x)
            apron = 0.38 * high * max(0.0, 1 + min(0.0, inside) / (high * 0.9)) ** 1.4
            aprons[index] = max(aprons[index], apron + bump * 2)
            if inside > 0:
                cliffs[index] = max(cliffs[index], high * (0.35 + 0.65 * min(1.0, inside / (tall * 0.07))))
        left = right + tall * rng.uniform(0.8, 2.8)
    return (
        [(index * 4.0, ground - up - bump * 3) for index, (up, bump) in enumerate(zip(cliffs, rough, strict=True))],
        [(index * 4.0, ground - up) for index, up in enumerate(aprons)],
    )


def _shrubs(image: Image.Image, rng: Random, top: float, color: Color) -> None:
    stencil = Stencil(image.size)
    for _ in range(150):
        near = rng.random() ** 1.6
        y = top + (image.height * 1.02 - top) * near
        wide = min(image.size) * (0.004 + 0.022 * near) * rng.uniform(0.6, 1.3)
        x = rng.uniform(0, image.width)
        for _ in range(7):
            stencil.disc(
                (x + rng.gauss(0, 0.5) * wide, y - abs(rng.gauss(0, 0.35)) * wide),
                wide * 0.38,
                wide * 0.3,
                225,
            )
    image.paste(color, (0, 0), stencil.cut(blur=0.5))


def slot_canyon(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw the flowing walls of a narrow canyon.

    Look: light, pale rock, warm rock, red rock, deep shadow.
    """
    light, pale, warm, red, deep = look
    width, height = size
    image = gradient(size, (light, pale, warm))
    middle = width * rng.uniform(0.42, 0.58)
    glow(image, (middle, height * 0.25), max(size) * 0.62, light, 0.9)
    sway = contour(rng, 90, bumps=1.7, octaves=2, gain=0.25)
    for layer in range(4):
        share = (layer + 1) / 4
        for side in (-1, 1):
            wave = contour(rng, 90, bumps=1.8, octaves=2, gain=0.3)
            opening = width * (0.02 + 0.46 * share**1.2)
            rim = [
                (middle + side * opening + (wave[i] * 0.11 + sway[i] * 0.17) * width, (i - 3) / 83 * height)
                for i in range(90)
            ]
            tone = mix(mix(pale, warm, share), red, share**2)
            foot = mix(warm, deep, 0.25 + 0.6 * share)
            _wall(image, rng, rim, side, (mix(tone, light, 0.3), tone, foot, deep))
    return image


def _wall(image: Image.Image, rng: Random, rim: list[Point], side: int, tones: Sequence[Color]) -> None:
    edge = -20.0 if side < 0 else image.width + 20.0
    outline = [(edge, -20.0), *rim, (edge, image.height + 20.0)]
    small = Stencil((image.width // 8, image.height // 8))
    small.polygon([(x / 8, y / 8) for x, y in outline], 110)
    image.paste(tones[3], (0, 0), small.cut(blur=5).resize(image.size, Image.Resampling.BICUBIC))
    stencil = Stencil(image.size)
    stencil.polygon(outline)
    mask = stencil.cut()
    rock = gradient(image.size, (tones[0], tones[1], mix(tones[1], tones[2], 0.6), tones[2]))
    bend, phase = rng.uniform(3, 8), rng.uniform(0, 6)
    for tone in (mix(tones[0], WHITE, 0.25), mix(tones[1], tones[3], 0.4)):
        lines = Stencil((image.width // 3, image.height // 3))
        for _ in range(12):
            off = image.width * rng.uniform(0.004, 0.3)
            wavy = [(x + side * off * (1 + 0.3 * math.sin(y / image.height * bend + phase)), y) for x, y in rim]
            lines.line([(x / 3, y / 3) for x, y in wavy], rng.uniform(0.8, 5), rng.randint(18, 62))
        rock.paste(tone, (0, 0), lines.cut(blur=0.8).resize(image.size, Image.Resampling.BILINEAR))
    image.paste(rock, (0, 0), mask)
