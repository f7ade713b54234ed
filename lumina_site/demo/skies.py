"""Scenes that are mostly sky: stars, aurora, balloons. Skylines live in `city.py`."""

import math
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops, ImageFilter

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
    shape,
    threshold,
)
from lumina_site.demo.motifs import WHITE, cloud_veil, mirror, ridge, stars, tree_line


def milky_way(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw the Milky Way over dark hills with a lit tent.

    Look: sky, low sky, band, band's heart, land, tent.
    """
    sky, low, band, heart, land, tent = look
    width, height = size
    image = gradient(size, (sky, sky, mix(sky, low, 0.5), low))
    lean = rng.choice((-1, 1)) * width * rng.uniform(0.16, 0.3)
    path = [
        (width / 2 + lean, -height * 0.1),
        (width / 2 + lean * 0.1, height * 0.4),
        (width / 2 - lean, height * 1.05),
    ]
    wide = _soft_line(size, path, min(size) * 0.34)
    core = _soft_line(size, path, min(size) * 0.12)
    billows = clouds(size, rng, (6, 6), 6)
    _brighten(image, ImageChops.multiply(wide, threshold(billows, 30, 255)), band, 0.75)
    _brighten(image, ImageChops.multiply(core, threshold(billows, 70, 230)), heart, 0.75)
    dust = ImageChops.multiply(core, threshold(clouds(size, rng, (9, 11), 5), 140, 225, 0.5))
    image.paste(sky, (0, 0), dust)
    stars(image, rng, down_to=height * 0.95, count=3800, band=wide)
    glow(image, (width * 0.5, height * 0.95), max(size) * 0.6, mix(low, band, 0.5), 0.4)
    line: list[Point] = []
    for layer in range(3):
        line = ridge(rng, width, height * (0.8 + 0.07 * layer), min(size) * (0.09 - 0.02 * layer), 2.4 * width / height)
        fill_below(image, line, (mix(mix(low, land, 0.55), land, layer / 2), land))
        if layer:
            tree_line(image, rng, line, min(size) * 0.045 * layer, mix(mix(low, land, 0.55), land, layer / 2))
    _tent(image, (width * rng.uniform(0.25, 0.75), height * 0.955), min(size) * 0.08, tent)
    return image


def _soft_line(size: Size, path: Sequence[Point], thick: float) -> Image.Image:
    stencil = Stencil((size[0] // 8, size[1] // 8))
    stencil.line([(x / 8, y / 8) for x, y in path], thick / 8)
    return (
        stencil.cut(blur=thick / 22).filter(ImageFilter.GaussianBlur(thick / 22)).resize(size, Image.Resampling.BICUBIC)
    )


def _brighten(image: Image.Image, mask: Image.Image, color: Color, strength: float) -> None:
    light = Image.new("RGB", image.size)
    light.paste(color, (0, 0), mask.point([round(level * strength) for level in range(256)]))
    image.paste(ImageChops.screen(image, light))


def _tent(image: Image.Image, foot: Point, tall: float, color: Color) -> None:
    x, y = foot
    glow(image, (x, y - tall * 0.2), tall * 3.2, color, 0.5)
    shape(
        image,
        [(x, y - tall), (x + tall * 0.95, y), (x - tall * 0.8, y)],
        (mix(color, WHITE, 0.25), color, mix(color, WHITE, 0.4)),
    )
    shape(image, [(x, y - tall), (x + tall * 0.95, y), (x + tall * 0.35, y)], mix(color, (30, 20, 20), 0.45))
    shape(
        image,
        [(x - tall * 0.02, y - tall * 0.8), (x + tall * 0.1, y), (x - tall * 0.24, y)],
        mix(color, WHITE, 0.7),
    )


def aurora(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw northern lights over a lake.

    Look: sky, low sky, then two or three colours of light, land.
    """
    sky, low, *lights, land = look
    width, height = size
    waterline = round(height * 0.76)
    image = gradient(size, (sky, mix(sky, low, 0.4), low, low))
    stars(image, rng, down_to=waterline, count=900)
    small = (width // 4, height // 4)
    shine = Image.new("RGB", small)
    for curtain in range(3):
        veil = _curtain(small, rng, small[1] * (0.5 - 0.1 * curtain), lights)
        shine = ImageChops.screen(shine, veil.filter(ImageFilter.GaussianBlur(1.2 + curtain)))
    haze = shine.filter(ImageFilter.BoxBlur(small[0] // 16))
    shine = ImageChops.screen(shine, haze).resize(size, Image.Resampling.BICUBIC)
    image = ImageChops.screen(image, shine)
    for layer in range(2):
        line = ridge(
            rng,
            width,
            waterline - min(size) * (0.07 - 0.06 * layer),
            min(size) * (0.07 - 0.055 * layer),
            2.5 * width / height,
        )
        tone = mix(mix(low, land, 0.6), land, layer)
        fill_below(image, line, (tone, land))
        tree_line(image, rng, line, min(size) * 0.05 * (layer + 0.4), tone)
    mirror(image, rng, waterline, mix(sky, low, 0.4), 0.22)
    return image


def _curtain(small: Size, rng: Random, base: float, lights: Sequence[Color]) -> Image.Image:
    veil = Image.new("RGB", small)
    path = contour(rng, small[0], bumps=1.6, octaves=3, gain=0.35)
    rays = contour(rng, small[0], bumps=14, octaves=4, gain=0.7)
    swell = contour(rng, small[0], bumps=2.5, octaves=2)
    glowing = [*(mix((0, 0, 0), light, 0.35 + 0.5 * i / len(lights)) for i, light in enumerate(reversed(lights)))]
    strip = gradient((1, 256), [(0, 0, 0), *glowing, lights[0], mix(lights[0], (0, 0, 0), 0.55), (0, 0, 0)])
    for x in range(small[0]):
        bright = min(1.0, max(0.0, 0.42 + 0.38 * rays[x] + 0.5 * swell[x]))
        foot = base + path[x] * small[1] * 0.2
        tall = max(4, round(small[1] * (0.34 + 0.12 * rays[x] + 0.1 * swell[x])))
        mask = Image.new("L", (1, tall), round(235 * bright))
        veil.paste(strip.resize((1, tall)), (x, round(foot) - tall), mask)
    return veil


def balloons(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw hot-air balloons over hills.

    Look: sky, low sky, light, far hills, near hills, then balloon colours.
    """
    sky, low, light, far, near, *cloth = look
    width, height = size
    image = gradient(size, (sky, mix(sky, low, 0.55), low, low))
    cloud_veil(image, rng, mix(low, WHITE, 0.6), (3, 6), 0.85)
    glow(image, (width * rng.uniform(0.2, 0.8), height * 0.62), max(size) * 0.55, light, 0.8)
    unit = min(height, width * 1.1)
    places = _spread(rng, size, max(5, round(5 * max(size) / min(size))))
    for index, (x, y) in enumerate(places):
        if index == len(places) // 2:
            _hills(image, rng, (far, near, low))
        share = (index + 0.6) / len(places)
        radius = unit * (0.025 + 0.125 * share**1.6)
        float_on = balloon(round(radius), rng.sample(cloth, min(3, len(cloth))), rng)
        hazy = Image.blend(float_on, Image.new("RGBA", float_on.size, (*low, 255)), 0.35 * (1 - share))
        image.paste(hazy, (round(x - radius * 1.2), round(y - radius * 1.2)), float_on.getchannel("A"))
    return image


def _spread(rng: Random, size: Size, count: int) -> list[Point]:
    width, height = size
    chosen: list[Point] = []
    for index in range(count):
        low = 0.56 if index < count // 2 else 0.5
        options = [(width * rng.uniform(0.08, 0.92), height * rng.uniform(0.14, low)) for _ in range(40)]
        chosen.append(max(options, key=lambda spot: min((math.dist(spot, other) for other in chosen), default=0)))
    return chosen


def _hills(image: Image.Image, rng: Random, tones: tuple[Color, Color, Color]) -> None:
    far, near, low = tones
    width, height = image.size
    for layer in range(4):
        share = layer / 3
        line = ridge(rng, width, height * (0.7 + 0.08 * layer), min(image.size) * 0.05, 2.2 * width / height)
        tone = mix(far, near, share)
        fill_below(
            image,
            line,
            (tone, mix(tone, low, 0.5 * (1 - share) + 0.06), mix(tone, low, 0.6 * (1 - share) + 0.06)),
        )
    tree_line(image, rng, line, min(image.size) * 0.035, near)


def balloon(radius: int, colors: Sequence[Color], rng: Random) -> Image.Image:
    """Draw one balloon, `radius` pixels from its middle to its side, on a clear ground."""
    side = round(radius * 2.4)
    sprite = Image.new("RGB", (side, side + radius))
    middle, basket = side / 2, radius * 0.13
    profile = [(radius * _girth(step / 24), radius * (0.2 + 2.35 * step / 24)) for step in range(25)]
    _cloth(sprite, rng, profile, colors)
    glow(sprite, (middle - radius * 0.4, radius * 0.75), radius * 1.1, WHITE, 0.32)
    glow(sprite, (middle + radius * 1.0, radius * 1.6), radius * 1.5, (40, 24, 50), 0.5)
    sprite.paste((92, 62, 44), (0, round(radius * 2.55), side, side + radius))
    stencil = Stencil(sprite.size)
    stencil.polygon(_slice(profile, middle, -1, 1))
    stencil.box((middle - basket, radius * 2.72, middle + basket, radius * 2.72 + basket * 1.7))
    for edge in (-basket, basket):
        rope = [(middle + edge * 1.2, radius * 2.5), (middle + edge * 0.9, radius * 2.74)]
        stencil.line(rope, max(0.8, radius * 0.015))
    sprite.putalpha(stencil.cut())
    return sprite


def _cloth(sprite: Image.Image, rng: Random, profile: list[Point], colors: Sequence[Color]) -> None:
    middle, gores, checked = sprite.width / 2, rng.choice((9, 11, 13)), rng.choice((True, False))
    for gore in range(gores):
        left, right = (math.sin(math.pi * ((gore + edge) / gores - 0.5)) for edge in (-0.03, 1.03))
        shape(sprite, _slice(profile, middle, left, right), colors[gore % 2])
        band = colors[(gore + 1) % 2] if checked else colors[-1]
        shape(sprite, _slice(profile[9:13], middle, left, right), band)


def _slice(profile: list[Point], middle: float, left: float, right: float) -> list[Point]:
    down = [(middle + left * half, y) for half, y in profile]
    return down + [(middle + right * half, y) for half, y in reversed(profile)]


def _girth(down: float) -> float:
    """Tell how wide a balloon is, as a share of its widest, at a share of its height from the top."""
    widest = 0.42
    if down < widest:
        return math.sqrt(max(0.0, 1 - (1 - down / widest) ** 2))
    narrowing = max(0.0, math.cos((down - widest) / (1 - widest) * math.pi / 2))
    return 0.13 + 0.87 * math.pow(narrowing, 0.85)
