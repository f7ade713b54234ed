"""Pictures that were removed for good: whether a new one is such a picture, or looks like one."""

from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Max

from moderation.models import BlockedPicture
from moderation.screening.hashes import looks_of, near

# What is known of the table, to see whether it has changed: how many rows, the newest one, and from when that is.
Stamp = tuple[int, int | None, datetime | None]


def is_blocked(sha256: str) -> bool:
    """Say whether exactly this file may not come again."""
    return bool(sha256) and BlockedPicture.objects.filter(sha256=sha256).exists()


def looks_blocked(jpeg: bytes) -> bool:
    """Say whether a rendition looks like a picture that may not come again."""
    table = BlockedPicture.objects.aggregate(rows=Count("pk"), newest=Max("pk"), since=Max("created_at"))
    known = _known((table["rows"], table["newest"], table["since"])) if table["rows"] else ()
    looks = looks_of(jpeg) if known else ""
    if not looks:
        return False
    bits = int(looks, 16)
    return any(near(bits, other) for other in known)


@lru_cache(maxsize=1)
def _known(_: Stamp) -> tuple[int, ...]:
    """Read how all of them look, once until one comes or goes: 10,000 rows take longer to read than to compare."""
    rows = BlockedPicture.objects.exclude(perceptual="").order_by().values_list("perceptual", flat=True)
    return tuple(int(perceptual, 16) for perceptual in rows)
