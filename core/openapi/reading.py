"""The document read back as a page shows it: chapters of calls, and the shapes that they speak of."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from core.openapi.words import Document, is_file, name_in

JSON = "application/json"


@dataclass(frozen=True, kw_only=True)
class Field:
    """A parameter, a field of a body, or a field of a shape."""

    name: str
    kind: str
    shape: str
    says: str
    required: bool
    default: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A good answer of a call; `shape` names what its body is, `many` says that it is an array of those."""

    status: HTTPStatus
    says: str
    shape: str
    many: bool
    example: str
    headers: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call."""

    anchor: str
    method: str
    path: str
    summary: str
    says: str
    is_open: bool
    parameters: Sequence[Field]
    body_kind: str
    body: Sequence[Field]
    command: str
    answers: Sequence[Answer]
    refusals: Sequence[HTTPStatus]


@dataclass(frozen=True)
class Chapter:
    """The calls about one thing."""

    anchor: str
    name: str
    says: str
    calls: list[Call] = field(default_factory=list)


@dataclass(frozen=True)
class Shape:
    """An object with its fields."""

    name: str
    says: str
    fields: Sequence[Field]


def read_chapters(document: Document) -> list[Chapter]:
    """Group the calls by what they are about, in the order in which the document names it."""
    chapters = {tag["name"]: Chapter(_anchor(tag["name"]), tag["name"], tag["description"]) for tag in document["tags"]}
    shapes = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            name = call["tags"][0]
            chapter = chapters.setdefault(name, Chapter(_anchor(name), name, ""))
            chapter.calls.append(_call(method.upper(), path, call, shapes))
    return list(chapters.values())


def read_shapes(document: Document) -> list[Shape]:
    """List the shapes of answers and JSON bodies."""
    shapes = document["components"]["schemas"]
    return [Shape(name, shapes[name].get("description", ""), list(_fields(shapes[name]))) for name in sorted(shapes)]


def _call(method: str, path: str, call: Document, shapes: Document) -> Call:
    contents: Document = call.get("requestBody", {}).get("content", {})
    kind = next(iter(contents), "")
    content: Document = contents.get(kind, {})
    schema: Document = content.get("schema", {})
    schema = shapes[name_in(schema)] if "$ref" in schema else schema
    answers = {HTTPStatus(int(status)): answer for status, answer in call["responses"].items()}
    refused = HTTPStatus.BAD_REQUEST
    return Call(
        anchor=_anchor(f"{method} {path}"),
        method=method,
        path=path,
        summary=call["summary"],
        says=call.get("description", ""),
        is_open="security" not in call,
        parameters=[_field(given["name"], given["schema"], given) for given in call["parameters"]],
        body_kind=kind,
        body=sorted(_fields(schema), key=lambda given: not given.required),
        command=_command(method, path, call, kind, content),
        answers=[_answer(status, answer) for status, answer in answers.items() if status < refused],
        refusals=[status for status in answers if status >= refused],
    )


def _answer(status: HTTPStatus, answer: Document) -> Answer:
    content = answer.get("content", {})
    schema = content.get(JSON, {}).get("schema", {})
    example = content.get(JSON, {}).get("example")
    return Answer(
        status=status,
        says=answer["description"],
        shape=name_in(schema) or name_in(schema.get("items", {})),
        many="items" in schema,
        example="" if example is None else json.dumps(example, indent=2, ensure_ascii=False),
        headers=[(name, header["description"]) for name, header in answer.get("headers", {}).items()],
    )


def _fields(schema: Document) -> Iterator[Field]:
    required = schema.get("required", [])
    for name, details in schema.get("properties", {}).items():
        yield _field(name, details, {**details, "required": name in required})


def _field(name: str, schema: Document, details: Document) -> Field:
    default = schema.get("default")
    return Field(
        name=name,
        kind=_kind(schema),
        shape=name_in(schema) or name_in(schema.get("items", {})),
        says=details.get("description", ""),
        required=bool(details.get("required")),
        default="" if default in (None, "") else json.dumps(default),
    )


def _kind(schema: Document) -> str:
    """Say in words what a value is."""
    if "anyOf" in schema:
        return " or ".join(_kind(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(choice) for choice in schema["enum"])
    if "items" in schema:
        return f"array of {_kind(schema['items'])}"
    if is_file(schema):
        return "file"
    if schema.get("format") == "date-time":
        return "time (ISO 8601)"
    limits = [f"{schema['minimum']} to {schema['maximum']}"] if {"minimum", "maximum"} <= set(schema) else []
    limits += [f"up to {schema['maxLength']} characters"] if "maxLength" in schema else []
    return ", ".join([name_in(schema) or str(schema.get("type", "value")), *limits])


def _command(method: str, path: str, call: Document, kind: str, content: Any) -> str:  # noqa: ANN401 -- any JSON
    """Write the call as a line for curl."""
    samples = {given["name"]: given.get("example") for given in call["parameters"] if given["in"] == "path"}
    filled = re.sub(r"\{(\w+)\}", lambda found: str(samples[found[1]]), path)
    needed = [given for given in call["parameters"] if given["in"] == "query" and given["required"]]
    query = "&".join(f"{given['name']}={given['example']}" for given in needed)
    words = ["curl", *(["-X", method] if method != "GET" and not (method == "POST" and kind) else [])]
    if "security" in call:
        words += ['-H "Authorization: Bearer $TOKEN"']
    if kind == JSON:
        words += [f"--json '{json.dumps(content['example'], ensure_ascii=False)}'"]
    elif kind:
        files = [name for name, given in content["schema"]["properties"].items() if is_file(given)]
        words += [f"-F {name}=@boat.jpg" for name in files]
        words += [f"-F {name}='{value}'" for name, value in content["example"].items()]
    return " ".join([*words, f'"$LUMINA{filled}{"?" if query else ""}{query}"'])


def _anchor(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
