"""Interrupts what is done with photos before any of its writes, through the seams of botocore and Django's storages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.management import call_command
from django.test.utils import override_settings

from core.dynamo import connection
from core.media import LocalMedia, S3Media

DYNAMODB_WRITES = ("TransactWriteItems", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")


class Killed(BaseException):
    """The process is gone. Nothing of ours may catch this, as nothing catches kill -9."""


@dataclass
class Watch:
    """Lets so many writes pass, then interrupts: every later write (a dead process writes nothing), or once."""

    passing: int
    interrupt: Callable[[], object]
    once: bool = False
    seen: int = field(default=0)

    def write(self) -> None:
        """Note that a write is about to go out."""
        self.seen += 1
        if self.seen == self.passing + 1 or (self.seen > self.passing and not self.once):
            self.interrupt()


watches: list[Watch] = []


def _about_to_write() -> None:
    for watch in tuple(watches):
        watch.write()


class Watched:
    """A storage that tells of each write before it happens."""

    def _save(self, name: str, content: "File[Any]") -> str:
        _about_to_write()
        return str(super()._save(name, content))  # type: ignore[misc]

    def delete(self, name: str) -> None:
        """Tell, then delete."""
        _about_to_write()
        super().delete(name)  # type: ignore[misc]


class WatchedLocal(Watched, LocalMedia):
    """The disk, watched."""


class WatchedS3(Watched, S3Media):
    """S3, watched."""

    def keep(self, path: Path, name: str, **fetched: str) -> None:
        """Tell, then copy within the bucket; on the disk that is an ordinary write."""
        _about_to_write()
        super().keep(path, name, **fetched)


def _before_send(request: Any, **_: object) -> None:
    # What is noted about a deed is written afterwards, and as well as it goes.
    if settings.DYNAMODB_TABLES["activity"].encode() not in bytes(request.body):
        _about_to_write()


@contextmanager
def interrupted(*, after: int, by: Callable[[], object], once: bool = False) -> Iterator[Watch]:
    """Interrupt the block when so many of its writes have passed."""
    backend = "WatchedS3" if settings.STORAGE_BACKEND == "s3" else "WatchedLocal"
    media = {**settings.STORAGES["default"], "BACKEND": f"{__name__}.{backend}"}
    events = connection().client.meta.events
    watch = Watch(after, by, once)
    for name in DYNAMODB_WRITES:
        events.register(f"before-send.dynamodb.{name}", _before_send, unique_id=f"watch-{name}")
    watches.append(watch)
    try:
        with override_settings(STORAGES={**settings.STORAGES, "default": media}):
            yield watch
    finally:
        watches.remove(watch)
        for name in DYNAMODB_WRITES:
            events.unregister(f"before-send.dynamodb.{name}", unique_id=f"watch-{name}")


def _kill() -> None:
    raise Killed


def survives(work: Callable[[], object], *, writes: int) -> bool:
    """Do the work in a process that is killed after so many writes, and say whether it came to its end."""
    try:
        with interrupted(after=writes, by=_kill):
            work()
    except Killed:
        return False
    return True


def repair() -> None:
    """Let the command finish what is half done, however young."""
    call_command("check_integrity", "--repair", "--older-than", "0", stdout=None)
