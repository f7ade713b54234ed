"""`manage.py consume_uploads`: make photos of what came straight to S3, as the bucket tells of it in an SQS queue."""

import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any, Self

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from core.queue import VISIBILITY_SECONDS, WAIT_SECONDS, Letter, Queue, QueueAway
from photos.services import NotDone, handle_event

# After so long the other one who is at a photo has come to an end.
SOON_SECONDS = 30
AWAY_SECONDS = 5.0
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class _Stop:
    """Notes the first SIGTERM or SIGINT, so that what is going on comes to its end; the second one counts at once.

    Waiting comes to its end, too: SQS would hand a letter to who has hung up, and hide it from all others for minutes.
    """

    def __init__(self) -> None:
        self.wanted = False

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._note) for number in STOP_SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.wanted = True
        self.__exit__()


class Command(BaseCommand):
    """Runs until it is stopped; any number may run at once."""

    help = "Publish what was uploaded straight to S3, as UPLOAD_EVENTS_QUEUE tells of it. Runs until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --once, --wait and --visibility."""
        parser.add_argument("--once", action="store_true", help="stop when the queue is empty")
        parser.add_argument(
            "--wait",
            type=int,
            default=WAIT_SECONDS,
            metavar="SECONDS",
            help="how long to wait for letters at a time (20)",
        )
        parser.add_argument(
            "--visibility",
            type=int,
            default=VISIBILITY_SECONDS,
            metavar="SECONDS",
            help="how long one photo may take before another consumer tries it (300)",
        )

    def handle(self, *, once: bool, wait: int, visibility: int, **_: Any) -> None:  # noqa: ANN401 -- what Django passes
        """Read the queue until somebody wants a stop, or with --once until it is empty."""
        if settings.UPLOAD_EVENTS_QUEUE is None:
            raise CommandError("Set UPLOAD_EVENTS_QUEUE to what `manage.py create_upload_queue` says.")
        queue = Queue(settings.UPLOAD_EVENTS_QUEUE, visibility=visibility)
        with _Stop() as stop:
            while not stop.wanted:
                letters = self._letters(queue, wait=min(wait, 1) if once else wait, once=once)
                self._work_off(queue, letters, stop)
                if once and not letters:
                    break

    def _letters(self, queue: Queue, *, wait: int, once: bool) -> list[Letter]:
        """Wait for letters; a queue that is away is waited for, too, unless it is about this once."""
        try:
            return queue.letters(wait=wait)
        except QueueAway as error:
            if once:
                raise CommandError(f"The queue does not answer: {error}") from error
            self.stderr.write(f"the queue does not answer: {error}")
            time.sleep(AWAY_SECONDS)
            return []

    def _work_off(self, queue: Queue, letters: list[Letter], stop: _Stop) -> None:
        for number, letter in enumerate(letters):
            try:
                if stop.wanted:
                    queue.give_back(letters[number:])
                    return
                queue.hold(letters[number:])
                self._work_on(queue, letter)
            except QueueAway as error:
                # Nothing is lost: what was not removed comes again.
                self.stderr.write(f"the queue does not answer: {error}")

    def _work_on(self, queue: Queue, letter: Letter) -> None:
        """Do what a letter says and remove it; one that fails stays, and comes again until SQS puts it aside."""
        close_old_connections()
        try:
            lines = handle_event(letter.read())
        except NotDone as error:
            self._say(f"later: {error}")
            queue.give_back([letter], after=SOON_SECONDS)
            return
        except Exception as error:  # noqa: BLE001 -- whatever it is, the next letter may be a good one
            self.stderr.write(f"left in the queue: {type(error).__name__}: {error}")
            return
        for line in lines:
            self._say(line)
        queue.done(letter)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
