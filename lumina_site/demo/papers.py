"""Scenes of paper: a crumpled sheet and a cut-out. Other patterns live in `patterns.py`."""

import math
from random import Random

from PIL import Image, ImageChops, ImageDraw

from lumina_site.demo.drawing import Look, Point, Size, Stencil, contour, gradient, mix, pick
from lumina_site.demo.motifs import WHITE


def facets(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw a crumpled sheet of triangles.

    Look: the colours that it runs through.
    """
    over = 2
    image = Image.new("RGB", (size[0] * over, size[1] * over))
    pen = ImageDraw.Draw(image)
    cell = min(image.size) / rng.choice((7, 9, 11))
    columns, rows = math.ceil(image.width / cell) + 3, math.ceil(image.height / cell) + 3
    lean, wave = rng.uniform(0.2, 0.8), contour(rng, columns + rows, bumps=3, octaves=2)
    knots = [
        [((c - 1 + rng.uniform(-0.36, 0.36)) * cell, (r - 1 + rng.uniform(-0.36, 0.36)) * cell) for c in range(columns)]
        for r in range(rows)
    ]
    for r in range(rows - 1):
        for c in range(columns - 1):
            a, b, d, e = knots[r][c], knots[r][c + 1], knots[r + 1][c], knots[r + 1][c + 1]
            place = lean * c / columns + (1 - lean) * r / rows + 0.16 * wave[c + r]
            for triangle in ((a, b, d), (b, e, d)) if (c + r) % 2 else ((a, b, e), (a, e, d)):
                light = rng.gauss(0, 0.09)
                tone = pick(look, place + rng.gauss(0, 0.035))
                pen.polygon(triangle, fill=mix(tone, WHITE if light > 0 else (10, 12, 30), min(0.3, abs(light) * 1.6)))
    return image.reduce(over)


def paper_cut(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw sheets of paper with ever smaller holes, one above the other.

    Look: sheets from the deepest to the top.
    """
    image = gradient(size, (mix(look[0], WHITE, 0.15), look[0]))
    middle = (size[0] * rng.uniform(0.42, 0.58), size[1] * rng.uniform(0.42, 0.58))
    for index, tone in enumerate(look[1:], 1):
        reach = 0.1 + 0.42 * index / (len(look) - 1)
        wobble = contour(rng, 180, bumps=7, octaves=2, gain=0.3)
        hole: list[Point] = []
        for step in range(180):
            ease = min(1.0, (179 - step) / 40)
            out = reach * (1 + 0.26 * (wobble[step] * ease + wobble[0] * (1 - ease)))
            turn = step / 180 * math.tau
            hole.append((middle[0] + math.cos(turn) * out * size[0], middle[1] + math.sin(turn) * out * size[1]))
        small = Stencil((size[0] // 4, size[1] // 4))
        small.polygon([(x / 4 + 2, y / 4 + 4) for x, y in hole])
        shadow = ImageChops.invert(small.cut(blur=5)).resize(size, Image.Resampling.BICUBIC)
        image.paste(mix(tone, (14, 12, 34), 0.75), (0, 0), shadow.point([round(level * 0.6) for level in range(256)]))
        stencil = Stencil(size)
        stencil.polygon(hole)
        sheet = gradient(size, (mix(tone, WHITE, 0.1), tone, mix(tone, (20, 16, 40), 0.08)))
        image.paste(sheet, (0, 0), ImageChops.invert(stencil.cut()))
    return image
