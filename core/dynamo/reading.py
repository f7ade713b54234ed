"""Reads: one page of a partition in one Query, and many items in as few BatchGetItem calls as the limit allows."""

import contextvars
import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from pynamodb.expressions.condition import Condition

from core.dynamo.connection import RETRY_AFTER_SECONDS, connection, pause
from core.dynamo.tables import Table
from core.errors import Unavailable

T = TypeVar("T", bound=Table)
R = TypeVar("R")

PARALLEL_READS = 16

# The most keys that DynamoDB takes in one BatchGetItem.
BATCH_GET_KEYS = 100
BATCH_ROUNDS = 8


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items of one partition, in order; `after` is the sort key to go on behind, None at the end."""

    items: Sequence[T]
    after: str | None


def query_page(
    model: type[T],
    partition: str,
    *,
    limit: int,
    key_condition: Condition | None = None,
    filter_condition: Condition | None = None,
    look_through: int | None = None,
    newest_first: bool = True,
    consistent: bool = False,
) -> Page[T]:
    """Read up to `limit` items of a partition with exactly one Query.

    One item more than asked for is read, because DynamoDB's own mark for "there is more" also stands at an exact end.
    With a filter the page may come short although there is more; `look_through` says how many items the filter may see
    (the store never answers more than 1 MB).
    """
    answer = model._get_connection().query(  # noqa: SLF001 -- the public query follows pages by itself, call after call
        partition,
        range_key_condition=key_condition,
        filter_condition=filter_condition,
        consistent_read=consistent,
        limit=max(limit + 1, look_through or 0),
        scan_index_forward=not newest_first,
    )
    items = [model.from_raw_data(item) for item in answer["Items"]]
    if len(items) > limit:
        return Page(items[:limit], items[limit - 1].sk)
    last = answer.get("LastEvaluatedKey")
    return Page(items, last["SK"]["S"] if last else None)


def every_item(
    model: type[T],
    partition: str,
    *,
    at_a_time: int,
    filter_condition: Condition | None = None,
    look_through: int | None = None,
    newest_first: bool = True,
    consistent: bool = False,
) -> Iterator[T]:
    """Read a whole partition, or what the filter leaves of it, page by page and only as far as it is taken."""
    after: str | None = None
    while True:
        beyond = None
        if after:
            beyond = model.sk < after if newest_first else model.sk > after
        page = query_page(
            model,
            partition,
            limit=at_a_time,
            look_through=look_through,
            key_condition=beyond,
            filter_condition=filter_condition,
            newest_first=newest_first,
            consistent=consistent,
        )
        yield from page.items
        after = page.after
        if after is None:
            return


def count_items(
    model: type[T],
    partition: str,
    *,
    key_condition: Condition | None = None,
    filter_condition: Condition | None = None,
) -> int:
    """Count the items of a partition within the store: one Query for each MB that it looks through."""
    count, start = 0, None
    while True:
        answer = model._get_connection().query(  # noqa: SLF001 -- the public count reads the items
            partition,
            range_key_condition=key_condition,
            filter_condition=filter_condition,
            select="COUNT",
            exclusive_start_key=start,
        )
        count += int(answer["Count"])
        start = answer.get("LastEvaluatedKey")
        if not start:
            return count


def in_parallel(reads: Sequence[Callable[[], R]]) -> list[R]:
    """Do several reads at once, each within the request's deadline, and answer in their order."""
    if len(reads) == 1:
        return [reads[0]()]
    contexts = [contextvars.copy_context() for _ in reads]
    return list(_readers().map(lambda context, read: context.run(read), contexts, reads))


@functools.cache
def _readers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(PARALLEL_READS, thread_name_prefix="dynamodb")


def batch_get(model: type[T], keys: Iterable[tuple[str, str]]) -> list[T]:
    """Read many items by key, consistently, in no particular order; keys without an item are left out.

    `model` is the table's own class, so that items of all its kinds come back as what they are.
    """
    found: list[T] = []
    for chunk in _batches(keys):
        found += _batch_get_chunk(model, chunk)
    return found


def _batches(keys: Iterable[tuple[str, str]]) -> Iterable[list[tuple[str, str]]]:
    iterator = iter(dict.fromkeys(keys))
    while chunk := list(itertools.islice(iterator, BATCH_GET_KEYS)):
        yield chunk


def _batch_get_chunk(model: type[T], chunk: list[tuple[str, str]]) -> list[T]:
    table = model.Meta.table_name
    pending = {"ConsistentRead": True, "Keys": [{"PK": {"S": pk}, "SK": {"S": sk}} for pk, sk in chunk]}
    found: list[T] = []
    for attempt in range(BATCH_ROUNDS):
        if attempt:
            pause(attempt - 1)
        answer = connection().dispatch("BatchGetItem", {"RequestItems": {table: pending}})
        found += [model.from_raw_data(item) for item in answer["Responses"].get(table, [])]
        pending = answer.get("UnprocessedKeys", {}).get(table)
        if not pending:
            return found
    raise Unavailable(retry_after=RETRY_AFTER_SECONDS)
