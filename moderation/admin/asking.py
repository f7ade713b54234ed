"""What the pages of the administration share about who asks: the person, and the notes of what they did."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.cache import cache
from django.http import HttpRequest

from accounts.requests import member
from core.errors import Forbidden, NotFound
from core.ids import number_in
from moderation.models import Case
from moderation.queries.rights import YOURS, may_look

# Who looks at a case again within this time is noted once.
LOOKED_SECONDS = 600


def check_right(request: HttpRequest, name: str) -> None:
    """Raise Forbidden without a right."""
    if not member(request).has_perm(name):
        raise Forbidden("Your rights do not reach that far.")


def check_may_look(request: HttpRequest, case: Case) -> None:
    """Raise Forbidden for a case about something of who asks: it names those who reported it."""
    if not may_look(member(request), case):
        raise Forbidden(YOURS)


def asked_number(text: str) -> int:
    """Read an id from an address, or raise NotFound."""
    number = number_in(text)
    if number is None:
        raise NotFound
    return number


def note_deed(request: HttpRequest, case: Case, text: str) -> None:
    """Write into the history of a case what somebody did."""
    LogEntry.objects.log_actions(member(request).pk, [case], CHANGE, text, single_object=True)


def note_look(request: HttpRequest, case: Case) -> None:
    """Write into the history of a case that somebody looked at it, once in ten minutes."""
    if cache.add(f"looked-at-case:{request.user.pk}:{case.pk}", 1, LOOKED_SECONDS):
        note_deed(request, case, "Looked at it.")
