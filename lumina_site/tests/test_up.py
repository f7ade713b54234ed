"""`manage.py up` from the outside: a process is started, looked at, stopped, and killed in every order."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from botocore.session import get_session
from django.conf import settings

from lumina_site.running.network import free_loopback_port

PATIENCE = 20.0
linux_only = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks processes up in /proc")


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def status(address: str, path: str) -> int:
    with urllib.request.urlopen(address + path, timeout=10) as answer:  # noqa: S310 -- our own address
        return int(answer.status)


class Site:
    """A data folder and a port, and what runs on them."""

    def __init__(self, folder: Path, **variables: str) -> None:
        """Choose a free port and an environment in which nothing is set but what is named."""
        self.folder = folder
        self.port = free_loopback_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.endpoint = folder / "dynamodb.endpoint"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "DYNOXIDE_BIN") if name in os.environ}
        self.environment = {**kept, "DATA_DIR": str(folder), "PORT": str(self.port), **variables}
        self.up: subprocess.Popen[str] | None = None

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def start(self) -> str:
        """Start the site and answer what it says; it has said all when it serves."""
        self.up = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.up.stdout is not None
        said = ""
        while f"{self.address}/admin/" not in said:
            line = self.up.stdout.readline()
            assert line, f"it ended early: {said}{self.up.communicate()[1]}"
            said += line
        return said

    def end(self, number: signal.Signals | None) -> tuple[int, str]:
        """Send a signal to `up` (None: wait for it) and answer its status and its last words."""
        assert self.up is not None
        if number is not None:
            self.up.send_signal(number)
        last_words = self.up.communicate(timeout=PATIENCE)[1]
        return self.up.returncode, last_words

    def processes(self, *, named: str = "") -> list[int]:
        """List the living processes that belong to this data folder, by what they were started with."""
        mark, found = str(self.folder).encode(), []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "cmdline").read_bytes()
                ours = mark in words or mark in (entry / "environ").read_bytes()
            except OSError:
                continue
            if ours and named.encode() in words:
                found.append(int(entry.name))
        return sorted(found)

    def kill(self, *, named: str = "") -> None:
        for pid in self.processes(named=named):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "var")
    yield made
    if made.up is not None and made.up.poll() is None:
        made.end(signal.SIGTERM)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("running") / "var")
    made.start()
    yield made
    made.end(signal.SIGTERM)


def tables_of(site: Site) -> Any:
    return get_session().create_client(
        "dynamodb",
        endpoint_url=site.endpoint.read_text(),
        region_name="us-east-1",
        aws_access_key_id="any",
        aws_secret_access_key="any",
    )


KEY = {"PK": {"S": "PROOF"}, "SK": {"S": "PROOF"}}


def leave_traces(site: Site) -> None:
    """Write a person and an item, each acknowledged by its store."""
    tables_of(site).put_item(TableName="lumina_photos", Item=KEY)
    code = "from django.contrib.auth import get_user_model as m; m().objects.create_user('ada', password='x')"
    made = site.command("shell", "-c", code)
    assert made.returncode == 0, made.stderr


def assert_traces(site: Site) -> None:
    with closing(sqlite3.connect(site.folder / "lumina.sqlite3")) as database:
        assert database.execute("SELECT username FROM accounts_user").fetchall() == [("ada",)]
    assert tables_of(site).get_item(TableName="lumina_photos", Key=KEY)["Item"] == KEY


def refused(site: Site, *sentences: str) -> None:
    """Assert that `up` does not start, and says why in one line."""
    answer = site.command("up")
    assert answer.returncode == 1
    assert answer.stderr.startswith("lumina: ")
    assert answer.stderr.count("\n") == 1
    for sentence in sentences:
        assert sentence in answer.stderr


def test_serves_its_pages(running: Site) -> None:
    assert status(running.address, "/healthz") == 200
    assert status(running.address, "/readyz") == 200
    assert status(running.address, "/") == 200


def test_other_commands_find_the_table_server(running: Site) -> None:
    answer = running.command("create_tables")
    assert (answer.returncode, answer.stdout) == (0, "All tables are there.\n")


def test_the_days_are_counted_for_the_dashboard_right_after_the_start(running: Site) -> None:
    def counted_days() -> int:
        with closing(sqlite3.connect(running.folder / "lumina.sqlite3")) as database:
            return int(database.execute("SELECT count(*) FROM moderation_dayfigures").fetchone()[0])

    until(lambda: counted_days() >= 30)


def test_its_files_are_nobody_elses_business(running: Site) -> None:
    for name in ("lumina.sqlite3", "dynamodb.sqlite3", "secret_key"):
        assert (running.folder / name).stat().st_mode & 0o077 == 0


def test_second_site_on_the_same_folder_is_told_where_the_first_one_is(running: Site) -> None:
    refused(running, "already runs", running.address)


def test_taken_port_is_named(running: Site, site: Site) -> None:
    site.environment["PORT"] = str(running.port)
    refused(site, f"Port {running.port} is taken", "PORT=")


def test_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    # Root may write everywhere, except below a file.
    (tmp_path / "file").touch()
    refused(Site(tmp_path / "file" / "var"), "DATA_DIR=", "set DATA_DIR")
    refused(Site(tmp_path / "file" / "var", SECRET_KEY="k" * 50), "DATA_DIR=", "set DATA_DIR")


@pytest.mark.parametrize(
    ("variable", "sentence"),
    [
        ({"WEB_CONCURRENCY": "2"}, "set REDIS_URL"),
        ({"STORAGE_BACKEND": "tape"}, "STORAGE_BACKEND=tape"),
        ({"PORT": "http"}, "PORT=http"),
        ({"HOST": "192.0.2.1"}, "HOST=192.0.2.1"),
        ({"DYNOXIDE_BIN": "/nowhere/dynoxide"}, "make run"),
    ],
)
def test_wrong_variable_is_one_sentence(site: Site, variable: dict[str, str], sentence: str) -> None:
    site.environment.update(variable)
    refused(site, sentence)


def test_gunicorn_alone_refuses_several_workers_without_a_bus(site: Site) -> None:
    arguments = ["-c", "python:lumina_site.gunicorn", "--workers", "2", "lumina_site.asgi:application"]
    answer = subprocess.run(
        [sys.executable, "-m", "gunicorn", *arguments],
        cwd=settings.BASE_DIR,
        env=site.environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert answer.returncode == 1
    assert "set REDIS_URL" in answer.stderr


@linux_only
def test_ctrl_c_leaves_nothing_behind_but_the_data(site: Site) -> None:
    site.start()
    leave_traces(site)
    assert len(site.processes()) == 4  # up, the table server, gunicorn and its worker
    assert site.end(signal.SIGINT) == (0, "")
    assert site.processes() == []
    assert not site.endpoint.exists()

    site.start()
    assert_traces(site)
    assert status(site.address, "/readyz") == 200


@linux_only
def test_starts_again_with_all_data_after_everything_was_killed(site: Site) -> None:
    site.start()
    leave_traces(site)
    site.kill()
    site.end(None)
    until(lambda: not site.processes())

    site.start()
    assert_traces(site)
    assert status(site.address, "/readyz") == 200


@linux_only
def test_nothing_outlives_a_killed_up(site: Site) -> None:
    site.start()
    assert site.end(signal.SIGKILL)[0] == -signal.SIGKILL
    until(lambda: not site.processes())


@linux_only
def test_table_server_gets_a_second_chance_and_no_third(site: Site) -> None:
    site.start()
    first = site.processes(named="dynoxide")
    site.kill(named="dynoxide")
    until(lambda: site.processes(named="dynoxide") not in ([], first))
    until(lambda: site.command("create_tables").returncode == 0)
    assert status(site.address, "/readyz") == 200

    site.kill(named="dynoxide")
    code, last_words = site.end(None)
    assert code == 1
    assert "The table server has ended" in last_words
    assert site.processes() == []


@linux_only
def test_everything_stops_when_the_web_server_ends(site: Site) -> None:
    site.start()
    site.kill(named="gunicorn")
    code, last_words = site.end(None)
    assert code == 1
    assert last_words.startswith("lumina: The web server has ended")
    until(lambda: not site.processes())
    assert not site.endpoint.exists()
