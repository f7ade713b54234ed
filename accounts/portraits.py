"""Profile pictures: how their files are named and shown. They are drawn in photos, where pictures are decoded."""

from django.core.files.storage import default_storage

# Squares, in pixels a side.
PORTRAIT_SIZES = {"full": 512, "thumb": 96}


def portrait_name(key: str, size: str) -> str:
    """Name the file of one size."""
    return f"avatars/{key}_{size}.jpg"


def portrait_url(key: str, size: str) -> str:
    """Sign the URL of one size for somebody who may see this person; nothing when they have no picture."""
    return str(default_storage.url(portrait_name(key, size))) if key else ""
