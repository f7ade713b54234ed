"""Schemathesis asks what the API's own document allows, and much that it does not: every answer is as documented.

It talks to the site as it runs in production, as a member with photos, a friend, comments and messages. Bounded in the
number of cases, and the same cases each time.
"""

import json
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis import Case
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi import checks

from core.tests.running import PLAIN, ROOT, Site, multipart
from lumina_site.api import api
from tests import servers
from tests.cast import jpeg

pytestmark = pytest.mark.skipif(
    any(os.environ.get(name) for name in PLAIN if name != "LANG"), reason="it asks the same site in every lane"
)
CASES = int(os.environ.get("SCHEMATHESIS_CASES", "8"))
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
]
schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
schema.config.generation.update(
    modes=list(schemathesis.GenerationMode), max_examples=CASES, deterministic=True, with_security_parameters=False
)
# What there is, by the name that asks for it; filled when the site runs. What a call ends is of its own.
THERE: dict[str, list[Any]] = {}
SACRIFICED: dict[str, list[Any]] = {}
ENDS_IT = re.compile("DELETE /api/(photos|v1/images|friends)/{[a-z_]+}|[A-Z]+ /api/blocks/.*")
PARTS = (ParameterLocation.PATH, ParameterLocation.QUERY, ParameterLocation.BODY)


def ask_often_for_what_is_there(case: Case[Any]) -> None:
    """Put in two of three cases something that is there into the parts of a request that are in order."""
    ends_it = ENDS_IT.fullmatch(f"{case.method} {case.path}") is not None
    for part in PARTS:
        told = case.meta.components.get(part) if case.meta else None
        given = getattr(case, part.container_name)
        if told is None or not told.mode.is_positive or not isinstance(given, dict):
            continue
        for name, value in given.items():
            chance = zlib.crc32(f"{name}{value!r}".encode())
            choices = SACRIFICED.get(name, []) if ends_it else THERE.get(name, [])
            if choices and chance % 3:
                given[name] = choices[chance % len(choices)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict[str, str]]]:
    """Run a site with two friends, some photos, comments and messages; answer it with the session of one of them."""
    # With tables of its own: those of the tests are emptied after each.
    own = {"DYNAMODB_ENDPOINT_URL": servers.dynoxide(), "RATE_LIMITS": "off"}
    make = [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), "create_tables", "--verbosity=0"]
    subprocess.run(make, check=True, env={**os.environ, **PLAIN, **own})
    site = Site(tmp_path_factory.mktemp("site"), **own)
    me, friend, stranger = site.member(), site.member(), site.member()

    def ask(who: dict[str, str], method: str, path: str, **body: Any) -> Any:
        sent = json.dumps(body).encode() if body else None
        answer = site.ask(method, f"/api{path}", sent, {**who, "Content-Type": "application/json"})
        assert answer.status < 300, answer.body
        return json.loads(answer.body or b"null")

    mine, friends, strangers = (ask(who, "GET", "/auth/me") for who in (me, friend, stranger))
    request = ask(friend, "POST", "/friends/request", username=mine["username"])
    ask(me, "POST", "/friends/respond", request_id=request["id"], action="accept")
    body, headers = multipart(jpeg(), title="There", tags="sea")
    photos = [json.loads(site.ask("POST", "/api/photos", body, {**me, **headers}).body)["id"] for _ in range(8)]
    comments = [ask(me, "POST", f"/photos/{photos[0]}/comments", text="Hello")["comment_id"] for _ in range(4)]
    sent = [ask(me, "POST", "/messages", to_user_id=friends["id"], text="Hello")["message_id"] for _ in range(4)]
    THERE.update(photo_id=photos[:1], image_id=photos[:1], comment_id=comments, message_id=sent)
    THERE.update(user_id=[friends["id"]], to_user_id=[friends["id"]], size=["thumb", "full", "original"])
    THERE.update(username=[friends["username"], strangers["username"]], user=[friends["username"]])
    THERE.update(before=[photos[4], comments[2], sent[2]], after=[comments[1], sent[1]])
    SACRIFICED.update(photo_id=photos[1:], image_id=photos[1:], user_id=[strangers["id"]])
    yield site, me
    site.stop()


@schema.parametrize()
@hypothesis.settings(deadline=None)
def test_every_answer_is_as_documented(case: Case[Any], world: tuple[Site, dict[str, str]]) -> None:
    site, me = world
    ask_often_for_what_is_there(case)
    # Signing up, logging in or out ends the session that is sent along, which all other calls need.
    headers = me if "security" in case.operation.definition.raw else {}
    answer = case.call(base_url=f"http://127.0.0.1:{site.port}", headers=headers)
    # The server itself takes no line above 8,190 characters.
    if answer.status_code != HTTPStatus.REQUEST_URI_TOO_LONG:
        # In a form every value is a text, so that none is of a wrong type.
        is_form = (case.media_type or "").startswith("multipart/")
        case.validate_response(answer, checks=CHECKS if is_form else [*CHECKS, checks.negative_data_rejection])
