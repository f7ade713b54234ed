"""What one demo photo shows and says, and the shapes of photos. The lists are in the `album_*` modules."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image

from lumina_site.demo.drawing import Look, Size

Scene = Callable[[Size, Look, Random], Image.Image]

SHAPES: dict[str, Size] = {
    "3:2": (1800, 1200),
    "4:3": (1760, 1320),
    "2:3": (1200, 1800),
    "4:5": (1360, 1700),
    "1:1": (1600, 1600),
    "3:1": (2400, 800),
    "21:9": (2240, 960),
    "1:2": (960, 1920),
}


@dataclass(frozen=True)
class Moment:
    """A scene with its palette, its shape and the words that its photographer wrote."""

    scene: Scene
    look: str
    form: str
    topic: str
    title: str
    caption: str
    alt: str
    tags: str
