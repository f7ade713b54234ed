"""The OpenAPI document: whole for every call, true to its own shapes, and readable as a page."""

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from core.errors import LuminaError
from core.openapi import read_chapters
from core.openapi.words import references
from lumina_site.api import api
from lumina_site.api_words import CHAPTERS, WORDS

DOCUMENT: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
CALLS: list[tuple[str, str, Any]] = [
    (method, path, call) for path, methods in DOCUMENT["paths"].items() for method, call in methods.items()
]
JSON = "application/json"
every_call = pytest.mark.parametrize(
    ("method", "path", "call"), CALLS, ids=[f"{method.upper()} {path}" for method, path, _ in CALLS]
)


def answer_of(call: Any, status: str) -> Any:
    """Answer what a call says of a status, wherever it says it."""
    answer = call["responses"][status]
    return DOCUMENT["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]] if "$ref" in answer else answer


def check_example(content: Any) -> None:
    """Hold an example against the shape that it is an example of."""
    schema = {**content["schema"], "components": DOCUMENT["components"]}
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(content["example"])


@every_call
def test_a_call_says_what_it_is(method: str, path: str, call: Any) -> None:
    assert method
    assert call["summary"][0].isupper()
    assert call["description"].endswith(".")
    assert set(call["tags"]) <= set(CHAPTERS)
    assert re.fullmatch("[a-z0-9_]+", call["operationId"])
    named = set(re.findall(r"\{(\w+)\}", path))
    assert named == {given["name"] for given in call["parameters"] if given["in"] == "path"}
    for given in call["parameters"]:
        assert given["description"], given["name"]
        assert "example" in given or given["name"] in {"before", "after"}


@every_call
def test_a_call_names_every_answer(method: str, path: str, call: Any) -> None:
    statuses = set(call["responses"])
    assert statuses & {"200", "201", "204", "302"}
    assert {"400", "401", "403", "503"} <= statuses
    assert ("requestBody" not in call) or {"411", "413"} <= statuses
    assert ("{" not in path) or "404" in statuses
    opens_to_all = path in {"/api/auth/signup", "/api/auth/login", "/api/auth/logout"}
    assert call.get("security", []) == ([] if opens_to_all else [{"SessionCookie": []}, {"BearerToken": []}])
    for status in statuses:
        answer = answer_of(call, status)
        assert answer["description"], status
        for content in answer.get("content", {}).values():
            if "example" in content:
                check_example(content)
        if status >= "400":
            shape = answer["content"][JSON]["schema"]["$ref"].rsplit("/", 1)[1]
            assert shape == ("ImageError" if path.startswith("/api/v1/images") else "ErrorBody")
        assert (status in {"429", "503"}) == ("Retry-After" in answer.get("headers", {})), (method, status)


@every_call
def test_a_call_gives_examples(method: str, path: str, call: Any) -> None:
    for content in call.get("requestBody", {}).get("content", {}).values():
        assert content["example"] or "photo" in content["schema"]["properties"], (method, path)
        if JSON in call["requestBody"]["content"]:
            check_example(content)
    for status, answer in call["responses"].items():
        for kind, content in answer.get("content", {}).items():
            assert ("example" in content) == (kind == JSON), status


def test_every_name_has_words() -> None:
    forms = [
        ("", content["schema"])
        for _, _, call in CALLS
        for content in call.get("requestBody", {}).get("content", {}).values()
    ]
    shapes = [*DOCUMENT["components"]["schemas"].items(), *forms]
    nameless = {
        f"{shape}.{name}"
        for shape, schema in shapes
        for name, field in schema.get("properties", {}).items()
        if not field.get("description")
    }
    assert nameless == set()


def test_no_words_are_for_nothing() -> None:
    fields = {
        (shape, name)
        for shape, schema in DOCUMENT["components"]["schemas"].items()
        for name in schema.get("properties", {})
    }
    names = {name for _, name in fields} | {f"{shape}.{name}" for shape, name in fields}
    names |= {name for given in parameters() for name in (given["name"], f"?{given['name']}")}
    names |= set(DOCUMENT["components"]["securitySchemes"])
    assert set(WORDS) - names <= {"photo", "file"}


def parameters() -> Iterator[Any]:
    """List the parameters of all calls."""
    for _, _, call in CALLS:
        yield from call["parameters"]


def test_every_reference_leads_somewhere_and_every_shape_is_used() -> None:
    used = set(references(DOCUMENT))
    there = {
        f"#/components/{kind}/{name}" for kind in ("schemas", "responses") for name in DOCUMENT["components"][kind]
    }
    assert used == there


def test_lists_have_their_next_page_in_the_link_header() -> None:
    for _, path, call in CALLS:
        if any(given["name"] == "limit" for given in call["parameters"]) and "/v1/" not in path:
            assert "Link" in call["responses"]["200"]["headers"], path


@pytest.mark.django_db
def test_the_document_is_for_everybody() -> None:
    answer = Client().get("/api/openapi.json")
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, JSON)
    assert answer.json() == DOCUMENT


@pytest.mark.django_db
def test_the_page_shows_every_call_and_every_error() -> None:
    answer = Client().get("/api/docs")
    assert answer.status_code == 200
    text = answer.content.decode()
    for chapter in read_chapters(DOCUMENT):
        assert f'id="{chapter.anchor}"' in text
        for call in chapter.calls:
            assert f'<article class="docs-call" id="{call.anchor}">' in text
            assert f"<code>{call.path}</code>" in text
    for kind in LuminaError.__subclasses__():
        assert f"<code>{kind.code}</code>" in text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    assert len(gzip.compress(answer.content)) < 40_000


@pytest.mark.django_db
def test_the_page_is_only_read() -> None:
    assert Client().head("/api/docs").status_code == 200
    assert Client().post("/api/docs").status_code == 405
