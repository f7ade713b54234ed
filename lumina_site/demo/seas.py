"""Scenes by the sea: sun and moon over water, a lighthouse. Sails and harbours live in `boats.py`."""

from random import Random

from PIL import Image

from lumina_site.demo.drawing import (
    Color,
    Look,
    Point,
    Size,
    Stencil,
    disc,
    fill_below,
    glow,
    gradient,
    mix,
    shape,
)
from lumina_site.demo.motifs import WHITE, birds, cloud_veil, glitter, ridge, ripples, stars

DARK: Color = (18, 22, 34)


def open_sea(size: Size, look: Look, rng: Random, horizon: float) -> Image.Image:
    """Draw a clouded sky over a sea without sun or moon."""
    sky, middle, low, light, far, near = look
    image = gradient(size, (sky, sky, middle, low, low, low))
    cloud_veil(image, rng, mix(middle, light, 0.45), (2, 9), 0.75)
    water = gradient((size[0], size[1] - round(horizon)), (mix(far, low, 0.45), far, mix(far, near, 0.6), near))
    image.paste(water, (0, round(horizon)))
    ripples(image, rng, horizon, mix(near, DARK, 0.25), 420)
    ripples(image, rng, horizon, mix(far, low, 0.5), 420)
    return image


def sun_over_sea(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw a low sun and its path on the water.

    Look: sky, middle sky, low sky, light, far sea, near sea.
    """
    width, height = size
    light = look[3]
    horizon = height * rng.uniform(0.52, 0.62)
    image = open_sea(size, look, rng, horizon)
    spot = (width * rng.choice((0.33, 0.5, 0.64)), horizon - min(size) * rng.uniform(0.05, 0.13))
    sky = image.crop((0, 0, width, round(horizon)))
    glow(sky, spot, max(size) * 0.58, light, 0.85)
    disc(sky, spot, min(size) * 0.058, mix(light, WHITE, 0.6))
    image.paste(sky, (0, 0))
    glitter(image, rng, (spot[0], horizon), mix(light, look[2], 0.35), 460)
    glitter(image, rng, (spot[0], horizon), mix(light, WHITE, 0.35), 230)
    far_coast(image, rng, horizon, mix(look[4], look[2], 0.35))
    birds(
        image,
        rng,
        (width * rng.uniform(0.25, 0.75), horizon * 0.5),
        min(size) * 0.05,
        mix(look[5], DARK, 0.4),
    )
    return image


def far_coast(image: Image.Image, rng: Random, horizon: float, color: Color) -> None:
    """Lay a thin coast along a part of the horizon."""
    width, reach = image.width, image.width * rng.uniform(0.25, 0.5)
    right = rng.choice((True, False))
    rough = ridge(rng, width, 0, min(image.size) * 0.035, 5)
    line = []
    for x, y in rough:
        along = (x - (width - reach)) / reach if right else (reach - x) / reach
        if 0 < along <= 1:
            line.append((x, horizon - (min(image.size) * 0.05 + y) * along**0.7))
    shape(image, [(line[0][0], horizon + 1), *line, (line[-1][0], horizon + 1)], color)


def moon_over_sea(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw a moon high over the sea.

    Look: sky, middle sky, low sky, light, far sea, near sea.
    """
    width, height = size
    light = look[3]
    horizon = height * rng.uniform(0.6, 0.68)
    image = open_sea(size, look, rng, horizon)
    stars(image, rng, down_to=horizon * 0.9, count=260)
    spot = (width * rng.uniform(0.3, 0.7), horizon * rng.uniform(0.3, 0.42))
    glow(image, spot, min(size) * 0.7, light, 0.5)
    radius = min(size) * 0.075
    disc(image, spot, radius, mix(light, WHITE, 0.35))
    for _ in range(7):
        crater = (spot[0] + rng.uniform(-0.55, 0.55) * radius, spot[1] + rng.uniform(-0.55, 0.55) * radius)
        glow(image, crater, radius * rng.uniform(0.2, 0.42), mix(light, look[1], 0.3), 0.5)
    glitter(image, rng, (spot[0], horizon), mix(light, look[4], 0.3), 420)
    glitter(image, rng, (spot[0], horizon), mix(light, WHITE, 0.3), 170)
    for layer in range(2):
        line = [
            (x, y + height * 0.12 * (abs(x / width - 0.5) * -1.6 + 0.5))
            for x, y in ridge(rng, width, height * (0.93 + 0.05 * layer), height * 0.03, 5)
        ]
        fill_below(image, line, (mix(look[5], DARK, 0.45 + 0.4 * layer),) * 2)
    return image


def lighthouse(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw a lighthouse on its cliff at dusk.

    Look: sky, middle sky, low sky, light, far sea, near sea, bands.
    """
    width, height = size
    horizon, left = height * 0.66, rng.choice((True, False))
    image = open_sea(size, look[:6], rng, horizon)
    stars(image, rng, down_to=height * 0.4, count=150)
    foot = (width * (0.28 if left else 0.72), height * 0.62)
    tall = min(height * 0.4, width * 0.5)
    lamp = (foot[0], foot[1] - tall)
    _beam(image, lamp, look[3], reach=width * (1.3 if left else -1.3))
    _cliff(image, rng, foot, look, left=left)
    _tower(image, foot, tall, look[6])
    glow(image, lamp, tall * 0.6, look[3], 0.9)
    disc(image, lamp, tall * 0.03, WHITE)
    birds(image, rng, (width * (0.6 if left else 0.4), height * 0.4), min(size) * 0.045, mix(look[5], DARK, 0.4))
    return image


def _beam(image: Image.Image, lamp: Point, light: Color, reach: float) -> None:
    small = (image.width // 4, image.height // 4)
    stencil = Stencil(small)
    x, y = lamp[0] / 4, lamp[1] / 4
    for level, spread in ((50, 0.16), (95, 0.1), (140, 0.05)):
        tip = abs(reach) / 4 * spread
        end, drop = x + reach / 4, -abs(reach) / 4 * 0.12
        stencil.polygon([(x, y - 1), (end, y + drop - tip), (end, y + drop + tip), (x, y + 1)], level)
    image.paste(light, (0, 0), stencil.cut(blur=5).resize(image.size, Image.Resampling.BICUBIC))


def _cliff(image: Image.Image, rng: Random, foot: Point, look: Look, *, left: bool) -> None:
    width, height = image.size
    for layer in range(3):
        rough = ridge(rng, width, 0, height * 0.022, 7)
        brink = foot[0] + (1 if left else -1) * width * (0.12 + 0.13 * layer)
        line = []
        for x, y in rough:
            out = (x - brink if left else brink - x) / width
            slope = max(0.0, out) * 2.6 + max(0.0, out) ** 2 * 5
            line.append((x, foot[1] + height * (0.005 + 0.085 * layer + slope) + y * (0.3 + layer * 0.4)))
        tone = mix(mix(look[4], look[2], 0.12), DARK, 0.35 + 0.25 * layer)
        fill_below(image, line, (mix(tone, look[2], 0.22), tone, mix(tone, DARK, 0.4)))


def _tower(image: Image.Image, foot: Point, tall: float, bands: Color) -> None:
    x, y = foot
    for band in range(5):
        low, high = band / 5 * 0.9, (band + 1) / 5 * 0.9
        wide, thin = tall * (0.095 - 0.04 * low), tall * (0.095 - 0.04 * high)
        tone = (236, 228, 218) if band % 2 else bands
        part = [
            (x - wide, y - tall * low + 8),
            (x + wide, y - tall * low + 8),
            (x + thin, y - tall * high),
            (x - thin, y - tall * high),
        ]
        shape(image, part, tone)
        shade = [(x + wide * 0.25, part[0][1]), part[1], part[2], (x + thin * 0.25, part[2][1])]
        shape(image, shade, mix(tone, DARK, 0.6), 150)
    top = y - tall * 0.9
    gallery = [(x - tall * 0.085, top), (x + tall * 0.085, top), (x + tall * 0.075, top - tall * 0.025)]
    shape(image, [*gallery, (x - tall * 0.075, top - tall * 0.025)], DARK)
    shape(
        image,
        [
            (x - tall * 0.045, y - tall * 0.92),
            (x + tall * 0.045, y - tall * 0.92),
            (x + tall * 0.045, y - tall * 1.06),
            (x - tall * 0.045, y - tall * 1.06),
        ],
        (255, 226, 160),
    )
    shape(
        image,
        [(x - tall * 0.065, y - tall * 1.05), (x + tall * 0.065, y - tall * 1.05), (x, y - tall * 1.13)],
        mix(bands, DARK, 0.4),
    )
