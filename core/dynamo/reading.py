"""Reads: one page of a partition in one Query, and many items in as few BatchGetItem calls as the limit allows."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pynamodb.expressions.condition import Condition

from core.dynamo.connection import RETRY_AFTER_SECONDS, pause
from core.dynamo.tables import Table
from core.errors import Unavailable

T = TypeVar("T", bound=Table)

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
    newest_first: bool = True,
    consistent: bool = False,
) -> Page[T]:
    """Read up to `limit` items of a partition with exactly one Query.

    One item more than asked for is read, because DynamoDB's own mark for "there is more" also stands at an exact end.
    With a filter the page may come short although there is more.
    """
    answer = model._get_connection().query(  # noqa: SLF001 -- the public query follows pages by itself, call after call
        partition,
        range_key_condition=key_condition,
        filter_condition=filter_condition,
        consistent_read=consistent,
        limit=limit + 1,
        scan_index_forward=not newest_first,
    )
    items = [model.from_raw_data(item) for item in answer["Items"]]
    if len(items) > limit:
        return Page(items[:limit], items[limit - 1].sk)
    last = answer.get("LastEvaluatedKey")
    return Page(items, last["SK"]["S"] if last else None)


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
    pending = [{"PK": pk, "SK": sk} for pk, sk in chunk]
    found: list[T] = []
    for attempt in range(BATCH_ROUNDS):
        if attempt:
            pause(attempt - 1)
        answer = model._get_connection().batch_get_item(pending, consistent_read=True)  # type: ignore[arg-type] # noqa: SLF001
        found += [model.from_raw_data(item) for item in answer["Responses"].get(table, [])]
        unread = answer.get("UnprocessedKeys", {}).get(table, {}).get("Keys", [])
        if not unread:
            return found
        pending = [{"PK": key["PK"]["S"], "SK": key["SK"]["S"]} for key in unread]
    raise Unavailable(retry_after=RETRY_AFTER_SECONDS)
