"""One decode process as the site sees it: start it, ask it, end it. How many there are is for the pool."""

import logging
import os
import signal
import subprocess
import sys
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

from core.errors import Unavailable
from photos.images import messages
from photos.images.made import DAMAGED, TOO_MUCH_MEMORY, TOO_SLOW, Made, UnreadableImage

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 20.0
END_SECONDS = 2.0
# A decoder needs none of the secrets in the environment of the site.
PASSED_ON = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG", "LC_ALL")

# For glibc; other systems ignore it.
ALLOCATION = {
    # Arenas of further threads are reserved in 64 MB steps, which count against the limit on memory.
    "MALLOC_ARENA_MAX": "1",
    # What a picture took is kept for the next one instead of going back page by page: an eighth less CPU.
    "MALLOC_MMAP_THRESHOLD_": str(32 * 1024 * 1024),
    "MALLOC_TRIM_THRESHOLD_": str(64 * 1024 * 1024),
}

# What the end of the process says about the file; every other way to end is our fault, not the file's.
FAULT_OF_THE_FILE = {
    signal.SIGKILL: TOO_MUCH_MEMORY,
    signal.SIGXCPU: TOO_SLOW,
    signal.SIGSEGV: DAMAGED,
    signal.SIGBUS: DAMAGED,
    signal.SIGABRT: DAMAGED,
    signal.SIGILL: DAMAGED,
    signal.SIGFPE: DAMAGED,
    signal.SIGTRAP: DAMAGED,
}

logger = logging.getLogger(__name__)


class Worker:
    """A running decode process. Only one thread at a time may ask it."""

    def __init__(self) -> None:
        """Start the process and wait until its decoders are loaded; raise Unavailable when it does not."""
        self.files = 0
        self._dismissed = False
        self._connection, theirs = Pipe()
        try:
            self._process = _started(theirs)
        except OSError as error:
            self._connection.close()
            raise unavailable() from error
        finally:
            theirs.close()
        try:
            self._receive(START_SECONDS)
        except (TimeoutError, EOFError, OSError) as error:
            logger.exception("A decode process did not start.")
            self.kill()
            raise unavailable() from error

    @property
    def pid(self) -> int:
        """Return the id of the process."""
        return self._process.pid

    def lives(self) -> bool:
        """Say whether the process can take another file."""
        return self._process.poll() is None

    def make(self, path: Path, seconds: float) -> Made:
        """Have the renditions made; after UnreadableImage or Unavailable the process may be gone."""
        self.files += 1
        try:
            self._connection.send_bytes(messages.asked(path, seconds))
            return messages.read_answer(self._receive(seconds))
        except TimeoutError as error:
            self.kill()
            logger.warning("A decode process was ended: its picture took longer than %s s.", seconds)
            raise UnreadableImage(TOO_SLOW) from error
        except (EOFError, OSError) as error:
            raise self._explained() from error
        except messages.GarbledAnswerError as error:
            self.kill()
            logger.exception("A decode process answered nonsense.")
            raise unavailable() from error

    def kill(self) -> None:
        """End the process at once and wait until it is gone; whoever is asking it gets Unavailable."""
        self._dismissed = True
        self._process.kill()
        self._process.wait()

    def forget(self) -> None:
        """Drop our copy of the socket, in a fork of the site: the process belongs to who started it."""
        self._connection.close()

    def _receive(self, seconds: float) -> bytes:
        if not self._connection.poll(seconds):
            raise TimeoutError
        return self._connection.recv_bytes(messages.MAX_ANSWER)

    def _explained(self) -> UnreadableImage | Unavailable:
        """Return the error for a process that has gone by itself, by its exit status (negative: a signal)."""
        if self._dismissed:
            return unavailable()
        try:
            status = self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            return unavailable()
        logger.warning("Decode process %s ended with status %s.", self.pid, status)
        reason = FAULT_OF_THE_FILE.get(signal.Signals(-status)) if status < 0 else None
        return UnreadableImage(reason) if reason else unavailable()


def unavailable() -> Unavailable:
    """Return the error for when pictures cannot be worked on and the file is not to blame."""
    return Unavailable("Pictures cannot be worked on right now. Please try again shortly.", retry_after=10)


def _started(theirs: Connection) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return subprocess.Popen(  # noqa: S603 -- our own module, by our own interpreter
        [sys.executable, "-m", "photos.images.child", str(theirs.fileno())],
        cwd=ROOT,
        env=environment | ALLOCATION,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=(theirs.fileno(),),
    )
