"""Pages that belong to no application: readiness, image bytes behind signatures, Django's error hooks."""

import mimetypes
import sys

from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import Error as DatabaseError
from django.db import connection as database
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core import media
from core.answers import error_answer
from core.dynamo import tables
from core.errors import Forbidden, Invalid, LuminaError, NotFound, NotSignedIn
from core.middleware import as_lumina_error
from core.realtime import pulse_of

READ_BYTES = 64 * 1024


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Say that the process lives; under gunicorn the gate answers this before Django is asked."""
    return JsonResponse({"status": "healthy"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Ask every store whether it answers: 200 when all do, else 503 with the state of each."""
    checks = {"database": _database, "dynamodb": _dynamodb, "media": _media, "cache": _cache}
    states = {name: _state(check) for name, check in checks.items()}
    ready = all(state == "ok" for state in states.values())
    answer = JsonResponse({"status": "ready" if ready else "not ready", "stores": states}, status=200 if ready else 503)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def signed_file(request: HttpRequest, name: str) -> FileResponse:
    """Send a local image file to whoever holds a URL that this site signed; anything else is 404."""
    query = request.GET
    download = query.get("d", "")
    seconds = media.seconds_valid(name, query.get("e", ""), download, query.get("s", ""))
    if not seconds:
        raise NotFound
    try:
        file = default_storage.open(name)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise NotFound from error
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    # Stripped, because Django 5.2 takes a line end at the end of a plain name into the header and then fails on it.
    answer = FileResponse(file, content_type=kind, as_attachment=bool(download), filename=download.strip())
    answer.block_size = READ_BYTES
    # The URL is the key to the bytes and the same for everybody, so that a shared cache may keep them as long as it.
    answer["Cache-Control"] = f"public, max-age={seconds}, immutable"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Tell a page without a socket whether something has happened for its person: 204 when nothing has."""
    if not request.user.is_authenticated:
        return error_answer(request, NotSignedIn())
    pulse = pulse_of(request.user.pk)
    answer = HttpResponse(status=204) if request.GET.get("after") == pulse else JsonResponse({"pulse": pulse})
    answer["Cache-Control"] = "private, no-store"
    return answer


def error_hook(error: LuminaError) -> object:
    """Make a view for Django's handler400 … handler500 out of a typed error."""

    def view(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
        return error_answer(request, error)

    return view


bad_request = error_hook(Invalid())
forbidden = error_hook(Forbidden())
not_found = error_hook(NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what was raised outside of a view: a store that is away is a 503 there too, all else a 500."""
    raised = sys.exception()
    return error_answer(request, (isinstance(raised, Exception) and as_lumina_error(raised)) or LuminaError())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Explain a missing or old form token in words."""
    return error_answer(
        request, Forbidden("This form is too old or came from elsewhere. Go back, reload and try again.")
    )


@csrf_exempt
def no_such_call(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer unknown paths under /api/ in JSON, also while DEBUG shows its own page for the others."""
    return error_answer(request, NotFound())


def _state(check: object) -> str:
    try:
        check()  # type: ignore[operator]
    except Exception as error:  # noqa: BLE001 -- whatever a store throws, it is not ready
        return type(error).__name__
    return "ok"


def _database() -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT 1")


def _dynamodb() -> None:
    for table in tables():
        if not table.exists():
            raise DatabaseError(table.Meta.table_name)


def _media() -> None:
    default_storage.exists("ready")


def _cache() -> None:
    cache.set("ready", 1, 5)
