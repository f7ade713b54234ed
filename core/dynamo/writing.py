"""Writes: transactions whose retry is safe and whose refused condition is one typed error."""

import itertools
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from pynamodb.attributes import DiscriminatorAttribute
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from core.dynamo.connection import RETRY_AFTER_SECONDS, connection, pause
from core.dynamo.reading import BATCH_ROUNDS, every_item
from core.dynamo.tables import Table
from core.errors import Unavailable

# The most writes that DynamoDB takes in one BatchWriteItem.
BATCH_WRITE_ITEMS = 25
PARTITION_PAGE = 500


class ConditionFailed(Exception):
    """A condition of the transaction did not hold, so nothing of it was written."""


class Transaction:
    """Up to 100 writes that happen all or none.

    The token makes a retry safe: when the answer of the first try was lost, the second one is told that all is well.
    """

    def __init__(self) -> None:
        """Begin an empty transaction."""
        self._steps: list[Callable[[TransactWrite], None]] = []

    def put(self, item: Table, *, condition: Condition | None = None) -> None:
        """Write a whole item."""
        self._steps.append(lambda write: write.save(item, condition=condition))

    def update(self, item: Table, actions: list[Action], *, condition: Condition) -> None:
        """Change attributes of an item. A condition is demanded: an update without one brings forth ghosts."""
        self._steps.append(lambda write: write.update(item, actions=actions, condition=condition))

    def delete(self, item: Table, *, condition: Condition | None = None) -> None:
        """Remove an item; one that is gone already is no fault."""
        self._steps.append(lambda write: write.delete(item, condition=condition))

    def check(self, item: Table, *, condition: Condition) -> None:
        """Demand something of an item that is not written."""
        self._steps.append(lambda write: write.condition_check(type(item), item.pk, item.sk, condition=condition))

    def tally(self, item: Table, actions: list[Action]) -> None:
        """Change a tally, which is made when it is not there yet. For sums only: anything else wants a condition.

        What it is, is written too: an item without its kind is one that no search of the whole table finds.
        """
        kind: Any = next(name for name in item.get_attributes().values() if isinstance(name, DiscriminatorAttribute))
        self._steps.append(lambda write: write.update(item, actions=[*actions, kind.set(type(item))]))

    def commit(self) -> None:
        """Write it all, or raise ConditionFailed and write nothing."""
        write = TransactWrite(connection=connection(), client_request_token=str(uuid.uuid4()))
        for step in self._steps:
            step(write)
        try:
            write._commit()  # noqa: SLF001 -- the context manager does the same and hides where it fails
        except TransactWriteError as error:
            if _refused(error):
                raise ConditionFailed from error
            raise


def batch_put(items: Iterable[Table]) -> None:
    """Write whole items of any tables in as few calls as the limit allows; what is there already is replaced."""
    _in_batches(items, lambda item: {"PutRequest": {"Item": item.serialize()}})


def batch_delete(items: Iterable[Table]) -> int:
    """Remove items of any tables in as few calls as the limit allows, and answer how many were named.

    Those that are gone already are no fault. None may be named twice within a batch: DynamoDB refuses that.
    """
    return _in_batches(items, lambda item: {"DeleteRequest": {"Key": {"PK": {"S": item.pk}, "SK": {"S": item.sk}}}})


def delete_partition(model: type[Table], partition: str) -> int:
    """Remove everything that a partition holds, page by page, and answer how much that was."""
    return batch_delete(every_item(model, partition, at_a_time=PARTITION_PAGE, newest_first=False, consistent=True))


def _in_batches(items: Iterable[Table], request: Callable[[Table], dict[str, Any]]) -> int:
    done = 0
    for table, of_one_table in itertools.groupby(items, key=lambda item: item.Meta.table_name):
        while chunk := list(itertools.islice(of_one_table, BATCH_WRITE_ITEMS)):
            _write_chunk(str(table), [request(item) for item in chunk])
            done += len(chunk)
    return done


def _write_chunk(table: str, pending: list[Any]) -> None:
    for attempt in range(BATCH_ROUNDS):
        if attempt:
            pause(attempt - 1)
        answer = connection().dispatch("BatchWriteItem", {"RequestItems": {table: pending}})
        pending = answer.get("UnprocessedItems", {}).get(table, [])
        if not pending:
            return
    raise Unavailable(retry_after=RETRY_AFTER_SECONDS)


def _refused(error: TransactWriteError) -> bool:
    reasons: list[Any] = list(error.cancellation_reasons)
    return any(reason is not None and reason.code == "ConditionalCheckFailed" for reason in reasons)
