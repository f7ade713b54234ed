"""Two people who are friends."""

import pytest

from accounts.models import User
from messaging.tests.talking import befriend
from tests.cast import person


@pytest.fixture
def friend(owner: User) -> User:
    """Make a friend of the owner's."""
    made = person("friend")
    befriend(owner, made)
    return made
