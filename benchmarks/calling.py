"""Requests to the site without a network, what they ask of the stores, and the same calls by a plain client."""

import io
import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import botocore.session
from botocore.config import Config
from django.conf import settings
from django.db import connection as sql

from core.dynamo.connection import GuardedConnection

METHODS = {
    "Query": "query",
    "BatchGetItem": "batch_get_item",
    "BatchWriteItem": "batch_write_item",
    "TransactWriteItems": "transact_write_items",
}
Answer = tuple[int, bytes]


def plain_client(url: str) -> Any:  # noqa: ANN401 -- botocore's clients have no types of their own
    """Make the client that any program would make, on the same transport settings as the site's own."""
    return botocore.session.get_session().create_client(
        "dynamodb",
        region_name=settings.AWS_REGION,
        endpoint_url=url,
        aws_access_key_id="embedded",
        aws_secret_access_key="embedded",  # noqa: S106 -- our own server takes any
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )


@dataclass
class Asked:
    """What a piece of code asked of the stores."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    queries: int = 0

    def again(self, client: Any, renamed: Callable[[str], Mapping[str, str]]) -> Callable[[], None]:  # noqa: ANN401
        """Prepare the same calls through a plain client, with some ids replaced so that writes can succeed again."""
        text = json.dumps(self.calls)
        for old, new in renamed(text).items():
            text = text.replace(old, new)
        calls = json.loads(text)
        for _, parameters in calls:
            if "ClientRequestToken" in parameters:
                parameters["ClientRequestToken"] = str(uuid.uuid4())

        def run() -> None:
            for operation, parameters in calls:
                getattr(client, METHODS[operation])(**parameters)

        return run


@contextmanager
def listening() -> Iterator[Asked]:
    """Note every call to DynamoDB and every SQL query of the block."""
    asked = Asked()
    original = GuardedConnection._make_api_call  # noqa: SLF001

    def noting(self: GuardedConnection, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        asked.calls.append((operation, parameters))
        return original(self, operation, parameters)

    def counting(execute: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 -- what Django passes through
        asked.queries += 1
        return execute(*arguments)

    with mock.patch.object(GuardedConnection, "_make_api_call", noting), sql.execute_wrapper(counting):
        yield asked


@dataclass(frozen=True)
class Visitor:
    """A signed-in browser, straight at the WSGI application: all middleware, no network and no server."""

    application: Callable[..., Any]
    session: str

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self._send("GET", path, b"")

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form of this site's own pages."""
        token = "a" * 32
        return self._send("POST", path, urlencode({"csrfmiddlewaretoken": token, **fields}).encode(), token)

    def _send(self, method: str, path: str, body: bytes, token: str = "") -> Answer:
        path, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            "HTTP_ORIGIN": "http://localhost",
            "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={token}",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        setup_testing_defaults(environ)
        status: list[int] = []
        response = self.application(environ, lambda line, _headers, *_: status.append(int(line.split()[0])))
        try:
            return status[0], b"".join(response)
        finally:
            response.close()
