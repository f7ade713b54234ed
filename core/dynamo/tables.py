"""The base class of all models, and making their tables."""

from typing import TYPE_CHECKING, Any

from pynamodb.attributes import UnicodeAttribute
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


def _meta_table(model: type[Table]) -> MetaTable:
    schema = model._get_schema()  # noqa: SLF001
    return MetaTable(
        {
            "TableName": model.Meta.table_name,
            "KeySchema": schema["key_schema"],
            "AttributeDefinitions": schema["attribute_definitions"],
            "GlobalSecondaryIndexes": [],
            "LocalSecondaryIndexes": [],
        }
    )


def tables() -> list[type[Table]]:
    """List the tables of all installed applications."""
    return Table.__subclasses__()


def create_missing_tables() -> list[str]:
    """Make the tables that are not there yet and answer their names; those that are there stay as they are."""
    missing = [model for model in tables() if not model.exists()]
    for model in missing:
        model.create_table(wait=True, billing_mode=PAY_PER_REQUEST_BILLING_MODE)
    return [model.Meta.table_name for model in missing]
