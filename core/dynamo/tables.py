"""The base class of all models, and making their tables."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from pynamodb.attributes import Attribute, DiscriminatorAttribute, ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import TableConnection
from pynamodb.connection.base import MetaTable
from pynamodb.constants import PAY_PER_REQUEST_BILLING_MODE
from pynamodb.models import Model

from core.dynamo.connection import connection


class Table(Model):
    """A table with a partition key and a sort key; its direct subclasses are the tables, theirs the kinds of item.

    A direct subclass says `table_name` in its Meta and has a DiscriminatorAttribute, so that one call reads all kinds.
    """

    pk = UnicodeAttribute(hash_key=True, attr_name="PK")
    sk = UnicodeAttribute(range_key=True, attr_name="SK")

    if TYPE_CHECKING:
        Meta: Any

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        """Build an item, of the kind that its discriminator names, from what the store answered.

        PynamoDB's own way sets all defaults and then all attributes through their descriptors, twice for each item:
        that was a quarter of the time in which a page of photos is read.
        """
        kind = cls._get_discriminator_class(data) or cls
        if not issubclass(kind, cls):
            message = f"The store answered a {kind.__name__} where a {cls.__name__} was read."
            raise TypeError(message)
        item: Self = kind.__new__(kind)
        item.attribute_values = {}
        for stored in _attributes_of(kind):
            value = stored.value_in(data)
            if value is not None:
                item.attribute_values[stored.name] = value
        return item

    @classmethod
    def _get_connection(cls) -> TableConnection:
        """Answer the shared connection, knowing this table.

        PynamoDB makes a connection for each model and ignores a host that is set after the first call.
        """
        shared = connection()
        name = cls.Meta.table_name
        if name not in shared._tables:  # noqa: SLF001 -- there is no public way to ask
            shared._tables[name] = _meta_table(cls)  # noqa: SLF001 -- add_meta_table fails when two threads race
        table = TableConnection(name)
        table.connection = shared
        return table


@dataclass(frozen=True, slots=True)
class _Stored:
    """How one attribute of a kind of item is stored."""

    name: str
    stored_as: str
    attribute: Attribute[Any]
    default: Callable[[], Any]
    read: Callable[[Any], Any] | None

    def value_in(self, data: dict[str, Any]) -> Any:  # noqa: ANN401 -- each attribute has its own type
        """Read the value out of a raw item, or answer the default."""
        typed = data.get(self.stored_as)
        if not typed or "NULL" in typed:
            return self.default()
        value = self.attribute.get_value(typed)
        return self.read(value) if self.read else value


@functools.cache
def _attributes_of(kind: type[Table]) -> list[_Stored]:
    """List the attributes of a kind of item, once a process."""
    return [
        _Stored(name, attribute.attr_name, attribute, _default_of(attribute, kind), _reader_of(attribute))
        for name, attribute in kind.get_attributes().items()
    ]


def _default_of(attribute: Attribute[Any], kind: type[Table]) -> Callable[[], Any]:
    if isinstance(attribute, DiscriminatorAttribute):
        # What was stored without its kind is what it was read as.
        return lambda: kind
    default = attribute.default
    return default if callable(default) else lambda: default


def _reader_of(attribute: Attribute[Any]) -> Callable[[Any], Any] | None:
    """Answer what turns the stored value into Python's; None for text, which is what it is."""
    if type(attribute) is UnicodeAttribute:
        return None
    if isinstance(attribute, ListAttribute) and attribute.element_type is UnicodeAttribute:
        # PynamoDB makes an attribute for the elements of each list, also of an empty one.
        return _texts
    return _number if type(attribute) is NumberAttribute else attribute.deserialize


def _texts(values: list[dict[str, str]]) -> list[str]:
    return [value["S"] for value in values]


def _number(text: str) -> float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def _meta_table(model: type[Table]) -> MetaTable:
    schema = model._get_schema()  # noqa: SLF001
    return MetaTable(
        {
            "TableName": model.Meta.table_name,
            "KeySchema": schema["key_schema"],
            "AttributeDefinitions": schema["attribute_definitions"],
            # Of an index only the keys are of interest, to query it.
            "GlobalSecondaryIndexes": [
                {"IndexName": index["index_name"], "KeySchema": index["key_schema"]}
                for index in schema["global_secondary_indexes"]
            ],
            "LocalSecondaryIndexes": [],
        }
    )


def tables() -> list[type[Table]]:
    """List the tables of all installed applications."""
    return Table.__subclasses__()


def create_missing_tables() -> list[str]:
    """Make the tables that are not there yet and answer their names; those that are there keep what they hold.

    Where items end by themselves, the table is told so each time: one from before has not heard of it yet.
    """
    missing = [model for model in tables() if not model.exists()]
    for model in missing:
        model.create_table(wait=True, billing_mode=PAY_PER_REQUEST_BILLING_MODE)
    for model in tables():
        if model not in missing:
            model.update_ttl(ignore_update_ttl_errors=True)
    return [model.Meta.table_name for model in missing]
