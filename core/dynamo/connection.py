"""The one connection to DynamoDB, with short timeouts, bounded retries and the request's deadline around each call.

PynamoDB alone waits up to two minutes, and does not retry a transaction that collided with another one.
"""

import logging
import random
import threading
import time
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, NoCredentialsError
from django.conf import settings
from pynamodb.connection import Connection
from pynamodb.exceptions import VerboseClientError
from urllib3.util import Timeout

from core.deadline import seconds_left
from core.dynamo.answers import ItemParserFactory
from core.errors import Unavailable

log = logging.getLogger(__name__)

CONNECT_SECONDS = 1.0
READ_SECONDS = 2.0
# With the pauses between them about two seconds; transactions on a photo that many like at once need several.
ATTEMPTS = 8
FIRST_PAUSE_SECONDS = 0.025
LONGEST_PAUSE_SECONDS = 0.8
RETRY_AFTER_SECONDS = 5
# The most writes that DynamoDB takes in one transaction.
TRANSACTION_ITEMS = 100
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html, those to be retried.
PASSING = frozenset(
    {
        "InternalServerError",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
# Faults of the set-up: they will not pass by themselves, and no input of a person causes them.
BROKEN_SETUP = frozenset(
    {
        "AccessDeniedException",
        "ExpiredTokenException",
        "IncompleteSignatureException",
        "InvalidSignatureException",
        "MissingAuthenticationTokenException",
        "ResourceNotFoundException",
        "UnrecognizedClientException",
    }
)
PASSING_REASONS = frozenset({"ThrottlingError", "TransactionConflict", "ProvisionedThroughputExceeded"})


class GuardedConnection(Connection):
    """A connection whose every call ends within the deadline: with an answer, a refusal, or Unavailable."""

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        for attempt in range(ATTEMPTS):
            if attempt:
                pause(attempt - 1)
            _refuse_after_deadline()
            try:
                return super()._make_api_call(operation_name, operation_kwargs)
            except VerboseClientError as error:
                if not _will_pass(error):
                    raise _for_people(error, operation_name) from error
                log.info("dynamodb %s: %s, attempt %d", operation_name, _code(error), attempt + 1)
            except NoCredentialsError as error:
                raise _unavailable(operation_name, error) from error
            except (HTTPClientError, BotoCoreError) as error:
                log.info("dynamodb %s: %s, attempt %d", operation_name, error, attempt + 1)
        raise _unavailable(operation_name, None)


class _WithinDeadline(Timeout):
    """The timeouts of one call, cut to what the request has left; urllib3 clones them at the start of each call."""

    def clone(self) -> Timeout:
        left = seconds_left()
        # urllib3 takes no 0; a call after the deadline does not come this far.
        return Timeout(None if left is None else max(left, 0.001), CONNECT_SECONDS, READ_SECONDS)


def _refuse_after_deadline() -> None:
    if seconds_left() == 0:
        raise Unavailable(retry_after=RETRY_AFTER_SECONDS)


def pause(attempt: int) -> None:
    """Wait before another attempt, with full jitter, so that clients which collided do not meet again."""
    longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**attempt)
    left = seconds_left()
    time.sleep(random.uniform(0, longest if left is None else min(longest, left)))  # noqa: S311 -- jitter, no secret


def _code(error: VerboseClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _status(error: VerboseClientError) -> int:
    """Answer the HTTP status, which PynamoDB leaves in the error that it wraps."""
    cause = error.__cause__
    response: Any = cause.response if isinstance(cause, ClientError) else {}
    return int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _will_pass(error: VerboseClientError) -> bool:
    if _code(error) in PASSING or _status(error) >= 500:  # noqa: PLR2004 -- HTTP's own word for "not your fault"
        return True
    codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
    return bool(codes) and codes <= PASSING_REASONS


def _for_people(error: VerboseClientError, operation: str) -> Exception:
    # A table that is asked for may be missing; one that is used may not.
    asked = operation == "DescribeTable" and _code(error) == "ResourceNotFoundException"
    return _unavailable(operation, error) if _code(error) in BROKEN_SETUP and not asked else error


def _unavailable(operation: str, error: Exception | None) -> Unavailable:
    log.error("dynamodb %s failed: %s", operation, error or "no answer")
    return Unavailable(retry_after=RETRY_AFTER_SECONDS)


_lock = threading.Lock()
_connection: GuardedConnection | None = None


def connection() -> GuardedConnection:
    """Answer the connection of this process, made at the first use so that settings may still say where to."""
    global _connection  # noqa: PLW0603 -- one connection pool a process, like Django's own connections
    if _connection is None:
        with _lock:
            if _connection is None:
                _connection = _connect()
    return _connection


def use_endpoint(url: str) -> None:
    """Send this process's calls to another address from now on (`manage.py up`, which starts the server itself)."""
    global _connection  # noqa: PLW0603
    settings.DYNAMODB_ENDPOINT_URL = url
    _connection = None


def _connect() -> GuardedConnection:
    embedded = settings.EMBEDDED_DYNAMODB
    if embedded and not settings.DYNAMODB_ENDPOINT_URL:
        message = "The photo tables are not running. Start the site first: make run"
        raise Unavailable(message)
    made = GuardedConnection(
        region=settings.AWS_REGION,
        host=settings.DYNAMODB_ENDPOINT_URL,
        connect_timeout_seconds=CONNECT_SECONDS,
        read_timeout_seconds=READ_SECONDS,
        max_retry_attempts=0,
        max_pool_connections=settings.REQUEST_THREADS + 4,
        # Our own server takes any credentials, but the client refuses to call without some.
        aws_access_key_id="embedded" if embedded else None,
        aws_secret_access_key="embedded" if embedded else None,
    )
    made.session.register_component("response_parser_factory", ItemParserFactory())
    # Made now: botocore's clients are not safe to make in two threads at once. It has no timeout for a single call.
    session: Any = made.client._endpoint.http_session  # noqa: SLF001
    session._manager.connection_pool_kw["timeout"] = _WithinDeadline()  # noqa: SLF001
    return made
