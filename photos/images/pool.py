"""A few decode processes for all threads of the site. A hostile file can end one of them, never the site."""

import atexit
import os
import queue
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from photos.images.made import Made
from photos.images.worker import Worker, unavailable

PROCESSES = 2
FILES_PER_PROCESS = 50
SECONDS_PER_FILE = 20.0
SECONDS_TO_WAIT = 40.0


class Pool:
    """At most `processes` decode processes, started when they are first needed, shared by all threads."""

    def __init__(
        self,
        *,
        processes: int = PROCESSES,
        files_per_process: int = FILES_PER_PROCESS,
        seconds_to_wait: float = SECONDS_TO_WAIT,
    ) -> None:
        """Start nothing yet; a caller waits at most `seconds_to_wait` for a free process."""
        self._files_per_process = files_per_process
        self._seconds_to_wait = seconds_to_wait
        self._closed = False
        # None stands for a process that may still be started; the last one used comes first.
        self._free: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(processes):
            self._free.put(None)
        self._workers: set[Worker] = set()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Return the pool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the pool."""
        self.close()

    def make_renditions(self, path: Path, *, seconds: float = SECONDS_PER_FILE) -> Made:
        """Make the renditions in one of the processes; raises UnreadableImage or Unavailable."""
        worker = self._taken()
        try:
            return worker.make(path, seconds)
        finally:
            self._give_back(worker)

    def pids(self) -> list[int]:
        """Return the ids of the processes that run now."""
        with self._lock:
            return [worker.pid for worker in self._workers]

    def close(self) -> None:
        """End all processes, also those at work; nothing can be made afterwards."""
        with self._lock:
            self._closed = True
            workers, self._workers = self._workers, set()
        for worker in workers:
            worker.kill()

    def forget(self) -> None:
        """Let go of the processes in a fork of the site, so that they still see when their own site ends."""
        for worker in self._workers:
            worker.forget()

    def _taken(self) -> Worker:
        try:
            worker = self._free.get(timeout=self._seconds_to_wait)
        except queue.Empty:
            raise unavailable() from None
        if worker is not None and worker.lives():
            return worker
        try:
            return self._replacement(worker)
        except BaseException:
            self._free.put(None)
            raise

    def _replacement(self, gone: Worker | None) -> Worker:
        if gone is not None:
            self._dismiss(gone)
        worker = Worker()
        with self._lock:
            if not self._closed:
                self._workers.add(worker)
                return worker
        worker.kill()
        raise unavailable()

    def _give_back(self, worker: Worker) -> None:
        if worker.lives() and worker.files < self._files_per_process:
            self._free.put(worker)
            return
        self._dismiss(worker)
        self._free.put(None)

    def _dismiss(self, worker: Worker) -> None:
        with self._lock:
            self._workers.discard(worker)
        worker.kill()


# By process id: a fork of the site makes its own, since processes and sockets cannot be shared.
_pools: dict[int, Pool] = {}


def make_renditions(path: Path, *, seconds: float = SECONDS_PER_FILE) -> Made:
    """Check the file and make its renditions in the pool of this process.

    Raises UnreadableImage, with a sentence for the person, when the file is not a picture in order or takes
    longer than `seconds`; raises core.errors.Unavailable when no decode process can be had.
    """
    pool = _pools.get(os.getpid()) or _pools.setdefault(os.getpid(), Pool())
    return pool.make_renditions(path, seconds=seconds)


def _forget_inherited() -> None:
    for pool in _pools.values():
        pool.forget()


def _close_own() -> None:
    if pool := _pools.get(os.getpid()):
        pool.close()


os.register_at_fork(after_in_child=_forget_inherited)
atexit.register(_close_own)
