"""The screening of new pictures: what moderators forbade, what a service finds, and from whom the picture comes.

It decides and stores nothing. What becomes of a verdict is the business of photos/services.
"""

from collections.abc import Mapping

from django.conf import settings
from django.db import DatabaseError
from django.utils.module_loading import import_string

from core.errors import Unavailable
from moderation.queries import Trust, trust_of
from moderation.screening.blocked import is_blocked, looks_blocked
from moderation.screening.findings import Finding, Looking, Severity
from photos.models import APPROVED, HELD, REJECTED
from photos.screening import Picture, ScreeningFailed, Verdict

BACKENDS = {
    "none": "moderation.screening.findings.nobody",
    "rekognition": "moderation.screening.rekognition.look",
}
# What becomes of a picture that was looked at, by whose it is and what was found.
OUTCOMES: Mapping[Trust, Mapping[Severity, str]] = {
    trust: dict(zip(Severity, row, strict=True))
    for trust, row in {
        # nothing, doubtful, clear
        Trust.DISTRUSTED: (HELD, REJECTED, REJECTED),
        Trust.NEW: (APPROVED, HELD, REJECTED),
        Trust.KNOWN: (APPROVED, HELD, REJECTED),
        Trust.TRUSTED: (APPROVED, APPROVED, HELD),
    }.items()
}
# The rendition whose looks are kept of blocked pictures (moderation/services/blocking.py).
COMPARED = "thumb"
NAMED = 5

REMOVED_BEFORE = "This picture was removed before and may not be uploaded again."
LOOKS_REMOVED = "It looks like a picture that was removed before."
LOOKED_AT_FIRST = "Somebody looks at your pictures first, because something of yours has broken a rule not long ago."


def screen(picture: Picture) -> Verdict:
    """Say what becomes of a picture, in sentences for its owner where it is not approved. Raises ScreeningFailed."""
    try:
        return _verdict(picture)
    except (DatabaseError, Unavailable) as error:
        # Nobody knows now what is blocked, or whose it is.
        raise ScreeningFailed(f"a store does not answer: {error}") from error


def _verdict(picture: Picture) -> Verdict:
    if is_blocked(picture.sha256):
        return Verdict(REJECTED, (REMOVED_BEFORE,))
    looking: Looking = import_string(BACKENDS[settings.MODERATION_BACKEND])
    found = looking(picture)
    status, reasons = (APPROVED, []) if found is None else _judged(picture, found)
    if status != REJECTED and looks_blocked(picture.files.get(COMPARED, b"")):
        status, reasons = HELD, [LOOKS_REMOVED, *reasons]
    found = found or Finding(Severity.NOTHING)
    return Verdict(status, tuple(reasons), found.labels, found.unsafe, found.text)


def _judged(picture: Picture, found: Finding) -> tuple[str, list[str]]:
    status = OUTCOMES[trust_of(picture.owner_id)][found.severity]
    if status == APPROVED:
        return status, []
    names = ", ".join(label.name for label in found.unsafe[:NAMED])
    return status, [f"It seems to show: {names}." if names else LOOKED_AT_FIRST]
