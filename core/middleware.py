"""What surrounds every request: its deadline, its name in the log, and errors turned into answers."""

import errno
import logging
from collections.abc import Callable

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_vary_headers
from redis.exceptions import RedisError

from core import gate
from core.answers import error_answer, is_api, request_id
from core.deadline import deadline
from core.errors import Invalid, LuminaError, NotAllowed, TooLarge, Unavailable
from core.origin import refuse_foreign_callers
from core.switches import refuse_changes

log = logging.getLogger(__name__)
# The database, S3 and Redis; DynamoDB says Unavailable by itself (core/dynamo/connection.py).
STORE_IS_AWAY = (OperationalError, InterfaceError, BotoCoreError, Boto3Error, ClientError, RedisError)
DISK_IS_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
Answer = Callable[[HttpRequest], HttpResponse]


def request_frame(get_response: Answer) -> Answer:
    """Give the request its deadline and its id, and say of every personal answer that it is private."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with deadline(settings.REQUEST_DEADLINE_SECONDS):
            response = get_response(request)
        response["X-Request-ID"] = request_id(request)
        if not response.has_header("Cache-Control"):
            # A shared cache must never keep what was made for one person.
            response["Cache-Control"] = "private, no-store" if is_api(request) else "private, no-cache"
        if "public" not in response["Cache-Control"]:
            patch_vary_headers(response, ["Cookie", "Authorization"] if is_api(request) else ["Cookie"])
        return response

    return middleware


class error_answers:  # noqa: N801 -- named like the function beside it: a middleware is a callable
    """Turns typed errors of services, and faults that Django has its own pages for, into answers of one form."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse what the gate, the origin check or read-only mode forbids, else answer and mend a bare 405."""
        if request.method == "HEAD" and is_api(request):
            # django-ninja knows no HEAD; the server leaves the body out.
            request.method = "GET"
        try:
            gate.raise_refusal(request.META)
            refuse_foreign_callers(request)
            refuse_changes(request)
        except LuminaError as error:
            return error_answer(request, error)
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            answer = error_answer(request, NotAllowed())
            answer["Allow"] = response["Allow"]
            return answer
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what a view raised; what is unknown here goes on to Django and is a logged 500."""
        error = as_lumina_error(exception)
        if error is None:
            return None
        if error.status >= 500:  # noqa: PLR2004
            log.error("%s %s: %s", request.method, request.path, exception, extra={"request_id": request_id(request)})
        return error_answer(request, error)


def as_lumina_error(exception: Exception) -> LuminaError | None:
    """Answer the typed error behind an exception of Django's, or None when there is none."""
    if isinstance(exception, LuminaError):
        return exception
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return TooLarge()
    if isinstance(exception, MultiPartParserError | SuspiciousOperation):
        return Invalid("The form arrived damaged. Please send it again.")
    if isinstance(exception, STORE_IS_AWAY) or (isinstance(exception, OSError) and exception.errno in DISK_IS_FULL):
        return Unavailable(retry_after=5)
    return None
