"""The cast of all tests of friends."""

import pytest

from accounts.models import User
from tests.cast import person


@pytest.fixture
def anna(db: None) -> User:  # noqa: ARG001
    """Make the one who acts."""
    return person("anna")


@pytest.fixture
def bert(db: None) -> User:  # noqa: ARG001
    """Make the one whom Anna acts upon."""
    return person("bert")


@pytest.fixture
def carl(db: None) -> User:  # noqa: ARG001
    """Make somebody else."""
    return person("carl")
