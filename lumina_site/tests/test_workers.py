"""Work that a request leaves behind, done by a real Celery worker: over Redis, and over SQS."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.tests.running import ROOT, Site, multipart, wait_for
from tests import servers
from tests.cast import jpeg

# Each in the lane that has its broker: a worker takes seconds to start.
REDIS, AWS = os.environ.get("REDIS_URL", ""), os.environ.get("S3_ENDPOINT_URL", "")
BROKERS = [
    pytest.param(REDIS, marks=pytest.mark.skipif(not REDIS, reason="needs the lane with Redis"), id="Redis"),
    pytest.param(
        AWS.replace("http://", "sqs://test:test@"),
        marks=pytest.mark.skipif(not AWS, reason="needs the lane with MiniStack"),
        id="SQS",
    ),
]


@contextmanager
def worker(site: Site) -> Iterator[None]:
    """Run a worker on the site's own variables."""
    celery = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "lumina_site.celery", "worker"]
    with (site.temporary / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [*celery, "--pool", "threads", "--concurrency", "2", "--without-mingle", "--without-gossip"],
            cwd=ROOT,
            env={**os.environ, **site.world},
            stdout=log,
            stderr=log,
        )
        try:
            yield
        finally:
            servers.stop(process)


def asked(site: Site, method: str, path: str, headers: dict[str, str], body: object = None) -> Any:
    """Ask for JSON with JSON."""
    answer = site.ask(method, path, json.dumps(body).encode() if body is not None else None, headers)
    assert answer.status < 300, answer.body
    return json.loads(answer.body) if answer.body else None


@pytest.mark.parametrize("broker", BROKERS)
def test_feeds_are_filled_by_a_worker_also_when_it_comes_later(tmp_path: Path, broker: str) -> None:
    site = Site(tmp_path / "site", CELERY_BROKER_URL=broker)
    try:
        one, other = site.member(), site.member()
        name = asked(site, "GET", "/api/auth/me", other)["username"]
        made = asked(site, "POST", "/api/friends/request", one, {"username": name})
        answer = {"request_id": made["id"], "action": "accept"}
        asked(site, "POST", "/api/friends/respond", other, answer)
        body, headers = multipart(jpeg())
        assert site.ask("POST", "/api/photos", body, {**headers, **one}).status == 201
        assert asked(site, "GET", "/api/photos", other) == []
        with worker(site):
            assert wait_for(lambda: asked(site, "GET", "/api/photos", other))
    finally:
        site.stop()
