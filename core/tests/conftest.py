"""A running site for all tests of core that need one, started at the first use."""

from collections.abc import Iterator

import pytest

from core.tests.running import Site
from core.tests.shelf import server_between


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, stores: None) -> Iterator[Site]:  # noqa: ARG001
    """Run the site under gunicorn; more people sign up here than one address may have within an hour."""
    running = Site(tmp_path_factory.mktemp("site"), RATE_LIMITS="off")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def between(stores: None) -> Iterator[None]:  # noqa: ARG001
    """Put a server between this process and DynamoDB that answers as a test tells it."""
    with server_between():
        yield
