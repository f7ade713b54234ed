"""Real servers for tests, on free loopback ports, as an ordinary user; each is ended, by its process id, at exit."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from lumina_site.running.tables import dynoxide_binary

READY_SECONDS = 60.0
STOP_SECONDS = 20.0


class NotHere(Exception):
    """The server cannot be had on this machine; the message says what is missing."""


def end_gently_on_sigterm() -> None:
    """Let a terminated test process run its exit handlers, which end the servers that it started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(
    command: Sequence[str], port: int, *, environment: Mapping[str, str] | None = None, clean: bool = False
) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own and wait until it listens; it ends with this process.

    `environment` is added to that of the tests, or with `clean` is all that the server gets.
    """
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={**({} if clean else os.environ), **(environment or {})},
        )
        atexit.register(stop, process)
        if not _listens(process, port):
            log.seek(0)
            raise NotHere(f"{command[0]} did not start: {log.read()[-500:].decode(errors='replace')}")
    return process


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until somebody answers at the port; no longer than the process lives."""
    ends_at = time.monotonic() + READY_SECONDS
    while time.monotonic() < ends_at and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.02)
    return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server that this process started, first gently."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def found(*names: str) -> str:
    """Find a program, also where Debian keeps servers, or raise NotHere."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/lib/postgresql"])
    for name in names:
        if program := shutil.which(name, path=path):
            return program
    raise NotHere(f"{names[0]} is not installed")


def dynoxide() -> str:
    """Start DynamoDB in memory and answer its address."""
    port = free_port()
    start([str(dynoxide_binary()), "--host", "127.0.0.1", "--port", str(port)], port)
    return f"http://127.0.0.1:{port}"


def redis() -> str:
    """Start Redis without a file and answer its address."""
    port = free_port()
    start([found("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], port)
    return f"redis://127.0.0.1:{port}"


def ministack() -> str:
    """Start S3, SQS, SNS and DynamoDB in one process and answer their address."""
    port = free_port()
    program = Path(sys.executable).with_name("ministack")
    if not program.is_file():
        raise NotHere("ministack is not installed")
    start([str(program)], port, environment={"GATEWAY_PORT": str(port), "LOG_LEVEL": "WARNING"})
    return f"http://127.0.0.1:{port}"


def mariadb() -> dict[str, str]:
    """Start MariaDB in a temporary folder and answer the site's variables for it."""
    try:
        import MySQLdb  # noqa: F401, PLC0415 -- only asked whether it is there
    except ImportError as error:
        raise NotHere("mysqlclient is not installed (pip install -r requirements/mysql.txt)") from error
    server, install = found("mariadbd", "mysqld"), found("mariadb-install-db", "mysql_install_db")
    folder = Path(tempfile.mkdtemp(prefix="lumina-mariadb-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    who = ["--user=root"] if os.geteuid() == 0 else []
    common = ["--no-defaults", f"--datadir={folder}/data"]
    make = [install, *common, *who, "--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    port = free_port()
    # Tests need no data after a power cut, so nothing waits for the disk.
    fast = ["--innodb-flush-log-at-trx-commit=0", "--sync-binlog=0", "--skip-log-bin", "--innodb-fast-shutdown=2"]
    where = ["--bind-address=127.0.0.1", f"--port={port}", f"--socket={folder}/socket", f"--pid-file={folder}/pid"]
    start([server, *common, *who, *where, *fast, "--character-set-server=utf8mb4"], port)
    return {"DB_HOST": "127.0.0.1", "DB_PORT": str(port), "DB_USER": "root", "DB_PASSWORD": "", "DB_NAME": "lumina"}


def chromium() -> str:
    """Find a browser of the Chromium family, or raise NotHere."""
    return found("chromium", "chromium-browser", "google-chrome")
