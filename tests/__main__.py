"""`python -m tests`: the suite in lanes, each against other real services; `make test` calls this.

A lane whose services are missing is left out and named in one line. LANES=all (CI) makes that a failure instead.
Further arguments go to pytest, such as `-k upload`.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests import servers


@dataclass(frozen=True)
class Lane:
    """A name for people, what is started for it, and what pytest is told."""

    name: str
    start: Callable[[], dict[str, str]]
    arguments: tuple[str, ...] = ()


def embedded() -> dict[str, str]:
    """Need nothing but what the site itself brings: SQLite, Dynoxide in memory, the disk."""
    return {}


def mysql_and_redis() -> dict[str, str]:
    """Start MariaDB and Redis."""
    return {**servers.mariadb(), "REDIS_URL": servers.redis()}


def aws() -> dict[str, str]:
    """Start MiniStack for S3 and DynamoDB."""
    address = servers.ministack()
    return {
        "STORAGE_BACKEND": "s3",
        "S3_BUCKET": "lumina-test",
        "S3_ENDPOINT_URL": address,
        "DYNAMODB_ENDPOINT_URL": address,
    }


def browser() -> dict[str, str]:
    """Find Chromium; the site is started by the tests themselves."""
    return {"CHROMIUM": servers.chromium()}


ONE_EACH = ("-n", "2", "-m", "not journey")
LANES = [
    Lane("MariaDB and Redis", mysql_and_redis, ONE_EACH),
    Lane("S3 and DynamoDB on MiniStack", aws, ONE_EACH),
    Lane("Chromium", browser, ("-m", "journey")),
    Lane("SQLite, Dynoxide and the disk", embedded, ONE_EACH),
]


def main() -> int:
    """Run every lane that can run here; 0 when all that ran is green and nothing was left out that must not be."""
    servers.end_gently_on_sigterm()
    left_out: dict[str, str] = {}
    failed: list[str] = []
    for lane in LANES:
        try:
            services = lane.start()
        except servers.NotHere as error:
            left_out[lane.name] = str(error)
            continue
        print(f"\n== {lane.name} ==", flush=True)
        command = [sys.executable, "-m", "pytest", *lane.arguments, *sys.argv[1:]]
        status = subprocess.run(command, env={**os.environ, **services}, check=False).returncode
        # What somebody asks for may have no test in a lane; without asking, a lane without tests is a fault.
        if status and not (status == pytest.ExitCode.NO_TESTS_COLLECTED and sys.argv[1:]):
            failed.append(lane.name)
    for name, reason in left_out.items():
        print(f"left out: {name} ({reason})")
    for name in failed:
        print(f"failed: {name}")
    return 1 if failed or (left_out and os.environ.get("LANES") == "all") else 0


if __name__ == "__main__":
    sys.exit(main())
