"""Scenes of the city and its lights: skylines, rain on a window, bokeh. Harbours live in `boats.py`."""

import math
from random import Random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from lumina_site.demo.drawing import Color, Look, Point, Size, Stencil, disc, glow, gradient, mix
from lumina_site.demo.motifs import WHITE, cloud_veil, mirror, stars

Box = tuple[float, float, float, float]


def skyline(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw towers with lit windows over a river.

    Look: sky, middle sky, low sky, far, near, two window lights.
    """
    sky, middle, low, far, near, *lights = look
    width, height = size
    waterline = round(height * (0.74 if width >= height else 0.82))
    image = gradient((width, height), (sky, middle, low, low))
    stars(image, rng, down_to=height * 0.35, count=140)
    cloud_veil(image, rng, mix(middle, low, 0.7), (2, 8), 0.6)
    moon = (width * rng.uniform(0.15, 0.85), height * rng.uniform(0.12, 0.24))
    glow(image, moon, min(size) * 0.45, mix(low, WHITE, 0.4), 0.5)
    disc(image, moon, min(size) * 0.032, mix(low, WHITE, 0.7))
    unit = min(height, width * 1.15)
    for layer in range(3):
        share = layer / 2
        tone = mix(mix(far, low, 0.35), near, share)
        stencil = Stencil(size)
        towers = _towers(stencil, rng, waterline, unit * (0.72 - 0.19 * layer))
        image.paste(gradient(size, (tone, tone, mix(tone, low, 0.3 * (1 - share)))), (0, 0), stencil.cut())
        for light in lights:
            _lit(image, rng, towers, mix(tone, light, 0.25 + 0.7 * share))
    mirror(image, rng, waterline, mix(near, middle, 0.35), 0.35)
    return image


def _towers(stencil: Stencil, rng: Random, ground: float, tallest: float) -> list[Box]:
    boxes: list[Box] = []
    width = stencil.size[0]
    spot = -tallest * 0.1
    middle = width * rng.uniform(0.35, 0.65)
    stencil.box((0, ground - tallest * 0.13, width, ground + 2))
    while spot < width:
        wide = min(tallest, width * 0.5) * rng.uniform(0.1, 0.21)
        bulk = 0.45 + 0.55 * math.exp(-(((spot - middle) / (width * 0.3)) ** 2))
        tall = tallest * rng.uniform(0.4, 1.0) * bulk
        box = (spot, ground - tall, spot + wide, ground)
        stencil.box((box[0], box[1], box[2], ground + 2))
        _roof(stencil, rng, box)
        boxes.append(box)
        spot += wide * rng.uniform(0.85, 1.25)
    return boxes


def _roof(stencil: Stencil, rng: Random, box: Box) -> None:
    left, top, right, _ = box
    wide, kind = right - left, rng.randrange(6)
    if kind == 0:
        stencil.polygon([(left, top + 1), (right, top + 1), (right, top - wide * 0.4)])
    elif kind == 1:
        for step in range(1, 4):
            inset = wide * 0.14 * step
            stencil.box((left + inset, top - wide * 0.16 * step, right - inset, top + 1))
    elif kind == 2:
        middle = (left + right) / 2
        stencil.polygon([(left + wide * 0.2, top + 1), (right - wide * 0.2, top + 1), (middle, top - wide * 0.8)])
        stencil.line([(middle, top), (middle, top - wide * 1.3)], max(1.2, wide * 0.025))
    elif kind == 3:
        stencil.line([(left + wide * 0.7, top), (left + wide * 0.7, top - wide * 0.6)], max(1.2, wide * 0.02))
        stencil.box((left + wide * 0.15, top - wide * 0.12, left + wide * 0.5, top + 1))


def _lit(image: Image.Image, rng: Random, towers: list[Box], light: Color) -> None:
    stencil = Stencil(image.size)
    for left, top, right, bottom in towers:
        columns = max(3, round((right - left) / (image.height * 0.011)))
        pitch = (right - left) / (columns + 1)
        rise = pitch * rng.choice((1.2, 1.5))
        awake = rng.uniform(0.06, 0.34)
        for row in range(1, int((bottom - top) / rise)):
            for column in range(columns):
                if rng.random() < awake:
                    x, y = left + pitch * (column + 0.75), top + rise * row
                    stencil.box((x, y, x + pitch * 0.55, y + rise * 0.5), rng.randint(120, 255))
    mask = stencil.cut()
    halo = mask.reduce(4).filter(ImageFilter.GaussianBlur(3)).resize(image.size, Image.Resampling.BILINEAR)
    image.paste(light, (0, 0), ImageChops.add(mask, halo.point([round(v * 0.4) for v in range(256)])))


def lights_out_of_focus(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw round blurred lights.

    Look: dark, less dark, then the colours of the lights.
    """
    dark, less, *lights = look
    image = gradient(size, (dark, mix(dark, less, 0.6), less, dark))
    for row in range(3):
        layer = Image.new("RGB", (size[0] // 2, size[1] // 2))
        unit = min(layer.size)
        for _ in range(round((46 - 12 * row) * max(size) / min(size))):
            x, y = rng.uniform(-0.05, 1.05) * layer.width, rng.gauss(0.5, 0.22) * layer.height
            radius = unit * rng.uniform(0.018, 0.05) * (1 + row * 0.9)
            _orb(layer, (x, y), radius, mix((0, 0, 0), rng.choice(lights), rng.uniform(0.18, 0.62)))
        layer = layer.filter(ImageFilter.GaussianBlur(1.5 + row * 1.5))
        image = ImageChops.screen(image, layer.resize(size, Image.Resampling.BICUBIC))
    return image


def _orb(layer: Image.Image, centre: Point, radius: float, color: Color) -> None:
    side = math.ceil(radius) + 2
    stencil = Stencil((side * 2, side * 2))
    stencil.disc((side, side), radius, level=185)
    stencil.ring((side, side), radius, radius * 0.09, 245)
    orb = Image.new("RGB", (side * 2, side * 2))
    orb.paste(color, (0, 0), stencil.cut())
    left, top = round(centre[0]) - side, round(centre[1]) - side
    under = layer.crop((left, top, left + side * 2, top + side * 2))
    layer.paste(ImageChops.screen(under, orb), (left, top))


def rain_window(size: Size, look: Look, rng: Random) -> Image.Image:
    """Draw drops on a window before blurred lights.

    Look: dark, less dark, then the colours of the lights.
    """
    image = lights_out_of_focus(size, look, rng)
    small = image.reduce(4).filter(ImageFilter.GaussianBlur(5))
    image = small.resize(size, Image.Resampling.BICUBIC)
    lens = ImageEnhance.Color(ImageEnhance.Brightness(small.rotate(180)).enhance(1.45)).enhance(1.25)
    mist = Stencil(size)
    for _ in range(2600):
        mist.disc(
            (rng.uniform(0, size[0]), rng.uniform(0, size[1])),
            rng.uniform(0.8, 2.6),
            level=rng.randint(30, 110),
        )
    image.paste(mix(look[1], WHITE, 0.5), (0, 0), mist.cut())
    unit = min(size)
    for _ in range(11):
        _trickle(image, lens, rng, unit * rng.uniform(0.009, 0.017))
    for _ in range(430):
        radius = unit * (0.004 + 0.02 * rng.random() ** 3.2)
        spot = (rng.uniform(0, size[0]), rng.uniform(0, size[1]))
        _drop(image, lens, spot, (radius, radius * rng.uniform(1.0, 1.35)))
    return image


def _trickle(image: Image.Image, lens: Image.Image, rng: Random, radius: float) -> None:
    x, y = rng.uniform(0, image.width), rng.uniform(-0.3, 0.4) * image.height
    for _ in range(rng.randint(14, 46)):
        x += rng.gauss(0, 0.35) * radius
        y += radius * rng.uniform(1.3, 2.4)
        thin = radius * rng.uniform(0.25, 0.6)
        _drop(image, lens, (x, y), (thin, thin * rng.uniform(1.2, 2.2)))
    _drop(image, lens, (x, y + radius * 2), (radius * 1.25, radius * 1.9))


def _drop(image: Image.Image, lens: Image.Image, spot: Point, half: tuple[float, float]) -> None:
    across, down = half
    box = (math.ceil(across) * 2 + 4, math.ceil(down) * 2 + 4)
    x, y = lens.width * (1 - spot[0] / image.width), lens.height * (1 - spot[1] / image.height)
    view = (x - across * 2, y - down * 2, x + across * 2, y + down * 2)
    inside = (max(0, view[0]), max(0, view[1]), min(lens.width, view[2]), min(lens.height, view[3]))
    if inside[2] - inside[0] < 1 or inside[3] - inside[1] < 1:
        return
    seen = lens.resize(box, Image.Resampling.BILINEAR, inside)
    middle = (box[0] / 2, box[1] / 2)
    edge = Stencil(box)
    edge.disc((middle[0], middle[1] + down * 0.2), across * 0.86, down * 0.8)
    rim = Image.composite(seen, Image.blend(seen, Image.new("RGB", box), 0.55), edge.cut(blur=max(0.6, across * 0.16)))
    spark = Stencil(box)
    spark.disc((middle[0] - across * 0.3, middle[1] - down * 0.42), across * 0.17, down * 0.13, 220)
    rim.paste(WHITE, (0, 0), spark.cut(blur=max(0.4, across * 0.05)))
    whole = Stencil(box)
    whole.disc(middle, across, down)
    image.paste(rim, (round(spot[0] - middle[0]), round(spot[1] - middle[1])), whole.cut())
