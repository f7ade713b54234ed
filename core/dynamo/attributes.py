"""Kinds of attributes that PynamoDB does not have."""

from decimal import Decimal

from pynamodb.attributes import Attribute
from pynamodb.constants import NUMBER


class DecimalAttribute(Attribute[Decimal]):
    """A number that is stored and read back digit by digit; PynamoDB's own makes a float of it."""

    attr_type = NUMBER

    def serialize(self, value: Decimal) -> str:
        """Write it as DynamoDB takes numbers. Raises ValueError for what is none."""
        if not value.is_finite():
            message = f"{value} is no number that can be stored."
            raise ValueError(message)
        return str(value)

    def deserialize(self, value: str) -> Decimal:
        """Read it as it was written."""
        return Decimal(value)
