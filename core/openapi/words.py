"""What the names in the document mean, and an example of each: said once, wherever a name stands.

Looked up as "Shape.name", then "?name" for a parameter of a query, then "name".
"""

from collections.abc import Iterator, Mapping
from typing import Any

Document = dict[str, Any]
Words = Mapping[str, tuple[str, Any]]
# As an example: this name does not stand in examples of its shape.
LEFT_OUT = ...
# As an example: what follows from the shape.
OF_ITS_SHAPE = object()
# For names without words; a test sees to it that there are none.
FALLBACKS = {"string": "text", "integer": 1, "number": 1, "boolean": True}


class Glossary:
    """The words of one document, and the examples that follow from them."""

    def __init__(self, words: Words, shapes: Mapping[str, Document]) -> None:
        """Keep the words and the document's own shapes."""
        self.words = words
        self.shapes = shapes

    def says(self, *names: str) -> str:
        """Answer what the first of the names that is known means."""
        return next((self.words[name][0] for name in names if name in self.words), "")

    def sample(self, schema: Document, *names: str) -> Any:  # noqa: ANN401 -- any JSON
        """Make an example of a value: from the first name that is known, else from what the value is made of."""
        for name in names:
            if name in self.words and (found := self.words[name][1]) is not OF_ITS_SHAPE:
                # In forms and queries a list is a text with commas.
                return ", ".join(found) if isinstance(found, list) and schema.get("type") == "string" else found
        schema = self.resolved(schema)
        if "properties" in schema:
            return dict(self._fields(schema))
        if "items" in schema:
            return [self.sample(schema["items"])]
        return FALLBACKS.get(str(schema.get("type")))

    def resolved(self, schema: Document) -> Document:
        """Follow a reference."""
        name = name_in(schema)
        return {**self.shapes[name]} if name else schema

    def _fields(self, schema: Document) -> Iterator[tuple[str, Any]]:
        for name, field in schema["properties"].items():
            if is_file(field):
                continue
            sample = self.sample(field, f"{schema.get('title', '')}.{name}", name)
            if sample is not LEFT_OUT:
                yield name, sample


def name_in(schema: Document) -> str:
    """Answer the name of the shape that is referred to."""
    return str(schema.get("$ref", "")).rsplit("/", 1)[-1]


def is_file(schema: Document) -> bool:
    """Say whether a field of a form is a file."""
    return schema.get("format") == "binary"


def references(node: object) -> Iterator[str]:
    """List everything that is referred to below a node."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)
