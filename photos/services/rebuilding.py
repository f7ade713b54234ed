"""Writing the entries by which moderators find photos and comments, for what was stored before there were such."""

from collections.abc import Iterable, Iterator

from core.dynamo import Table, batch_get, batch_put
from photos import models
from photos.models import Comment, Entry, Photo


def missing_entries(items: Iterable[Table]) -> Iterator[list[Table]]:
    """Find the entries that these photos and comments should have and have not, item by item.

    What is changed in the same moment writes its own; an entry that comes too late is a hint like all others.
    """
    for item in items:
        if isinstance(item, Photo):
            yield _missing(models.entries(models.listings_of(item), item))
        elif isinstance(item, Comment):
            yield _missing([models.comment_entry(item)])


def write_entries(entries: list[Table]) -> None:
    """Write them."""
    batch_put(entries)


def _missing(entries: Iterable[Table]) -> list[Table]:
    wanted = {(entry.pk, entry.sk): entry for entry in entries}
    if not wanted:
        return []
    table = models.PhotosTable if isinstance(next(iter(wanted.values())), Entry) else models.CommentsTable
    there = {(item.pk, item.sk) for item in batch_get(table, wanted)}
    return [entry for key, entry in wanted.items() if key not in there]
