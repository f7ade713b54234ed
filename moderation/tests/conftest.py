"""A stand-in of Rekognition that a test can tell what to find."""

from collections.abc import Iterator
from typing import Any

import pytest

from moderation.tests.rekognition import Rekognition, rekognition_here


@pytest.fixture
def rekognition(settings: Any) -> Iterator[Rekognition]:
    """Have new pictures looked at by a server on this machine, which finds nothing unless it is told to."""
    with rekognition_here() as stand_in:
        settings.MODERATION_BACKEND, settings.REKOGNITION_ENDPOINT_URL = "rekognition", stand_in.address
        yield stand_in
