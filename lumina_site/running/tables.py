"""The table server of a single machine: Dynoxide, a DynamoDB over one SQLite file (or in memory, for tests)."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from lumina_site import env
from lumina_site.running import CannotRunError
from lumina_site.running.folder import write_whole
from lumina_site.running.network import answers, free_loopback_port, wait_until
from lumina_site.running.processes import Child

READY_SECONDS = 15.0
# It has nothing to finish: an answered write is on the disk already.
STOP_SECONDS = 3.0


def dynoxide_binary() -> Path:
    """Find the program: DYNOXIDE_BIN, else beside this Python (where bootstrap.py puts it), else on the PATH."""
    given = env.text("DYNOXIDE_BIN")
    beside = Path(sys.prefix) / "bin" / "dynoxide"
    found = given or shutil.which(beside) or shutil.which("dynoxide")
    if not found or not os.access(found, os.X_OK):
        where = f"DYNOXIDE_BIN={given} is no program" if given else "Dynoxide, the table server, is not installed"
        raise CannotRunError(f"{where}: run `make run`, which fetches it, or set DYNAMODB_ENDPOINT_URL to a DynamoDB.")
    return Path(found).absolute()


class TableServer:
    """One Dynoxide on a loopback port that stays the same when it has to be started again."""

    def __init__(self, *, database: Path | None, log: Path) -> None:
        """Prepare a server over the SQLite file `database` (None: in memory) that writes its words into `log`."""
        port = free_loopback_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = log
        where = ["--db-path", str(database)] if database else []
        command = [str(dynoxide_binary()), "--host", "127.0.0.1", "--port", str(port), *where]
        self._child = Child(command, environment={}, folder=log.parent)

    @property
    def ended(self) -> bool:
        """Tell whether the server has ended by now."""
        return self._child.ended

    def start(self) -> None:
        """Start the server and return when it answers; raise CannotRunError with its last words when it does not."""
        with self._log.open("wb") as words:
            self._child.start(output=words)
        wait_until(lambda: self._child.ended or answers(self.url, "/"), seconds=READY_SECONDS)
        if self._child.ended or not answers(self.url, "/"):
            self._child.stop(patience=0)
            last = self._log.read_text(errors="replace").strip().rpartition("\n")[2]
            raise CannotRunError(f"The table server did not start ({last or 'it said nothing'}): see {self._log}.")

    def stop(self) -> None:
        """Stop the server if it runs."""
        self._child.stop(patience=STOP_SECONDS)

    def __enter__(self) -> Self:
        """Start the server for a with statement."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server at the end of a with statement."""
        self.stop()


@contextmanager
def announced(server: TableServer, endpoint_file: Path) -> Iterator[None]:
    """Leave the address of the server where the other commands look for it, as long as it runs."""
    write_whole(endpoint_file, server.url)
    try:
        yield
    finally:
        endpoint_file.unlink(missing_ok=True)
