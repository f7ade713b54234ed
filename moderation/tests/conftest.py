"""A stand-in of Rekognition that a test can tell what to find."""

from collections.abc import Iterator
from typing import Any

import pytest

from moderation.tests.rekognition import Rekognition, Server, server_here, standing_in


@pytest.fixture(scope="session")
def rekognition_server() -> Iterator[Server]:
    """Start a server on this machine, once a process."""
    with server_here() as server:
        yield server


@pytest.fixture
def rekognition(rekognition_server: Server, settings: Any) -> Iterator[Rekognition]:
    """Have new pictures looked at by a server on this machine, which finds nothing unless it is told to."""
    with standing_in(rekognition_server) as stand_in:
        settings.MODERATION_BACKEND, settings.REKOGNITION_ENDPOINT_URL = "rekognition", stand_in.address
        yield stand_in
