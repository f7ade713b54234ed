"""The base of every DynamoDB model: one guarded connection, one page of a partition, batches and transactions.

What the tables hold is said in the models.py of each application; pynamodb is imported there and here only.
"""

from core.dynamo.connection import TRANSACTION_ITEMS, connection, use_endpoint
from core.dynamo.reading import Page, batch_get, query_page
from core.dynamo.tables import Table, create_missing_tables, tables
from core.dynamo.writing import ConditionFailed, Transaction

__all__ = [
    "TRANSACTION_ITEMS",
    "ConditionFailed",
    "Page",
    "Table",
    "Transaction",
    "batch_get",
    "connection",
    "create_missing_tables",
    "query_page",
    "tables",
    "use_endpoint",
]
