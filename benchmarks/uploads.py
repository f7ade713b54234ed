"""What an upload costs: CPU and memory of the image work, beside libvips and a naive way, in turn in one run."""

import importlib.util
import os
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from benchmarks.pictures import WAYS

SIZE = (4032, 3024)
ROUNDS = 5
# The start of a process is in both figures, and their difference has none of it.
FEW, MANY = 1, 7
HEADINGS = ("12 MP JPEG to five JPEGs", "CPU s", "to libvips", "to naive Pillow", "peak memory MB")


@dataclass
class Cost:
    """What one way took, in each round: CPU seconds a picture, and the most memory of one of its processes."""

    cpu: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Answer the median of the CPU seconds."""
        return statistics.median(self.cpu)


def uploads_table() -> tuple[list[list[str]], str]:
    """Measure all ways and answer the rows, with a line about what could not be measured."""
    ways = [way for way in WAYS if way != "libvips" or importlib.util.find_spec("pyvips")]
    missing = "" if "libvips" in ways else "Without libvips: pip install -r benchmarks/requirements.txt"
    costs = {way: Cost() for way in ways}
    with tempfile.TemporaryDirectory(prefix="lumina-benchmark-") as folder:
        path = Path(folder) / "picture.jpg"
        _like_a_photograph().save(path, quality=92)
        for _ in range(ROUNDS):
            for way, cost in costs.items():
                few, _ = _spent(way, path, FEW)
                many, megabytes = _spent(way, path, MANY)
                cost.cpu.append((many - few) / (MANY - FEW))
                cost.megabytes.append(megabytes)
    return [_row(way, cost, costs) for way, cost in costs.items()], missing


def _row(way: str, cost: Cost, costs: dict[str, Cost]) -> list[str]:
    def beside(other: str) -> str:
        return f"{cost.seconds / costs[other].seconds:.2f}" if other in costs else ""

    memory = f"{max(cost.megabytes):.0f}"
    return [way, f"{cost.seconds:.3f}", beside("libvips"), beside("naive Pillow"), memory]


def _spent(way: str, path: Path, times: int) -> tuple[float, float]:
    """Run a way in a process of its own; answer the CPU seconds of it and its children, and their peak in MB."""
    command = [sys.executable, "-m", "benchmarks.pictures", way, str(path), str(times)]
    process = os.posix_spawn(sys.executable, command, os.environ)
    _, status, used = os.wait4(process, 0)
    if status:
        message = f"Making renditions with {way} failed."
        raise RuntimeError(message)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _like_a_photograph() -> Image.Image:
    """Draw twelve megapixels with large and small detail, so that a decoder has as much to do as with a photograph."""
    layers = []
    for _ in range(3):
        coarse = Image.effect_noise((SIZE[0] // 96, SIZE[1] // 96), 120).resize(SIZE, Image.Resampling.BICUBIC)
        fine = Image.effect_noise((SIZE[0] // 3, SIZE[1] // 3), 40).resize(SIZE, Image.Resampling.BICUBIC)
        layers.append(Image.blend(coarse, fine, 0.3))
    return Image.merge("RGB", layers)
