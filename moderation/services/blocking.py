"""Pictures that may not come again: kept by their checksum and by what they look like, while the decision holds."""

from django.core.files.storage import default_storage

from core.ids import PhotoId
from moderation.models import BlockedPicture, Case
from moderation.screening import COMPARED
from moderation.screening.hashes import looks_of
from photos.models import rendition_name
from photos.queries import photo_for_staff


def settle_blocked_picture(*, case: Case, blocked: bool) -> None:
    """Keep the picture of a case out from now on, or let it in again. Safe to repeat."""
    known = BlockedPicture.objects.filter(case=case)
    if not blocked:
        known.delete()
        return
    photo = None if known.exists() else photo_for_staff(case.target_id)
    if photo is not None and photo.sha256:
        BlockedPicture.objects.get_or_create(
            sha256=photo.sha256,
            case=case,
            defaults={"perceptual": _looks(photo.id), "added_by_id": _who(case)},
        )


def _looks(photo_id: PhotoId) -> str:
    try:
        with default_storage.open(rendition_name(photo_id, COMPARED)) as file:
            return looks_of(file.read())
    except FileNotFoundError:
        # Its bytes alone have to do.
        return ""


def _who(case: Case) -> int | None:
    return case.decisions.filter(block_again=True).values_list("actor_id", flat=True).last()
