"""`python -m benchmarks.pictures WAY FILE TIMES`: one way to make the renditions, in a process that does nothing else.

The ways make the same five JPEGs. The site's own does more: it checks the file, turns it upright, converts colours, and
makes the placeholder.
"""

import importlib
import os
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from photos.images import RENDITIONS, Pool

QUALITY = 84


def by_the_site(path: Path, times: int) -> None:
    """Make them as an upload does, in a decode process of the site's pool."""
    with Pool(processes=1) as pool:
        for _ in range(times):
            pool.make_renditions(path)


def by_libvips(path: Path, times: int) -> None:
    """Make them with libvips: shrunk while it is decoded, then each from the one before."""
    os.environ["VIPS_CONCURRENCY"] = "1"
    image: Any = importlib.import_module("pyvips").Image
    for _ in range(times):
        picture: Any = None
        for box in RENDITIONS.values():
            size = {"height": box.height, "size": "down"}
            made = picture.thumbnail_image(box.width, **size) if picture else image.thumbnail(path, box.width, **size)
            # Else each rendition would do the work of all before it again.
            picture = made.copy_memory()
            picture.jpegsave_buffer(Q=QUALITY, keep="none")


def by_naive_pillow(path: Path, times: int) -> None:
    """Make them as a first draft would: open everything, copy, shrink."""
    # The site's own process loads no decoder, and neither shall its measure.
    image = importlib.import_module("PIL.Image")
    for _ in range(times):
        whole = image.open(path)
        whole.load()
        for box in RENDITIONS.values():
            copy = whole.copy()
            copy.thumbnail(box)
            copy.save(BytesIO(), "JPEG", quality=QUALITY)


WAYS: dict[str, Callable[[Path, int], None]] = {
    "Lumina": by_the_site,
    "libvips": by_libvips,
    "naive Pillow": by_naive_pillow,
}

if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
