"""What the applications' pages in the Django admin share: for rows of SQL, and for items of DynamoDB."""

from core.admin.confirming import ActionsOnPage, confirmed_action
from core.admin.filters import ItemFilter
from core.admin.items import ItemAdmin, Search
from core.admin.readonly import ReadOnlyAdmin
from core.admin.switches import KillSwitchAdmin
from core.admin.ticking import TickedAdmin

__all__ = [
    "ActionsOnPage",
    "ItemAdmin",
    "ItemFilter",
    "KillSwitchAdmin",
    "ReadOnlyAdmin",
    "Search",
    "TickedAdmin",
    "confirmed_action",
]
