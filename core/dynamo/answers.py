"""How DynamoDB's answers are read: items stay as they come over the wire, which is what models are built from."""

from typing import Any

from botocore.model import MapShape
from botocore.parsers import JSONParser, ResponseParser, ResponseParserFactory


class ItemParser(JSONParser):
    """botocore's parser without its walk through each attribute of each item, half of the time of reading a page.

    The walk would only turn base64 into bytes, and Lumina stores no binary attributes.
    """

    def _handle_map(self, shape: MapShape, value: dict[str, Any]) -> dict[str, Any]:
        if shape.value.name == "AttributeValue":
            return value
        parsed: dict[str, Any] = super()._handle_map(shape, value)  # type: ignore[misc]
        return parsed


class ItemParserFactory(ResponseParserFactory):
    """Makes that parser for DynamoDB's protocol; registered with the session of the one connection."""

    def create_parser(self, protocol_name: str) -> ResponseParser:
        """Answer the parser of a protocol."""
        return ItemParser() if protocol_name == "json" else super().create_parser(protocol_name)
