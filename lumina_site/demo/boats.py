"""Scenes with boats: a regatta and a harbour. The empty sea and the lighthouse live in `seas.py`."""

from random import Random

from PIL import Image

from lumina_site.demo.drawing import Color, Look, Point, Size, fill_below, gradient, mix, pick, shape
from lumina_site.demo.motifs import WHITE, cloud_veil, mirror, ridge, ripples
from lumina_site.demo.seas import DARK, far_coast, open_sea


def sails(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw sailing boats on a bright sea.

    Look: sky, middle sky, low sky, light, far sea, near sea, then sails.
    """
    colors = rng.sample(look[6:], len(look) - 6)
    width, height = size
    horizon = height * rng.uniform(0.42, 0.5)
    image = open_sea(size, look[:6], rng, horizon)
    far_coast(image, rng, horizon, mix(look[4], look[2], 0.55))
    ripples(image, rng, horizon, mix(look[2], WHITE, 0.5), 240)
    count = max(3, round(4 * width / height))
    places = sorted(rng.random() ** 1.5 for _ in range(count))
    places[-1] = rng.uniform(0.5, 0.65)
    spots = rng.sample(range(count), count)
    for index, (near, slot) in enumerate(zip(places, spots, strict=True)):
        x = width * (0.04 + 0.9 * (slot + rng.uniform(0.35, 0.65)) / count)
        y = horizon + (height - horizon) * (0.05 + 0.75 * near)
        tall = min(size) * (0.1 + 0.42 * near)
        boat(image, (x, y), tall, colors[index % len(colors)], mix(look[5], DARK, 0.5))
    return image


def boat(image: Image.Image, foot: Point, tall: float, sail: Color, hull: Color) -> None:
    """Draw a sailing boat and its broken reflection."""
    x, y = foot
    for row in range(16):
        down = row / 16
        wide = tall * 0.2 * (1 - down) * (1.0 if row % 2 else 0.6)
        top = y + tall * 0.05 + tall * 0.55 * down
        stripe = [
            (x - wide, top),
            (x + wide * 0.8, top),
            (x + wide * 0.7, top + tall * 0.016),
            (x - wide, top + tall * 0.012),
        ]
        shape(image, stripe, mix(sail, hull, 0.4 + 0.3 * down), 150 - row * 7)
    mast = (x, y - tall)
    bulge = [
        (x + tall * (0.02 + 0.34 * (step / 12) ** 0.72), y - tall * 0.97 + tall * 0.87 * step / 12)
        for step in range(13)
    ]
    shape(
        image,
        [mast, *bulge, (x + tall * 0.02, y - tall * 0.1)],
        (mix(sail, WHITE, 0.35), sail, mix(sail, hull, 0.25)),
    )
    jib = [
        (x - tall * 0.02, y - tall * 0.85),
        (x - tall * 0.25, y - tall * 0.1),
        (x - tall * 0.03, y - tall * 0.14),
    ]
    shape(image, jib, (WHITE, mix(sail, WHITE, 0.7), mix(WHITE, hull, 0.2)))
    shape(image, [(x - 1.2, y - tall), (x + 1.2, y - tall), (x + 1.6, y), (x - 1.6, y)], hull)
    body = [
        (x - tall * 0.3, y - tall * 0.075),
        (x + tall * 0.33, y - tall * 0.06),
        (x + tall * 0.25, y + tall * 0.035),
    ]
    shape(
        image,
        [*body, (x - tall * 0.2, y + tall * 0.04)],
        (mix(WHITE, hull, 0.1), mix(WHITE, hull, 0.35), hull),
    )


def harbour(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw a quay with painted houses.

    Look: sky, low sky, hills, water, window light, then walls.
    """
    sky, low, hills, water, light, *walls = look
    width, height = size
    waterline = round(height * rng.uniform(0.6, 0.66))
    image = gradient(size, (sky, mix(sky, low, 0.6), low))
    cloud_veil(image, rng, mix(low, WHITE, 0.5), (3, 7), 0.7)
    for layer in range(2):
        line = ridge(rng, width, waterline - height * (0.3 - 0.08 * layer), height * 0.05, 2.4)
        fill_below(image, line, (mix(hills, low, 0.5 - 0.3 * layer), mix(hills, low, 0.65 - 0.3 * layer)))
    unit = min(height * 0.62, width * 0.9)
    for row, share in enumerate((0.17, 0.0)):
        spot, last = -unit * rng.uniform(0, 0.1), -1
        while spot < width:
            wide, tall = unit * rng.uniform(0.13, 0.21), unit * rng.uniform(0.34, 0.55)
            last = rng.choice([index for index in range(len(walls)) if index != last])
            wall = mix(walls[last], low, 0.32 * (1 - row))
            box = (spot, waterline - unit * share - tall * 0.8, spot + wide, float(waterline))
            _house(image, rng, box, wall, light)
            spot += wide
    shape(
        image,
        [
            (0, waterline - unit * 0.025),
            (width, waterline - unit * 0.025),
            (width, waterline + 2),
            (0, waterline + 2),
        ],
        mix(hills, DARK, 0.55),
    )
    mirror(image, rng, waterline, water, 0.34)
    ripples(image, rng, waterline, mix(water, WHITE, 0.4), 160)
    for _ in range(2):
        spot_at = (width * rng.uniform(0.12, 0.88), waterline + (height - waterline) * rng.uniform(0.35, 0.7))
        boat(image, spot_at, unit * 0.32, mix(WHITE, walls[0], 0.15), mix(water, DARK, 0.5))
    return image


def _house(image: Image.Image, rng: Random, box: tuple[float, float, float, float], wall: Color, light: Color) -> None:
    left, top, right, bottom = box
    wide = right - left
    roof = mix(mix(wall, (120, 52, 40), 0.65), DARK, 0.25)
    peak = wide * rng.choice((0.28, 0.45, 0.12))
    tip = (left + right) / 2
    gable = [(left - wide * 0.03, top + 2), (tip, top - peak), (right + wide * 0.03, top + 2)]
    shape(image, gable, (mix(roof, WHITE, 0.12), roof))
    shape(
        image,
        [(left, top), (right, top), (right, bottom), (left, bottom)],
        (mix(wall, WHITE, 0.12), wall, mix(wall, DARK, 0.22)),
    )
    shape(
        image,
        [(right - wide * 0.05, top), (right, top), (right, bottom), (right - wide * 0.05, bottom)],
        DARK,
        40,
    )
    columns, rows = rng.choice((2, 3)), max(3, round((bottom - top) / (wide * 0.42)))
    frame = pick((WHITE, mix(WHITE, wall, 0.3)), rng.random())
    for column in range(columns):
        for row in range(rows):
            x, y = left + wide * (column + 0.5) / columns, top + (bottom - top) * (row + 0.45) / rows
            half, high = wide * 0.26 / columns, wide * 0.12
            glass = light if rng.random() < 0.3 else mix(DARK, wall, 0.3)
            for grow, tone in ((1.28, frame), (1.0, glass)):
                a, b = half * grow, high * (grow * 0.6 + 0.4)
                shape(image, [(x - a, y - b), (x + a, y - b), (x + a, y + b), (x - a, y + b)], tone)
            shape(image, [(x - 1, y - high), (x + 1, y - high), (x + 1, y + high), (x - 1, y + high)], frame)
