"""Scenes without a place: tiles, arcs, weaving, terrazzo, rings, facets. Nothing figurative lives here."""

import math
from bisect import bisect
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
    gradient,
    mix,
    shape,
    threshold,
)
from lumina_site.demo.motifs import WHITE


def truchet(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw winding ribbons made of quarter circles.

    Look: ground, then the ribbon's stripes from wide to thin.
    """
    ground, *stripes = look
    image = gradient(size, (mix(ground, WHITE, 0.06), ground))
    tile = min(size) / rng.choice((5, 6, 7))
    arcs: list[list[Point]] = []
    for column in range(math.ceil(size[0] / tile)):
        for row in range(math.ceil(size[1] / tile)):
            flip = rng.choice((True, False))
            for corner in ((0, 0), (1, 1)):
                x = column + (1 - corner[0] if flip else corner[0])
                turn = math.atan2(0.5 - corner[1], column + 0.5 - x) - math.pi / 4
                arcs.append(
                    [
                        (
                            tile * (x + 0.5 * math.cos(turn + step / 12 * math.pi / 2)),
                            tile * (row + corner[1] + 0.5 * math.sin(turn + step / 12 * math.pi / 2)),
                        )
                        for step in range(-1, 14)
                    ]
                )
    for index, tone in enumerate(stripes):
        stencil = Stencil(size)
        for arc in arcs:
            stencil.line(arc, tile * (0.52 - 0.46 * index / len(stripes)))
        if not index:
            image.paste(mix(ground, (0, 0, 0), 0.45), (0, round(tile * 0.045)), stencil.cut(blur=tile * 0.04))
        image.paste(tone, (0, 0), stencil.cut())
    return image


def arcs(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw tiles of nested quarter circles.

    Look: the colours to draw from.
    """
    across = max(2, round(size[0] / min(size) * rng.choice((3, 4))))
    tile = size[0] / across
    image = Image.new("RGB", size, look[0])
    for column in range(across):
        for row in range(math.ceil(size[1] / tile)):
            _fan(image, rng, (column * tile, row * tile), tile, look)
    paper = threshold(clouds(size, rng, (60, 60), 3), 90, 255, 0.1)
    image.paste(WHITE, (0, 0), paper)
    return image


def _fan(image: Image.Image, rng: Random, corner: Point, tile: float, look: Look) -> None:
    colors = rng.sample(look, len(look))
    box = (round(corner[0]), round(corner[1]), round(corner[0] + tile), round(corner[1] + tile))
    size = (box[2] - box[0], box[3] - box[1])
    sprite = Image.new("RGB", size, colors[-1])
    centre = (rng.choice((0, size[0])), rng.choice((0, size[1])))
    for index, reach in enumerate((1.0, 0.8, 0.6, 0.4, 0.2)):
        stencil = Stencil(size)
        stencil.disc(centre, size[0] * reach)
        tone = colors[index % (len(colors) - 1)]
        sprite.paste(gradient(size, (mix(tone, WHITE, 0.08), mix(tone, (0, 0, 0), 0.05))), (0, 0), stencil.cut())
    image.paste(sprite, box[:2])


def weave(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw paper bands that go over and under each other.

    Look: shadow, then the bands' colours.
    """
    shadow, *bands = look
    pitch = min(size) / rng.choice((8, 10, 12))
    columns, rows = math.ceil(size[0] / pitch) + 1, math.ceil(size[1] / pitch) + 1
    image = Image.new("RGB", size, shadow)
    downs, acrosses = [_run(rng, bands, columns), _run(rng, bands, rows)]
    jump = rng.choice((1, 2))
    for column in range(columns):
        for row in range(rows):
            over = (column + row) // jump % 2 == 0
            spot = (round(column * pitch), round(row * pitch))
            for upright in (not over, over):
                tone = downs[column] if upright else acrosses[row]
                band = _band(round(pitch), tone, shadow, on_top=upright == over)
                image.paste(
                    band if upright else band.transpose(Image.Transpose.ROTATE_90),
                    spot,
                    band.getchannel("A") if upright else band.getchannel("A").transpose(Image.Transpose.ROTATE_90),
                )
    return image


def _run(rng: Random, bands: Sequence[Color], count: int) -> list[Color]:
    run: list[Color] = []
    while len(run) < count:
        run += [rng.choice(bands)] * rng.choice((1, 1, 2, 3))
    return run


def _band(pitch: int, tone: Color, shadow: Color, *, on_top: bool) -> Image.Image:
    size = (pitch, pitch)
    ends = mix(tone, shadow, 0.25 if on_top else 0.8)
    top = mix(tone, WHITE, 0.14 if on_top else 0.0)
    sprite = gradient(size, (ends, mix(tone, ends, 0.2), top, mix(tone, ends, 0.2), ends))
    threads = Stencil(size)
    for thread in range(1, 6):
        threads.line([(pitch * thread / 6, 0), (pitch * thread / 6, pitch)], 1, 36)
    sprite.paste(shadow, (0, 0), threads.cut())
    stencil = Stencil(size)
    stencil.box((pitch * 0.06, -1, pitch * 0.94, pitch + 1))
    sprite.putalpha(stencil.cut())
    return sprite


def terrazzo(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw chips of stone in a pale floor.

    Look: floor, then the stones' colours.
    """
    floor, *stones = look
    image = gradient(size, (mix(floor, WHITE, 0.2), floor))
    image.paste(mix(floor, stones[0], 0.3), (0, 0), threshold(clouds(size, rng, (90, 60), 3), 150, 250, 0.35))
    unit = min(size)
    placed: list[tuple[float, float, float]] = []
    for attempt in range(2600):
        coarse = bisect((260, 1000), attempt)
        radius = unit * (0.062, 0.03, 0.011)[coarse] * rng.uniform(0.7, 1.15)
        x, y = rng.uniform(-radius, size[0] + radius), rng.uniform(-radius, size[1] + radius)
        if any(abs(x - a) + abs(y - b) < (radius + c) * 1.15 for a, b, c in placed):
            continue
        placed.append((x, y, radius))
        tone = rng.choice(stones)
        shape(
            image,
            _chip(rng, (x, y), radius),
            (mix(tone, WHITE, rng.uniform(0, 0.16)), mix(tone, floor, rng.uniform(0, 0.2))),
        )
    return image


def _chip(rng: Random, centre: Point, radius: float) -> list[Point]:
    corners = rng.randint(5, 8)
    squash, lean = rng.uniform(0.5, 1.0), rng.uniform(0, math.pi)
    points: list[Point] = []
    for corner in range(corners):
        turn = (corner + rng.uniform(-0.35, 0.35)) / corners * math.tau
        out = radius * rng.uniform(0.75, 1.1)
        x, y = math.cos(turn) * out, math.sin(turn) * out * squash
        points.append(
            (
                centre[0] + x * math.cos(lean) - y * math.sin(lean),
                centre[1] + x * math.sin(lean) + y * math.cos(lean),
            )
        )
    return points


def moire(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw two or three sets of rings that beat against each other.

    Look: ground, deeper ground, ring colours.
    """
    ground, deeper, *inks = look
    image = gradient(size, (ground, mix(ground, deeper, 0.4), deeper))
    gap = min(size) * rng.uniform(0.017, 0.022)
    middle, turn = (size[0] / 2, size[1] / 2), rng.uniform(0, math.tau)
    for index, ink in enumerate(inks):
        away = gap * rng.uniform(3, 6)
        angle = turn + index * math.tau / len(inks)
        centre = (middle[0] + math.cos(angle) * away, middle[1] + math.sin(angle) * away)
        stencil = Stencil(size)
        for ring in range(1, round(min(size) * 0.41 / gap)):
            stencil.ring(centre, ring * gap, gap * 0.46)
        layer = Image.new("RGB", size, WHITE)
        layer.paste(ink, (0, 0), stencil.cut())
        image = ImageChops.multiply(image, layer)
    return image
