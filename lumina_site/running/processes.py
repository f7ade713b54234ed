"""Child processes that end when their parent does; what they run is not known here."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Loaded before any fork: between fork and exec hardly anything is safe.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class StopRequested(BaseException):
    """Somebody wants the site to stop: Ctrl-C, SIGTERM, or the terminal was closed."""


@contextmanager
def stop_signals() -> Iterator[None]:
    """Turn the first signal to stop into StopRequested; later ones do not disturb the stopping."""

    def request_stop(_number: int, _frame: FrameType | None) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        raise StopRequested

    before = {number: signal.signal(number, request_stop) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def die_with(parent: int) -> None:
    """Have the kernel kill this process when `parent` ends, however it ends (Linux; elsewhere nothing happens)."""
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # The parent may have ended before the line above took effect.
    if os.getppid() != parent:
        os._exit(1)


class Child:
    """A process in a session of its own, so that Ctrl-C in the terminal reaches it only through us."""

    def __init__(self, arguments: Sequence[str | Path], environment: Mapping[str, str], folder: Path) -> None:
        """Describe the process; `start` runs it in `folder`."""
        self._arguments = arguments
        self._environment = environment
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def ended(self) -> bool:
        """Tell whether the process has ended by now."""
        return self._process is None or self._process.poll() is not None

    def start(self, *, output: IO[bytes] | None = None) -> None:
        """Start the process; what it says goes to `output`, or to where our own words go."""
        # A stop signal between the fork and the assignment would leave a child that nobody knows.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- our own programs
                self._arguments,
                env=self._environment,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_before_exec(os.getpid(), mask),  # noqa: PLW1509 -- we have no threads
            )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def stop(self, *, patience: float) -> None:
        """Ask the process to stop, and after `patience` seconds kill it with everything it started."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _before_exec(parent: int, mask: set[int | signal.Signals]) -> Callable[[], None]:
    """Answer what the child does first: the mask survives exec, so it must be given back here too."""

    def prepare() -> None:
        die_with(parent)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    return prepare
