"""What is told once it is stored what became of a photo."""

from core.realtime import group_of_user, publish
from photos.models import APPROVED, Photo
from photos.screening import Verdict
from photos.services.sharing import is_shared
from photos.signals import photo_published, photo_shared, photo_withheld


def tell(photo: Photo, verdict: Verdict | None) -> None:
    """Tell the applications above, and the owner's open pages, what became of a photo that was in preparation."""
    if photo.status == APPROVED:
        photo_published.send_robust(sender=Photo, photo=photo)
    elif verdict is not None:
        photo_withheld.send_robust(sender=Photo, photo=photo, verdict=verdict)
    if is_shared(photo):
        photo_shared.send_robust(sender=Photo, photo=photo)
    publish(group_of_user(photo.owner_id), {"type": "photo_ready", "id": photo.photo_id, "status": photo.status})
