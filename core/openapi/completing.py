"""Completes the document that django-ninja makes: every answer of every call, what names mean, and examples.

What the layers around all calls can answer (sign-in, cross-site check, sizes, stores that are away) stands in no
router: it is added here to each call that it can happen to.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from core.errors import (
    Forbidden,
    Invalid,
    LengthRequired,
    LuminaError,
    NotSignedIn,
    TooLarge,
    Unavailable,
)
from core.openapi.words import LEFT_OUT, Document, Glossary, Words, is_file, name_in, references

ERRORS: Mapping[int, type[LuminaError]] = {kind.status: kind for kind in LuminaError.__subclasses__()}
# Everybody can meet these: damaged requests, tokens that will not do, X-User-ID of somebody else, stores that are away.
COMMON = (Invalid, NotSignedIn, Forbidden, Unavailable)
WITH_BODY = (LengthRequired, TooLarge)
COMES_BACK = frozenset({429, 503})
JSON = "application/json"
SHAPES, ANSWERS = "#/components/schemas/", "#/components/responses/"
NO_BODY = {
    204: "Done. There is no body.",
    302: "The address is in the Location header.",
    304: "Nothing has changed since the answer whose ETag was sent in If-None-Match. There is no body.",
}
RETRY_AFTER = {"description": "After how many seconds to come back.", "schema": {"type": "integer"}}
LINK = {"description": 'The next page: `<https://…?before=…>; rel="next"`. Not there on the last one.'}
LOCATION = {"description": "Where it is.", "schema": {"type": "string"}}
ETAG = {"description": "Send it back in If-None-Match.", "schema": {"type": "string"}}


def complete(document: Document, words: Words) -> None:
    """Complete a document in place."""
    components = document["components"]
    glossary = Glossary(words, components["schemas"])
    components["responses"] = {}
    document["servers"] = document["servers"] or [{"url": "/"}]
    for name, scheme in components.get("securitySchemes", {}).items():
        scheme["description"] = glossary.says(name)
    for name, shape in components["schemas"].items():
        _explain_fields(shape, name, glossary)
    for call in calls(document):
        _complete_call(call, components["responses"], glossary)
    _prune(document)


def calls(document: Document) -> Iterator[Document]:
    """List the calls of a document."""
    for methods in document["paths"].values():
        yield from methods.values()


def _complete_call(call: Document, common: Document, glossary: Glossary) -> None:
    for parameter in call["parameters"]:
        _explain_parameter(parameter, glossary)
    _complete_body(call.get("requestBody", {}), glossary)
    answers = {int(status): answer for status, answer in call["responses"].items()}
    refusals = {status: answer for status, answer in answers.items() if status >= HTTPStatus.BAD_REQUEST}
    shape = next((name for answer in refusals.values() if (name := _shape_of(answer))), "ErrorBody")
    for status, answer in answers.items():
        if status in refusals:
            answer.update(_refusal(ERRORS[status], shape, glossary))
        else:
            _complete_success(call, status, answer, glossary)
    for kind in (*COMMON, *(WITH_BODY if "requestBody" in call else ())):
        if kind.status not in answers:
            name = kind.__name__ if shape == "ErrorBody" else f"{shape}{kind.__name__}"
            common.setdefault(name, _refusal(kind, shape, glossary))
            answers[kind.status] = {"$ref": f"{ANSWERS}{name}"}
    call["responses"] = {str(status): answers[status] for status in sorted(answers)}


def _complete_success(call: Document, status: int, answer: Document, glossary: Glossary) -> None:
    headers: Document = {}
    content = answer.get("content", {}).get(JSON)
    if content is None:
        answer["description"] = NO_BODY.get(status, answer["description"])
    else:
        schema = content["schema"]
        content["example"] = glossary.sample(schema)
        of_many = "items" in schema
        answer["description"] = glossary.resolved(schema["items"] if of_many else schema).get("description", "")
        if of_many and any(parameter["name"] in {"before", "after"} for parameter in call["parameters"]):
            headers["Link"] = {**LINK, "schema": {"type": "string"}}
    if status == HTTPStatus.FOUND:
        headers["Location"] = LOCATION
    if HTTPStatus.NOT_MODIFIED in {int(other) for other in call["responses"]} and status < HTTPStatus.BAD_REQUEST:
        headers["ETag"] = ETAG
    if headers:
        answer["headers"] = headers


def _refusal(kind: type[LuminaError], shape: str, glossary: Glossary) -> Document:
    sample = {"message": kind.default, "code": kind.code}
    if "error" in glossary.shapes[shape]["properties"]:
        sample["error"] = kind.default
    content = {JSON: {"schema": {"$ref": f"{SHAPES}{shape}"}, "example": sample}}
    headers = {"headers": {"Retry-After": RETRY_AFTER}} if kind.status in COMES_BACK else {}
    return {"description": kind.default, "content": content, **headers}


def _complete_body(body: Document, glossary: Glossary) -> None:
    for media_type, content in body.get("content", {}).items():
        schema = content["schema"]
        if "properties" in schema:
            # A form: django-ninja calls each the same, and files optional because a missing one has its own message.
            schema.pop("title", None)
            _require_files(schema)
            _explain_fields(schema, "", glossary)
        content["example"] = glossary.sample(schema)
        body["required"] = media_type == JSON or bool(schema.get("required"))


def _require_files(schema: Document) -> None:
    for name, field in schema["properties"].items():
        file = next((choice for choice in field.get("anyOf", []) if is_file(choice)), None)
        if file is not None:
            schema["properties"][name] = dict(file)
            schema.setdefault("required", []).append(name)


def _explain_fields(schema: Document, shape: str, glossary: Glossary) -> None:
    for name, field in schema.get("properties", {}).items():
        field.pop("title", None)
        field.setdefault("description", glossary.says(f"{shape}.{name}", name))


def _explain_parameter(parameter: Document, glossary: Glossary) -> None:
    name, schema = parameter["name"], parameter["schema"]
    names = (f"?{name}", name) if parameter["in"] == "query" else (name,)
    schema.pop("title", None)
    # Nothing is not a value that a query can have.
    some = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    if len(some) == 1:
        schema.update(some[0])
        del schema["anyOf"]
    parameter["description"] = parameter.get("description") or glossary.says(*names)
    sample = glossary.sample(schema, *names)
    if sample is not LEFT_OUT:
        parameter["example"] = sample


def _shape_of(answer: Document) -> str:
    """Name the shape of a JSON answer."""
    schema: Any = answer.get("content", {}).get(JSON, {}).get("schema", {})
    return name_in(schema)


def _prune(document: Document) -> None:
    """Leave shapes out that nothing refers to: those of forms and queries stand in the calls themselves."""
    shapes = document["components"]["schemas"]
    wanted: set[str] = set()
    waiting = [document["paths"], document["components"]["responses"]]
    while waiting:
        new = {name_in({"$ref": found}) for found in references(waiting.pop()) if found.startswith(SHAPES)} - wanted
        wanted |= new
        waiting += [shapes[name] for name in new]
    for name in set(shapes) - wanted:
        del shapes[name]
