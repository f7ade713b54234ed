"""A look into every store, from outside, for what is left of somebody; and putting the stores back as they were."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from core.dynamo import Table, batch_delete, batch_put, tables
from core.dynamo import connection as dynamodb
from photos.models import Comment, CommentsTable, Like, Photo, PhotosTable
from photos.tests.interrupting import DYNAMODB_WRITES, Killed, Watch, interrupted
from tests.cast import files_stored

Key = tuple[str, str, str]
SQL_WRITES = ("INSERT", "UPDATE", "DELETE")


def items() -> dict[Key, str]:
    """Read every item of every table, as text."""
    return {_key(item): json.dumps(item.serialize(), sort_keys=True) for item in _stored()}


def _stored() -> list[Table]:
    return [item for table in tables() for item in table.scan(consistent_read=True)]


def _key(item: Table) -> Key:
    return item.Meta.table_name, item.pk, item.sk


def rows() -> list[str]:
    """Read every row of every model, with all its columns, as text."""
    models = (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)  # noqa: SLF001
    return [f"{model.__name__} {row}" for model in models for row in model._base_manager.values()]  # noqa: SLF001


def left_of(*words: object) -> list[str]:
    """List what still holds one of these words: rows, items, names of files."""
    wanted = re.compile("|".join(rf"(?<!\w){re.escape(str(word))}(?!\w)" for word in words), re.IGNORECASE)
    everything = [*rows(), *(f"{key} {item}" for key, item in items().items()), *files_stored()]
    return [text for text in everything if wanted.search(text)]


def assert_counters_have_rows() -> None:
    """Expect that the likes and comments of each photo are as many as its counters say."""
    photos = [item for item in PhotosTable.scan() if isinstance(item, Photo)]
    likes = [item.photo_id for item in PhotosTable.scan() if isinstance(item, Like)]
    comments = [item.photo_id for item in CommentsTable.scan() if isinstance(item, Comment)]
    for photo in photos:
        assert (photo.likes, photo.comments) == (likes.count(photo.photo_id), comments.count(photo.photo_id))


@dataclass(frozen=True)
class Stores:
    """What DynamoDB and the media storage held at a time."""

    items: list[Table]
    files: dict[str, bytes]

    @classmethod
    def now(cls) -> "Stores":
        """Remember them."""
        files = {}
        for name in files_stored():
            with default_storage.open(name) as file:
                files[name] = file.read()
        return cls(_stored(), files)

    def restore(self) -> None:
        """Put everything back."""
        batch_delete(_stored())
        batch_put(self.items)
        for name in set(self.files) - set(files_stored()):
            default_storage.save(name, ContentFile(self.files[name]))


@contextmanager
def undone() -> Iterator[None]:
    """Undo what the block does to the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def dies(work: Callable[[], object], *, writes: int) -> bool:
    """Do the work in a process that is killed after so many writes to any store, and say whether it died."""

    def kill() -> None:
        raise Killed

    try:
        with interrupted(after=writes, by=kill) as watch, _elsewhere_too(watch):
            work()
    except Killed:
        # Here the database would have the whole test undone; a dead process leaves what it has committed.
        transaction.set_rollback(False)
        return True
    return False


@contextmanager
def _elsewhere_too(watch: Watch) -> Iterator[None]:
    """Count what is noted about deeds, and writes to the database, as well; of a transaction only the first one."""
    outside, begun = len(connection.savepoint_ids), set[str]()
    activity = settings.DYNAMODB_TABLES["activity"].encode()

    def sent(request: Any, **_: object) -> None:
        if activity in bytes(request.body):
            watch.write()

    def executed(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        within = connection.savepoint_ids[outside:][:1]
        if sql.startswith(SQL_WRITES) and not begun.issuperset(within or [""]):
            begun.update(within)
            watch.write()
        return execute(sql, *rest)

    events = dynamodb().client.meta.events
    for name in DYNAMODB_WRITES:
        events.register(f"before-send.dynamodb.{name}", sent, unique_id=f"activity-{name}")
    try:
        with connection.execute_wrapper(executed):
            yield
    finally:
        for name in DYNAMODB_WRITES:
            events.unregister(f"before-send.dynamodb.{name}", unique_id=f"activity-{name}")
