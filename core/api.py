"""What every JSON endpoint shares: base schema, parser, sign-in, and errors in the one form of core/answers.py."""

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import SessionAuth
from ninja.security.http import HttpAuthBase
from pydantic import AfterValidator, ConfigDict

from core.answers import error_answer
from core.errors import Invalid, LuminaError, NotFound, NotSignedIn, TooLarge
from core.middleware import as_lumina_error
from core.openapi import DocumentedAPI, Words
from core.origin import came_with_token
from core.text import is_text


def _must_be_text(value: str) -> str:
    if not is_text(value):
        message = "Contains characters that are no text."
        raise ValueError(message)
    return value


# A string without NUL, control characters and half surrogate pairs: no store takes those.
Text = Annotated[str, AfterValidator(_must_be_text)]


class Body(Schema):
    """The base of every request body: exact types, unknown names ignored."""

    model_config = ConfigDict(strict=True, extra="ignore")


class ErrorBody(Schema):
    """What every error answers."""

    message: str
    code: str
    fields: dict[str, list[str]] | None = None


class StrictJson(Parser):
    """Refuses JSON that is too large, too deep, or no JSON (NaN) with a typed error instead of a 500."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Parse an object; everything else is Invalid or TooLarge."""
        if len(request.body) > settings.MAX_JSON_BYTES:
            raise TooLarge
        try:
            parsed = json.loads(request.body or b"{}", parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            message = "The body is no JSON that can be read."
            raise Invalid(message) from error
        if not isinstance(parsed, dict):
            message = "The body must be a JSON object."
            raise Invalid(message)
        return parsed


def _refuse_constant(name: str) -> None:
    message = f"{name} is no JSON"
    raise ValueError(message)


class SessionCookie(SessionAuth):
    """The session's person, who must still be active.

    Who sends is checked by core/origin.py: a client that is no browser has no form token.
    """

    def __init__(self) -> None:
        """Leave Django's form token to the forms."""
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> AbstractBaseUser | None:  # noqa: ARG002
        """Answer the person or None, which becomes a 401."""
        return None if came_with_token(request) else _caller(request)


class BearerToken(HttpAuthBase):
    """The person of an API token, whom accounts/middleware.py has found before."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> AbstractBaseUser | None:
        """Answer the person or None, which becomes a 401."""
        return _caller(request) if came_with_token(request) else None


def _caller(request: HttpRequest) -> AbstractBaseUser | None:
    user = request.user
    return user if user.is_authenticated and user.is_active else None


def link_to_next(request: HttpRequest, response: HttpResponse, edge: object, *, name: str = "before") -> None:
    """Name the next page in the Link header (RFC 8288), if there is one: the same query, from behind `edge`."""
    if edge:
        query = request.GET.copy()
        query[name] = str(edge)
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{query.urlencode()}>; rel="next"'


def build(title: str, description: str, *, chapters: Mapping[str, str], words: Words) -> DocumentedAPI:
    """Make the API object with Lumina's parser and error answers; routers are added by the site.

    `chapters` says what each tag of the routers is about, `words` what the names mean (core/openapi/).
    """
    api = DocumentedAPI(
        words=words,
        openapi_extra={"tags": [{"name": name, "description": says} for name, says in chapters.items()]},
        title=title,
        description=description,
        version="1",
        parser=StrictJson(),
        auth=[SessionCookie(), BearerToken()],
        docs_url=None,
        urls_namespace="api",
    )
    for kind, translate in TRANSLATIONS.items():
        api.add_exception_handler(kind, _answering(translate))
    return api


def _answering(translate: Callable[[Any], LuminaError | None]) -> Callable[[HttpRequest, Any], HttpResponse]:
    def handler(request: HttpRequest, exception: Exception) -> HttpResponse:
        error = translate(exception)
        if error is None:
            raise exception
        return error_answer(request, error)

    return handler


def _from_validation(exception: ValidationError) -> LuminaError:
    fields: dict[str, list[str]] = {}
    for found in exception.errors:
        names = [str(part) for part in found["loc"][1:] if isinstance(part, str) and part.isidentifier()]
        fields.setdefault(names[-1] if names else "body", []).append(found["msg"].removeprefix("Value error, "))
    return Invalid("Some of that will not do.", fields=fields)


TRANSLATIONS: dict[type[Exception], Callable[[Any], LuminaError | None]] = {
    Exception: as_lumina_error,
    LuminaError: lambda error: error,
    ValidationError: _from_validation,
    AuthenticationError: lambda _: NotSignedIn(),
    Http404: lambda _: NotFound(),
    HttpError: lambda error: Invalid(error.message),
}
