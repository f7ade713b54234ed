"""What several tests of moderation begin with: a case, a moderator, a stand-in of Rekognition."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import User
from moderation.models import Case
from moderation.tests.queue import in_group, reported_photo
from moderation.tests.rekognition import Rekognition, Server, server_here, standing_in
from tests.cast import Uploads


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


@pytest.fixture
def case(owner: User, stranger: User, upload: Uploads) -> Case:
    """Have a photo of the owner reported by the stranger."""
    return reported_photo(owner, stranger, upload, title="A walk", text="Look at the corner")


@pytest.fixture
def mod(db: None) -> User:  # noqa: ARG001
    """Make somebody of the moderators' group."""
    return in_group("mira_mod")
