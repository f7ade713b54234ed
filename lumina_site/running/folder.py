"""The claim on a data folder: one running site for each, and its address for those who come second."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lumina_site.running import CannotRunError


@contextmanager
def claimed_folder(folder: Path, address: str) -> Iterator[None]:
    """Hold the folder for the site at `address`; raise CannotRunError when it is not writable or already held.

    The kernel drops the claim with the process, so nothing stale is left after `kill -9`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Root may open any existing file: only writing a new one shows a full disk or a read-only mount.
        with tempfile.TemporaryFile(dir=folder) as proof:
            proof.write(b"proof")
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        message = (
            f"DATA_DIR={folder} cannot be used ({error.strerror}): set DATA_DIR to a folder that you can write to."
        )
        raise CannotRunError(message) from error
    try:
        _claim(descriptor, folder)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, address.encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _claim(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        where = os.pread(descriptor, 1000, 0).decode(errors="replace") or "an address of its own"
        message = f"Lumina already runs on {folder}, at {where}: use that one, or set DATA_DIR to another folder."
        raise CannotRunError(message) from error
    except OSError as error:
        message = f"DATA_DIR={folder} cannot be locked ({error.strerror}): set DATA_DIR to a folder on a local disk."
        raise CannotRunError(message) from error


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that a reader sees all of it or none."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    Path(temporary).replace(path)
