"""Draws the demo photos one after the other. Scenes have their own modules, words the `album_*` modules."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from random import Random

from lumina_site.demo import album_land, album_near, album_sea, album_sky_and_city
from lumina_site.demo.drawing import develop, palette
from lumina_site.demo.moments import SHAPES, Moment

ALBUM = (*album_land.MOMENTS, *album_sea.MOMENTS, *album_sky_and_city.MOMENTS, *album_near.MOMENTS)
_QUALITY = 88


@dataclass(frozen=True)
class Sketch:
    """One drawn photo with all that its upload form asks for."""

    title: str
    caption: str
    alt: str
    topic: str
    tags: tuple[str, ...]
    width: int
    height: int
    jpeg: bytes


def sketches(*, count: int = 60, seed: int = 2026) -> Iterator[Sketch]:
    """Draw `count` photos one by one, the same ones for the same seed.

    The first 60 all differ in what they show; later ones repeat a scene with another layout.
    """
    order: list[Moment] = []
    for index in range(count):
        if not order:
            order = _shuffled(_chance(seed, "order", index))
        yield _draw(order.pop(0), _chance(seed, "photo", index))


def _chance(seed: int, purpose: str, index: int) -> Random:
    return Random(f"{seed} {purpose} {index}")


def _shuffled(rng: Random) -> list[Moment]:
    """Mix the album so that neighbours differ in topic wherever that can be had."""
    left = rng.sample(ALBUM, len(ALBUM))
    order = [left.pop()]
    while left:
        amounts = {moment.topic: sum(other.topic == moment.topic for other in left) for moment in left}
        fitting = [moment for moment in left if moment.topic != order[-1].topic] or left
        # Drawing from the well-filled topics more often keeps them from piling up at the end.
        chosen = rng.choices(fitting, weights=[amounts[moment.topic] for moment in fitting])[0]
        left.remove(chosen)
        order.append(chosen)
    return order


def _draw(moment: Moment, rng: Random) -> Sketch:
    size = SHAPES[moment.form]
    image = develop(moment.scene(size, palette(moment.look), rng), rng)
    stream = BytesIO()
    image.save(stream, "JPEG", quality=_QUALITY, progressive=True)
    return Sketch(
        title=moment.title,
        caption=moment.caption,
        alt=moment.alt,
        topic=moment.topic,
        tags=tuple(moment.tags.split(", ")),
        width=image.width,
        height=image.height,
        jpeg=stream.getvalue(),
    )
