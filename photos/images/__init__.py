"""The image work: one upload in, five clean JPEGs out. Nothing here knows of photos, people or stores.

Files from outside are only opened in a decode process (`child.py`); the site itself loads no decoder.
"""

from photos.images.made import RENDITIONS, Box, Made, UnreadableImage
from photos.images.pool import Pool, make_renditions

__all__ = ["RENDITIONS", "Box", "Made", "Pool", "UnreadableImage", "make_renditions"]
