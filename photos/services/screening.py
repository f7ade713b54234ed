"""Screening: a picture is held against what this site does not want before others see it.

What could not be looked at is held, with a mark from which it is looked at again until there is a verdict. An error
approves nothing.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.storage import default_storage

from core.dynamo import batch_delete
from core.errors import Invalid, Unavailable
from core.ids import PhotoId, UserId
from photos import models
from photos.models import APPROVED, DELETED, HELD, SIZES, STANDINGS, UNSCREENED, Photo, Score
from photos.queries import stored_photo
from photos.screening import Label, Picture, ScreeningFailed, Verdict, screened
from photos.services.standing import copy_of, settle
from photos.services.telling import tell

log = logging.getLogger(__name__)

UNWANTED = "This picture cannot be used here."
CANNOT_CHECK = "Your picture could not be checked just now. Please try again later."
RETRY_AFTER_SECONDS = 60
NOT_CHECKED = "It could not be checked yet. It is looked at again by itself."
# What a service finds beyond this helps nobody to find the photo.
MOST_LABELS, LABEL_LONGEST, TEXT_LONGEST = 100, 100, 5000


@dataclass(frozen=True)
class Judged:
    """A photo as it is after the screening; without a verdict it could not be looked at."""

    photo: Photo
    verdict: Verdict | None


def judged(photo: Photo, files: Mapping[str, bytes]) -> Judged:
    """Hold a photo, whose renditions these are, against the screening; nothing is stored."""
    new = copy_of(photo)
    picture = Picture(photo.id, photo.owner_id, photo.sha256, dict(files))
    try:
        verdict = _checked(screened(picture))
    except ScreeningFailed as error:
        log.warning("photo %s could not be screened: %s", photo.photo_id, error)
        new.status, new.reasons = HELD, [NOT_CHECKED]
        return Judged(new, None)
    new.status = new.screened = verdict.status
    new.reasons = [] if verdict.status == APPROVED else list(verdict.reasons)
    new.labels = list(dict.fromkeys(label.name[:LABEL_LONGEST] for label in verdict.labels))[:MOST_LABELS]
    new.detected_text = verdict.text[:TEXT_LONGEST]
    found = [(label, True) for label in verdict.unsafe] + [(label, False) for label in verdict.labels]
    new.scores = [_score(label, unsafe=unsafe) for label, unsafe in found[:MOST_LABELS]]
    new.published_at = int(time.time() * 1000) if verdict.status == APPROVED else 0
    return Judged(new, verdict)


def refuse_unwanted(*, owner_id: UserId, sha256: str, files: Mapping[str, bytes]) -> None:
    """Raise Invalid for a picture that is no photo, and so cannot be held, unless the screening approves it.

    Raises Unavailable when it could not be looked at.
    """
    try:
        verdict = _checked(screened(Picture(PhotoId(""), owner_id, sha256, files)))
    except ScreeningFailed as error:
        log.warning("a picture of person %s could not be screened: %s", owner_id, error)
        raise Unavailable(CANNOT_CHECK, retry_after=RETRY_AFTER_SECONDS) from error
    if verdict.status != APPROVED:
        raise Invalid(fields={"photo": [*verdict.reasons] or [UNWANTED]})


def screen_again(*, photo_id: PhotoId) -> str:
    """Look once more at a photo that could not be screened, and answer its status; approved it is published as if new.

    A moderator who has decided meanwhile, or an owner who has deleted it, was faster: that holds.
    """
    old = stored_photo(photo_id)
    if old is None or old.status != HELD:
        if old is not None:
            batch_delete([models.entry(models.with_status(UNSCREENED), old)])
        return old.status if old else DELETED
    try:
        files = _renditions(old)
    except FileNotFoundError as error:
        log.warning("photo %s cannot be screened: %s", photo_id, error)
        return HELD
    found = judged(old, files)
    if found.verdict is None or not settle(old, found.photo, screening="ends"):
        now = stored_photo(photo_id)
        return now.status if now else DELETED
    tell(found.photo, found.verdict)
    return found.photo.status


def _checked(verdict: Verdict) -> Verdict:
    if verdict.status not in STANDINGS:
        message = f"no such verdict: {verdict.status!r}"
        raise ScreeningFailed(message)
    return verdict


def _score(label: Label, *, unsafe: bool) -> Score:
    return Score(label.name[:LABEL_LONGEST], label.score, unsafe)


def _renditions(photo: Photo) -> dict[str, bytes]:
    """Read the renditions back from the storage."""
    files = {}
    for size in SIZES:
        with default_storage.open(models.rendition_name(photo.id, size)) as file:
            files[size] = file.read()
    return files
