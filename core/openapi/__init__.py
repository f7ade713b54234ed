"""The OpenAPI document: made whole in one place, and read back as what a page shows of it."""

from core.openapi.documented import DocumentedAPI
from core.openapi.reading import Chapter, Shape, read_chapters, read_shapes
from core.openapi.words import LEFT_OUT, OF_ITS_SHAPE, Words

__all__ = [
    "LEFT_OUT",
    "OF_ITS_SHAPE",
    "Chapter",
    "DocumentedAPI",
    "Shape",
    "Words",
    "read_chapters",
    "read_shapes",
]
