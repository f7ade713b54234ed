"""A site of its own for one run: a throw-away folder, an SQLite file, and a table server for each size of site."""

import os
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from lumina_site.running.tables import TableServer

# Whatever the caller's shell says of stores is forgotten, so that nobody's data is touched.
STORES = (
    *("DYNAMODB_ENDPOINT_URL", "DB_HOST", "REDIS_URL", "S3_BUCKET", "S3_ENDPOINT_URL", "STORAGE_BACKEND"),
    *("DYNAMODB_PHOTOS_TABLE", "DYNAMODB_COMMENTS_TABLE", "DYNAMODB_MESSAGES_TABLE", "DYNAMODB_ACTIVITY_TABLE"),
    *("CELERY_BROKER_URL", "WEB_CONCURRENCY", "EXPLORE_SHARDS", "DEBUG"),
)


@dataclass(frozen=True)
class Site:
    """The tables of a site with so many photos; all sizes share their people."""

    photos: int
    url: str


@contextmanager
def temporary_sites(sizes: Sequence[int]) -> Iterator[list[Site]]:
    """Prepare Django and empty tables for each size, and leave nothing behind."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lumina-benchmark-")))
        for name in STORES:
            os.environ.pop(name, None)
        os.environ |= {"DATA_DIR": str(folder), "SECRET_KEY": secrets.token_urlsafe(40), "RATE_LIMITS": "off"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "lumina_site.settings"
        sites = []
        for size in sizes:
            server = TableServer(database=folder / f"{size}.dynamodb", log=folder / f"{size}.log")
            stack.enter_context(server)
            sites.append(Site(size, server.url))
        _prepare(sites)
        yield sites


def _prepare(sites: Sequence[Site]) -> None:
    # After the environment is said, since settings are read once.
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from core.dynamo import create_missing_tables, use_endpoint  # noqa: PLC0415
    from lumina_site.running.static_files import collect_changed_static_files  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    collect_changed_static_files()
    for site in sites:
        use_endpoint(site.url)
        create_missing_tables()
