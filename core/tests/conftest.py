"""A running site for all tests of core that need one, started at the first use."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from core.tests.library import Book
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


@pytest.fixture
def rights(db: None) -> Iterator[None]:  # noqa: ARG001
    """Make the rights to books, unless migrating has made them: it does where this library was read before it."""
    ContentType.objects.clear_cache()
    kind = ContentType.objects.get_for_model(Book)
    for right in ("view", "change", "delete"):
        named = {"name": f"Can {right} book"}
        Permission.objects.get_or_create(content_type=kind, codename=f"{right}_book", defaults=named)
    yield
    ContentType.objects.clear_cache()
