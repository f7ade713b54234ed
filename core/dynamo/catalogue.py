"""How items are listed for staff without a scan: by month, or by the most selective of what is asked for.

A catalogue reads entries in one or two Queries and their items in one BatchGetItem, however much there is.
"""

import functools
import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from pynamodb.expressions.condition import Condition

from core.dynamo.reading import BATCH_GET_KEYS, Page, in_parallel, query_page
from core.dynamo.tables import Table
from core.errors import Invalid
from core.ids import first_id, id_before, is_id, made_at
from core.listing import Asked, Listed, first_of_month

E = TypeVar("E", bound=Table)
T = TypeVar("T")

# The access by what somebody types into the search box.
WORDS = "words"
MONTHS_A_PAGE = 2
# The clocks of two servers are never further apart, so that no id is newer than this from now.
CLOCKS_DIFFER = timedelta(hours=1)
OLDEST = "00000000-0000-7000-8000-000000000000"


def no_partitions(_: str) -> Sequence[str]:
    """Name no partition: what is asked for lists nothing by itself."""
    return ()


@dataclass(frozen=True)
class Access(Generic[T]):
    """One thing that can be asked for.

    `holds` says whether it is true of an item; `partitions` names the listings of the items of which it is true, none
    when this value is only checked. Each partition costs a Query. A value that is none raises Invalid.
    """

    name: str
    holds: Callable[[T, str], bool]
    partitions: Callable[[str], Sequence[str]] = no_partitions


class _Found(NamedTuple, Generic[E]):
    """Entries, newest first, and the cursor of what comes after them."""

    entries: list[E]
    rest: str | None


class Bounds(NamedTuple):
    """Ids from `low` on and before `high`."""

    low: str
    high: str

    @property
    def is_empty(self) -> bool:
        """Say whether there is no such id, which the store would not even be asked for."""
        return self.high <= self.low

    def keys(self, model: type[Table], sort_key: Callable[[str], str]) -> Condition:
        """Make the condition on sort keys that are built from these ids."""
        return model.sk.between(sort_key(self.low), sort_key(id_before(self.high)))


@dataclass(frozen=True, kw_only=True)
class Catalogue(Generic[E, T]):
    """The ways to list one kind of item; a `core.listing.Source`.

    `entry` is the model that stands in the listings, `sort_key` builds its sort key from a UUIDv7, `id_of` reads the
    item's id out of it. `fetch` reads items by their ids in one call and leaves out what is not there; `item_id` reads
    the id out of an item. `accesses` stand in the order of how few items they find: the first that is asked for and
    has partitions leads, and all are checked on the items. When none leads, `months` names the listing of a month
    "2026-11".

    Where entries say more than ids, or are the items themselves, `hydrate` turns them into items. Where an id is more
    than its UUIDv7, `made` reads that out of it: it is the cursor.
    """

    entry: type[E]
    sort_key: Callable[[str], str]
    id_of: Callable[[E], str]
    fetch: Callable[[Sequence[str]], Sequence[T]]
    item_id: Callable[[T], str]
    months: Callable[[str], str]
    accesses: Sequence[Access[T]] = ()
    hydrate: Callable[[Sequence[E]], Sequence[T]] | None = None
    made: Callable[[str], str] = str

    def read(self, object_ids: Sequence[str]) -> Sequence[T]:
        """Read the items with these ids."""
        return self.fetch(object_ids) if object_ids else []

    def page(self, asked: Asked) -> Listed[T]:
        """Read a page in one Query (two where months are walked, one for each partition) and one BatchGetItem."""
        wanted = self._wanted(asked)
        found = self._entries(asked, wanted, bounds_of(asked))
        items = [item for item in self._items(found.entries) if all(access.holds(item, v) for access, v in wanted)]
        items.sort(key=self._position, reverse=True)
        if len(items) <= asked.limit:
            return Listed(items, found.rest)
        return Listed(items[: asked.limit], self._position(items[asked.limit - 1]))

    def _wanted(self, asked: Asked) -> list[tuple[Access[T], str]]:
        values = {**asked.chosen, **({WORDS: asked.words} if asked.words else {})}
        if unknown := values.keys() - {access.name for access in self.accesses}:
            raise Invalid(f"Nothing can be listed by {', '.join(sorted(unknown))}.")
        return [(access, values[access.name]) for access in self.accesses if access.name in values]

    def _entries(self, asked: Asked, wanted: list[tuple[Access[T], str]], bounds: Bounds) -> _Found[E]:
        leading = next((names for access, value in wanted if (names := access.partitions(value))), ())
        checked = len(wanted) - bool(leading)
        # What is checked leaves some out: as many as one BatchGetItem takes are looked through.
        most = max(asked.limit, BATCH_GET_KEYS) if checked else asked.limit
        if leading:
            return self._in_partitions(leading, most, bounds)
        earliest = first_id(first_of_month(asked.earliest))
        return self._in_months(most, bounds._replace(low=max(bounds.low, earliest)))

    def _in_partitions(self, names: Sequence[str], most: int, bounds: Bounds) -> _Found[E]:
        pages = in_parallel([functools.partial(self._query, name, most, bounds) for name in names])
        # An item may stand in several of them.
        once = {self._cursor(entry): entry for page in pages for entry in page.items}
        entries = [entry for _, entry in sorted(once.items(), key=operator.itemgetter(0), reverse=True)]
        more = len(entries) > most or any(page.after is not None for page in pages)
        entries = entries[:most]
        return _Found(entries, self._cursor(entries[-1]) if more else None)

    def _in_months(self, most: int, bounds: Bounds) -> _Found[E]:
        entries: list[E] = []
        for _ in range(MONTHS_A_PAGE):
            if bounds.is_empty or len(entries) == most:
                break
            start = first_of_month(_latest(bounds.high))
            month = bounds._replace(low=max(bounds.low, first_id(start)))
            page = self._query(self.months(f"{start:%Y-%m}"), most - len(entries), month)
            entries += page.items
            if page.after is not None:
                return _Found(entries, self._cursor(entries[-1]))
            bounds = bounds._replace(high=month.low)
        return _Found(entries, None if bounds.is_empty else bounds.high)

    def _query(self, partition: str, most: int, bounds: Bounds) -> Page[E]:
        if bounds.is_empty:
            return Page([], None)
        return query_page(self.entry, partition, limit=most, key_condition=bounds.keys(self.entry, self.sort_key))

    def _items(self, entries: Sequence[E]) -> Iterable[T]:
        if self.hydrate is not None and entries:
            return self.hydrate(entries)
        return self.read(list(dict.fromkeys(self.id_of(entry) for entry in entries)))

    def _cursor(self, entry: E) -> str:
        return self.made(self.id_of(entry))

    def _position(self, item: T) -> str:
        return self.made(self.item_id(item))


def bounds_of(asked: Asked) -> Bounds:
    """Read the ids that a page may hold out of its cursor and period. Raises Invalid for a cursor that is none."""
    low, high = OLDEST, first_id(asked.now + CLOCKS_DIFFER)
    if asked.before:
        if not is_id(asked.before):
            raise Invalid("There is no such page.")
        high = min(high, asked.before)
    if asked.span:
        start, end = asked.span
        low, high = first_id(start), min(high, first_id(end))
    return Bounds(low, high)


def _latest(high: str) -> datetime:
    """Answer the latest moment at which an id before this one can have been made."""
    moment = made_at(high)
    return moment - timedelta(milliseconds=1) if high == first_id(moment) else moment
