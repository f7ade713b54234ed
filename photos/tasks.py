"""What workers do for photos: feeds. Every task may run twice."""

from celery import shared_task

from core.ids import PhotoId, UserId
from photos.services import exchange_feeds, part_feeds, share_with_friends


@shared_task(name="photos.share")
def share(photo_id: str) -> None:
    """Write a photo to the feeds of its owner's friends."""
    share_with_friends(photo_id=PhotoId(photo_id))


@shared_task(name="photos.befriend")
def befriend(one: int, other: int, friendship_id: int) -> None:
    """Show two new friends each other's newest photos."""
    exchange_feeds(one=UserId(one), other=UserId(other), friendship_id=friendship_id)


@shared_task(name="photos.part")
def part(one: int, other: int) -> None:
    """Clear two feeds of each other's photos."""
    part_feeds(one=UserId(one), other=UserId(other))
