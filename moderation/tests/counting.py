"""Photos of certain days, as publishing leaves them for what counts days."""

import random
from datetime import datetime

from accounts.models import User
from photos import models
from photos.models import APPROVED, Photo

KILOBYTE = 1000


def id_made_at(moment: datetime) -> str:
    """Build an id that new_id would have made at this moment (RFC 9562: a UUID of version 7)."""
    chance = random.SystemRandom()
    digits = f"{round(moment.timestamp() * 1000):012x}7{chance.getrandbits(12):03x}a{chance.getrandbits(60):015x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def plant_at(moment: datetime, owner: User, *, status: str = APPROVED, size: int = KILOBYTE) -> Photo:
    """Store a photo that was uploaded at this moment, with its entry in the month's listing for staff."""
    photo_id = id_made_at(moment)
    photo = Photo(
        *models.photo_key(photo_id),
        photo_id=photo_id,
        user_id=owner.pk,
        username=owner.username,
        status=status,
        visibility="everyone",
        width=60,
        height=40,
        content_type="image/jpeg",
        file_size=size,
        filename="photo.jpg",
        sha256="",
        updated_at=1,
    )
    photo.save()
    models.entry(models.of_month(photo_id), photo).save()
    if status != APPROVED:
        models.entry(models.with_status(status), photo).save()
    return photo
