"""How large a picture becomes in a box: the one place that rounds."""

from photos.images.made import Box


def fitted(size: tuple[int, int], box: Box) -> tuple[int, int]:
    """Return the size of the same shape that fits the box: never larger than before, no side under 1 px."""
    width, height = size
    scale = min(1.0, box.width / width, box.height / height)
    return max(1, round(width * scale)), max(1, round(height * scale))
