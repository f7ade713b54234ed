"""A decode process: `python -m photos.images.child FD` answers requests from a socket until its site is gone.

A program of its own, because a child of multiprocessing's fork server would run the main module of the site
a second time, and a Celery worker could not start one at all: its processes count as daemons.
"""

import contextlib
import math
import resource
import signal
import sys
from multiprocessing.connection import Connection

from photos.images import messages
from photos.images.decode import prepare
from photos.images.made import TOO_MUCH_MEMORY, UnreadableImage
from photos.images.renditions import made_from

# Measured: a 50-megapixel WebP takes 0.85 GB, a progressive CMYK JPEG of 100 megapixels 0.89 GB.
MAX_MEMORY = 1024 * 1024 * 1024
# The wall clock of the pool comes first; this one also ends a process whose site has died.
SPARE_CPU_SECONDS = 5


def main() -> None:
    """Serve on the socket whose number is the only argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare()
    _limit(resource.RLIMIT_AS, MAX_MEMORY)
    _limit(resource.RLIMIT_CORE, 0)
    with Connection(int(sys.argv[1])) as connection, contextlib.suppress(EOFError, ConnectionError):
        connection.send_bytes(messages.READY)
        while True:
            connection.send_bytes(_answer(connection.recv_bytes()))


def _answer(request: bytes) -> bytes:
    path, seconds = messages.read_request(request)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + seconds + SPARE_CPU_SECONDS))
    try:
        return messages.answered(made_from(path.read_bytes()))
    except UnreadableImage as error:
        return messages.refused(error)
    except MemoryError:
        return messages.refused(UnreadableImage(TOO_MUCH_MEMORY))


def _limit(what: int, amount: int) -> None:
    """Lower a limit of this process where the system knows it; macOS refuses the one on memory."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (amount, resource.getrlimit(what)[1]))


if __name__ == "__main__":
    main()
