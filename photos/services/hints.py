"""Hints to open pages that a photo has changed. They carry nothing: each page asks for what it may see."""

from core.realtime import group_of_photo, publish


def hint_of_change(photo_id: str) -> None:
    """Tell the pages that show this photo to look again."""
    publish(group_of_photo(photo_id), {"type": "photo", "id": photo_id})
