"""The base of every DynamoDB model: one guarded connection, one page of a partition, batches and transactions.

What the tables hold is said in the models.py of each application; pynamodb is imported there and here only.
"""

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from core.dynamo.catalogue import WORDS, Access, Catalogue, bounds_of
from core.dynamo.connection import TRANSACTION_ITEMS, connection, use_endpoint
from core.dynamo.reading import Page, batch_get, count_items, every_item, in_parallel, query_page
from core.dynamo.tables import Table, create_missing_tables, tables
from core.dynamo.writing import ConditionFailed, Transaction, batch_delete, batch_put, delete_partition

__all__ = [
    "TRANSACTION_ITEMS",
    "WORDS",
    "Access",
    "Action",
    "Catalogue",
    "Condition",
    "ConditionFailed",
    "Page",
    "Table",
    "Transaction",
    "batch_delete",
    "batch_get",
    "batch_put",
    "bounds_of",
    "connection",
    "count_items",
    "create_missing_tables",
    "delete_partition",
    "every_item",
    "in_parallel",
    "query_page",
    "tables",
    "use_endpoint",
]
