"""The photos before and behind one in the listing that the viewer came from."""

from dataclasses import dataclass

from core.ids import PhotoId
from photos.queries.galleries import gallery
from photos.queries.seeing import SeenPhoto
from photos.queries.wanted import Wanted


@dataclass(frozen=True)
class Neighbours:
    """The newer and the older one, None at an end."""

    previous: SeenPhoto | None
    following: SeenPhoto | None


def neighbours(wanted: Wanted, photo_id: PhotoId) -> Neighbours:
    """Read both neighbours of a photo, whether or not the photo itself still stands in the listing."""
    newer = gallery(wanted, before=photo_id, limit=1, newest_first=False).photos
    older = gallery(wanted, before=photo_id, limit=1).photos
    return Neighbours(newer[0] if newer else None, older[0] if older else None)
