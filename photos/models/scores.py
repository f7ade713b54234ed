"""What the screening was how sure of, as an attribute of a photo."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.constants import LIST

from core.dynamo.attributes import DecimalAttribute

PER_CENT = DecimalAttribute()


@dataclass(frozen=True, slots=True)
class Score:
    """Something that the screening has found in a picture, how sure it was in per cent, and whether it is unwanted."""

    name: str
    score: Decimal
    unsafe: bool = False


class ScoresAttribute(Attribute[list[Score]]):
    """A list of maps, one a score. Read in one go: PynamoDB's own would take most of the time of reading a gallery."""

    attr_type = LIST

    def serialize(self, value: list[Score]) -> list[dict[str, Any]]:
        """Write each as a map whose score is a number."""
        return [
            {
                "M": {
                    "name": {"S": found.name},
                    "score": {"N": PER_CENT.serialize(found.score)},
                    "unsafe": {"BOOL": found.unsafe},
                }
            }
            for found in value
        ]

    def deserialize(self, value: list[dict[str, Any]]) -> list[Score]:
        """Read them back, digit by digit."""
        maps = (item["M"] for item in value)
        return [
            Score(found["name"]["S"], PER_CENT.deserialize(found["score"]["N"]), found["unsafe"]["BOOL"])
            for found in maps
        ]
