"""What is stopped for everybody just now: uploads, sign-ups, messages, or every change (read-only).

Each process keeps what the rows of `KillSwitch` said in its memory and reads them again after five seconds, when
somebody asks; so a flipped switch counts everywhere within ten, and asking costs nothing. What background work does is
never stopped.
"""

import logging
import threading
import time
from collections.abc import Mapping
from typing import Any

from django.db import Error as DatabaseError
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from core.errors import Unavailable
from core.models import KillSwitch
from core.origin import SAFE_METHODS

log = logging.getLogger(__name__)
READ_EVERY_SECONDS = 5.0
RETRY_AFTER_SECONDS = 300
SENTENCES = {
    "uploads": "New photos cannot be uploaded for a while. Please come back later.",
    "sign_ups": "Nobody can sign up for a while. Please come back later.",
    "messages": "Messages cannot be sent for a while. Please come back later.",
    "read_only": "The site can only be looked at for a while: nothing can be changed. Please come back later.",
}
# What is said at the top of every page.
ANNOUNCED = ("read_only", "uploads")
# People come and go while nothing can be changed, and staff must be able to end it.
STAYS_OPEN = ("/accounts/login/", "/accounts/logout/", "/api/auth/login", "/api/auth/logout")
STAFF_ONLY = "/admin/"


class _Known:
    """What this process knows: the words about each thing that is stopped."""

    def __init__(self) -> None:
        self._reading = threading.Lock()
        self._words: Mapping[str, str] = {}
        self._read_at: float | None = None

    def words(self) -> Mapping[str, str]:
        """Answer what is known, at most some seconds old; while one thread reads it anew the others take the old."""
        if self._is_old() and self._reading.acquire(blocking=self._read_at is None):
            try:
                if self._is_old():
                    self._read()
            finally:
                self._reading.release()
        return self._words

    def forget(self) -> None:
        """Read anew when somebody asks the next time, and not what is being read just now."""
        with self._reading:
            self._read_at = None

    def _is_old(self) -> bool:
        return self._read_at is None or time.monotonic() - self._read_at >= READ_EVERY_SECONDS

    def _read(self) -> None:
        try:
            rows = KillSwitch.objects.filter(is_stopped=True).values_list("name", "note")
            self._words = {name: note or SENTENCES[name] for name, note in rows}
        except DatabaseError:
            # The site stays as it was, and whoever needs the database for something else meets the error there.
            log.warning("switches: the database did not answer, so what was known holds")
        self._read_at = time.monotonic()


_known = _Known()
forget = _known.forget


def why_stopped(name: str) -> str:
    """Answer the words about a thing that is stopped; nothing while it is not."""
    return _known.words().get(name, "")


def refuse_if_stopped(name: str) -> None:
    """Raise Unavailable with the words for people when this is stopped."""
    words = why_stopped(name)
    if words:
        raise Unavailable(words, retry_after=RETRY_AFTER_SECONDS)


def announcement() -> str:
    """Answer what every page says at its top, if anything."""
    return next((words for name in ANNOUNCED if (words := why_stopped(name))), "")


def refuse_changes(request: HttpRequest) -> None:
    """Raise Unavailable for what would change something while the site can only be looked at."""
    if request.method in SAFE_METHODS or request.path in STAYS_OPEN:
        return
    if why_stopped("read_only") and not _is_for_staff(request):
        refuse_if_stopped("read_only")


def flip(*, switch: KillSwitch, actor_id: int) -> None:
    """Store a switch that was changed, and since when and by whom it is as it is now."""
    switch.since, switch.by_id = timezone.now(), actor_id
    switch.save()


def _is_for_staff(request: HttpRequest) -> bool:
    return request.path.startswith(STAFF_ONLY) and request.user.is_active and request.user.is_staff


@receiver(post_save, sender=KillSwitch)
def _saved(**_: Any) -> None:  # noqa: ANN401 -- whatever a signal carries
    """Have it count in this process at once, and again when others can see it, too."""
    forget()
    transaction.on_commit(forget)
