"""Scenes of mountains and lakes. Dunes and fields live in `plains.py`."""

from random import Random

from PIL import Image, ImageChops

from lumina_site.demo.drawing import (
    Color,
    Look,
    Point,
    Size,
    Stencil,
    clouds,
    disc,
    fill_below,
    glow,
    gradient,
    mix,
    shape,
    threshold,
)
from lumina_site.demo.motifs import WHITE, birds, cloud_veil, conifer, mirror, ridge, stars, tree_line

# Skies whose red, green and blue add up to less are dark enough for stars.
DARK_SKY = 260


def _mist_stops(tone: Color, mist: Color) -> tuple[Color, ...]:
    return (tone, mix(tone, mist, 0.35), mix(tone, mist, 0.75), mist, mist, mist)


def misty_mountains(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw ranges behind ranges, each with mist at its feet.

    Look: sky, low sky, light, far, near.
    """
    sky, low, light, far, near = look
    width, height = size
    image = gradient(size, (sky, mix(sky, low, 0.6), low, low))
    sun = (width * rng.uniform(0.25, 0.75), height * rng.uniform(0.2, 0.33))
    cloud_veil(image, rng, mix(low, light, 0.6), (2, 8), 0.55)
    glow(image, sun, max(size) * 0.62, light, 0.85)
    disc(image, sun, min(size) * 0.042, mix(light, WHITE, 0.6))
    layers = 6
    rise = min(height, width * 0.75)
    line: list[Point] = []
    for layer in range(layers):
        share = layer / (layers - 1)
        line = ridge(rng, width, height * (0.44 + 0.44 * share), rise * 0.15, (2.0 + share) * width / height)
        tone = mix(far, near, share**1.25)
        fill_below(image, line, _mist_stops(tone, mix(tone, mix(low, light, 0.3), 0.82 * (1 - share) + 0.1)))
        if layer == layers - 2:
            tree_line(image, rng, line, rise * 0.04, tone)
    tree_line(image, rng, line, rise * 0.12, near)
    birds(image, rng, (width * rng.uniform(0.3, 0.7), height * 0.3), min(size) * 0.06, mix(far, near, 0.7))
    return image


def mirrored_lake(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw hills over a calm lake that mirrors them.

    Look: sky, low sky, light, far, near, water.
    """
    sky, low, light, far, near, water = look
    width, height = size
    waterline = round(height * rng.uniform(0.54, 0.6))
    image = gradient(size, (sky, mix(sky, low, 0.5), low, low))
    cloud_veil(image, rng, mix(light, WHITE, 0.5), (3, 7), 0.8)
    glow(image, (width * rng.uniform(0.2, 0.8), waterline * 0.72), max(size) * 0.58, light, 0.8)
    rise = min(height, width * 0.7)
    for layer in range(4):
        share = layer / 3
        base = waterline - rise * (0.2 - 0.17 * share)
        line = ridge(rng, width, base, rise * (0.17 - 0.13 * share), (1.6 + 1.4 * share) * width / height)
        tone = mix(far, near, share)
        fill_below(image, line, (tone, mix(tone, low, 0.4 * (1 - share)), mix(tone, low, 0.65 * (1 - share))))
    tree_line(image, rng, [(0.0, waterline + 3.0), (float(width), waterline + 3.0)], rise * 0.1, near)
    mirror(image, rng, waterline, water)
    _reeds(image, rng, mix(near, (0, 0, 0), 0.35))
    return image


def _reeds(image: Image.Image, rng: Random, color: Color) -> None:
    width, height = image.size
    stencil = Stencil(image.size)
    side = rng.choice((0.0, 1.0))
    for _ in range(70):
        x = width * (side + (0.5 - side) * 0.7 * rng.random() ** 1.8)
        tall, lean = min(image.size) * rng.uniform(0.08, 0.3), rng.gauss(0, 0.13)
        stem = [(x + lean * tall * (step / 8) ** 2, height + 4 - tall * step / 8) for step in range(9)]
        stencil.line(stem, rng.uniform(1.6, 3.4))
        if rng.random() < 0.2:
            stencil.line(stem[6:8], 9)
    image.paste(color, (0, 0), stencil.cut())


def snow_peak(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw one great peak with a sunny and a shady side.

    Look: sky, low sky, sunny snow, shady snow, rock, trees.
    """
    sky, low, sunny, shady, rock, trees = look
    width, height = size
    image = gradient(size, (sky, mix(sky, low, 0.55), low))
    if sum(sky) < DARK_SKY:
        stars(image, rng, down_to=height * 0.35, count=90)
    cloud_veil(image, rng, mix(low, WHITE, 0.5), (3, 6), 0.5)
    rise = min(height, width * 0.8)
    back = ridge(rng, width, height * 0.6, rise * 0.13, 3.0 * width / height)
    fill_below(image, back, (mix(shady, low, 0.5), mix(low, WHITE, 0.2), low))
    for centre, tall in (
        (rng.uniform(0.12, 0.3), 0.36),
        (rng.uniform(0.7, 0.88), 0.3),
        (rng.uniform(0.42, 0.58), 0.56),
    ):
        _peak(image, rng, (width * centre, height * 0.86 - rise * tall * 1.05), (sunny, shady, rock))
    veil = threshold(clouds(size, rng, (3, 5)), 90, 240, 0.9)
    band = Stencil(size)
    band.box((0, height * 0.66, width, height * 0.82))
    image.paste(
        mix(low, WHITE, 0.45),
        (0, 0),
        Image.composite(veil, Image.new("L", size), band.cut(blur=height * 0.05)),
    )
    for layer, share in enumerate((0.45, 1.0)):
        line = ridge(rng, width, height * (0.83 + 0.09 * layer), rise * 0.05, 2.5 * width / height)
        tone = mix(mix(trees, low, 0.45), trees, share)
        fill_below(image, line, (tone, mix(tone, low, 0.12)))
        tree_line(image, rng, line, rise * (0.06 + 0.07 * layer), tone)
    return image


def _peak(image: Image.Image, rng: Random, top: Point, tones: tuple[Color, Color, Color]) -> None:
    sunny, shady, rock = tones
    x, y = top
    foot = image.height + 4.0
    tall = foot - y
    downs = [step / 40 for step in range(1, 41)]
    rim = [top, *((x + tall * (rng.gauss(0, 0.016) + 0.05 * down), y + tall * down) for down in downs)]
    stencil = Stencil(image.size)
    for side, tone in ((-1, sunny), (1, shady)):
        outs = [side * tall * (0.86 * down + rng.uniform(-0.012, 0.016)) for down in downs]
        edge = [top, *((x + out, y + tall * down) for out, down in zip(outs, downs, strict=True))]
        shape(image, [*edge, *reversed(rim)], (tone, tone, mix(tone, rock, 0.35), mix(tone, rock, 0.7)))
        stencil.polygon([*edge, *reversed(rim)])
    rough = stencil.cut()
    for cells, strength in (((16, 26), 0.75), ((5, 7), 0.35)):
        crags = threshold(clouds(image.size, rng, cells, 4), 132, 205, strength)
        image.paste(rock, (0, 0), ImageChops.multiply(crags, rough))


def fog_forest(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw firs that fade into fog, with slanting light.

    Look: fog, light, far, near.
    """
    fog, light, far, near = look
    width, height = size
    image = gradient(size, (mix(fog, light, 0.5), fog, mix(fog, far, 0.25)))
    glow(image, (width * rng.uniform(0.15, 0.85), height * 0.12), max(size) * 0.75, light, 0.9)
    for layer in range(5):
        share = layer / 4
        tone = mix(mix(far, fog, 0.62), near, share**1.3)
        ground = ridge(rng, width, height * (0.66 + 0.3 * share), height * 0.03, 2)
        tall = min(height, width * 1.2) * (0.26 + 0.3 * share)
        if layer < 4:
            tree_line(image, rng, ground, tall, tone)
        else:
            _giants(image, rng, tall * 1.5, tone)
        fill_below(image, ground, (tone, mix(tone, fog, 0.4 * (1 - share)), mix(tone, fog, 0.6 * (1 - share))))
        if layer == 2:
            _beams(image, rng, light)
        veil = Image.composite(
            threshold(clouds(size, rng, (2, 4), 4), 40, 255, 0.75 * (1 - share)),
            Image.new("L", size),
            _band(size, height * (0.56 + 0.3 * share), height * 0.12),
        )
        image.paste(mix(fog, light, 0.3), (0, 0), veil)
    return image


def _band(size: Size, middle: float, half: float) -> Image.Image:
    stencil = Stencil((8, size[1]))
    stencil.box((0, middle - half, 8, middle + half))
    return stencil.cut(blur=half * 0.6).resize(size)


def _giants(image: Image.Image, rng: Random, tall: float, color: Color) -> None:
    stencil = Stencil(image.size)
    for share in (
        rng.uniform(-0.02, 0.12),
        rng.uniform(0.82, 1.0),
        rng.choice((0.26, 0.7)) + rng.uniform(-0.05, 0.05),
    ):
        foot = (image.width * share, image.height * rng.uniform(1.0, 1.08))
        stencil.polygon(conifer(rng, foot, tall * rng.uniform(0.75, 1.15), 0.19))
    image.paste(color, (0, 0), stencil.cut())


def _beams(image: Image.Image, rng: Random, light: Color) -> None:
    small = (image.width // 4, image.height // 4)
    stencil = Stencil(small)
    origin, sink = small[0] * rng.uniform(0.2, 0.8), small[1] * 1.05
    for _ in range(7):
        aim = origin + small[0] * rng.uniform(-0.5, 0.5)
        wide = small[0] * rng.uniform(0.01, 0.05)
        top = (origin + (aim - origin) * 0.2, -small[1] * 0.1)
        stencil.polygon([(top[0] - 2, top[1]), (top[0] + 2, top[1]), (aim + wide, sink), (aim - wide, sink)], 70)
    mask = stencil.cut(blur=5).resize(image.size, Image.Resampling.BICUBIC)
    image.paste(light, (0, 0), mask)
