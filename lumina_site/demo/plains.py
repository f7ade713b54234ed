"""Scenes of open land: dunes and fields in rows. Rock lives in `canyons.py`, mountains in `mountains.py`."""

import math
from random import Random

from PIL import Image

from lumina_site.demo.drawing import (
    Color,
    Look,
    Point,
    Size,
    Stencil,
    contour,
    disc,
    fill_below,
    glow,
    gradient,
    mix,
)
from lumina_site.demo.motifs import WHITE, cloud_veil, ridge, swell


def dunes(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw sand dunes with a lit and a shaded flank.

    Look: sky, low sky, light, lit sand, shaded sand.
    """
    sky, low, light, lit, shaded = look
    width, height = size
    image = gradient(size, (sky, mix(sky, low, 0.5), low, low))
    sun = (width * rng.uniform(0.2, 0.8), height * rng.uniform(0.17, 0.28))
    glow(image, sun, max(size) * 0.62, light, 0.8)
    disc(image, sun, min(size) * 0.05, mix(light, WHITE, 0.5))
    for layer in range(5):
        share = layer / 4
        base = height * (0.5 + 0.38 * share)
        crest = swell(rng, width, base, min(height, width) * (0.06 + 0.05 * share), 1.1 * width / height + 0.4)
        bright, dark = (mix(tone, low, 0.62 * (1 - share)) for tone in (lit, shaded))
        fill_below(image, crest, (bright, mix(bright, dark, 0.35), mix(bright, dark, 0.6)))
        _flank(image, rng, crest, dark, bright)
        if layer >= 3:
            _sand_ripples(image, rng, crest, mix(bright, dark, 0.75))
    return image


def _flank(image: Image.Image, rng: Random, crest: list[Point], dark: Color, bright: Color) -> None:
    tops = [i for i in range(8, round(len(crest) * 0.8)) if crest[i][1] == min(p[1] for p in crest[i - 8 : i + 9])]
    for top in tops[:3]:
        start, lean = crest[top], rng.uniform(0.25, 0.5)
        deep = image.height - start[1]
        rim = [
            (
                start[0] + deep * (lean * (step / 30) + 0.12 * math.sin(step / 30 * math.pi * 2)),
                start[1] + deep * step / 30,
            )
            for step in range(31)
        ]
        stencil = Stencil(image.size)
        stencil.polygon(
            [
                *crest[top:],
                (image.width + 9, image.height + 9),
                (rim[-1][0], image.height + 9),
                *reversed(rim),
            ]
        )
        ramp = gradient((256, image.height), (dark, mix(dark, bright, 0.25))).resize(image.size)
        reach = Image.linear_gradient("L").rotate(90).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        falloff = Image.new("L", image.size)
        span = round(deep * 1.5)
        falloff.paste(255, (0, 0, round(start[0]), image.height))
        falloff.paste(reach.resize((span, image.height)), (round(start[0]), 0))
        image.paste(ramp, (0, 0), Image.composite(stencil.cut(blur=0.8), Image.new("L", image.size), falloff))


def _sand_ripples(image: Image.Image, rng: Random, crest: list[Point], color: Color) -> None:
    stencil = Stencil(image.size)
    wave = contour(rng, len(crest), bumps=9, octaves=2)
    gap = image.height * 0.011
    for row in range(1, 26):
        drop = gap * row * (1 + row * 0.045)
        for start in range(0, len(crest) - 14, 12):
            if rng.random() < 0.35:
                continue
            part = range(start, min(start + 14, len(crest)))
            stroke = [(crest[i][0], crest[i][1] + drop + wave[(i + row * 5) % len(wave)] * gap * 0.7) for i in part]
            stencil.line(stroke, 1.0 + row * 0.05, rng.randint(20, 62))
    image.paste(color, (0, 0), stencil.cut(blur=1.1))


def fields(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw rows that run to the hills.

    Look: sky, low sky, hills, bloom, bright bloom, furrow.
    """
    sky, low, hills, bloom, bright, furrow = look
    width, height = size
    horizon = height * rng.uniform(0.4, 0.48)
    image = gradient((width, height), (sky, mix(sky, low, 0.6), low, low))
    cloud_veil(image, rng, mix(low, WHITE, 0.65), (3, 6), 0.9)
    glow(image, (width * rng.uniform(0.2, 0.8), horizon), max(size) * 0.4, mix(low, WHITE, 0.4), 0.7)
    for layer in range(3):
        line = ridge(rng, width, horizon - height * (0.06 - 0.027 * layer), height * 0.03, 2.2 * width / height)
        tone = mix(mix(hills, low, 0.6), hills, layer / 2)
        fill_below(image, line, (tone, mix(tone, low, 0.15)))
    _rows(image, rng, horizon, (bloom, bright, furrow))
    _lone_tree(
        image,
        rng,
        (width * rng.choice((0.22, 0.3, 0.7, 0.79)), horizon + height * 0.012),
        mix(hills, (12, 16, 14), 0.55),
    )
    return image


def _rows(image: Image.Image, rng: Random, horizon: float, tones: tuple[Color, Color, Color]) -> None:
    width, height = image.size
    bloom, bright, furrow = tones
    flat = [(0.0, horizon), (float(width), horizon)]
    fill_below(image, flat, (mix(furrow, bloom, 0.6), furrow, mix(furrow, (0, 0, 0), 0.2)))
    vanish, deep, gap = width * rng.uniform(0.35, 0.65), height - horizon, height * 0.2
    dark, mid, tip = Stencil(image.size), Stencil(image.size), Stencil(image.size)
    reach = math.ceil(width / gap * 3.5)
    for row in range(-reach, reach + 1):
        near = 0.012
        while near < 1.12:
            x, y = vanish + row * gap * (near + 0.02), horizon + deep * near
            size = gap * (near + 0.02) * 0.36
            if -size < x < width + size:
                for stencil, scale, lift, count in (
                    (dark, 0.9, 0.0, 1),
                    (mid, 0.3, 0.4, 4),
                    (tip, 0.12, 0.65, 6),
                ):
                    for _ in range(count):
                        spot = (x + rng.gauss(0, 0.42) * size, y - size * (lift + rng.gauss(0, 0.3)))
                        stencil.disc(spot, max(0.8, size * scale * rng.uniform(0.7, 1.1)), None, 235)
            near *= 1.045 + 0.02 * rng.random()
    for stencil, tone in ((dark, mix(bloom, furrow, 0.45)), (mid, bloom), (tip, bright)):
        image.paste(tone, (0, 0), stencil.cut(blur=0.7))


def _lone_tree(image: Image.Image, rng: Random, foot: Point, color: Color) -> None:
    tall = min(image.size) * 0.13
    stencil = Stencil(image.size)
    stencil.line([foot, (foot[0] + tall * 0.02, foot[1] - tall * 0.6)], tall * 0.07)
    for _ in range(60):
        turn, out = rng.uniform(0, math.tau), rng.random() ** 0.5
        spot = (
            foot[0] + math.cos(turn) * out * tall * 0.36,
            foot[1] - tall * 0.72 + math.sin(turn) * out * tall * 0.3,
        )
        stencil.disc(spot, tall * rng.uniform(0.06, 0.13))
    image.paste(color, (0, 0), stencil.cut(blur=0.5))
