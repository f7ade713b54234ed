"""What photos do when something has happened: hand feeds to the background."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from core.background import enqueue
from photos import tasks
from photos.models import Photo
from photos.queries import forget_photo_count
from photos.signals import photo_deleted, photo_edited, photo_published, photo_shared, photo_withheld
from social.queries import Person
from social.signals import friendship_began, friendship_ended


@receiver(photo_shared)
def fill_feeds(photo: Photo, **_: Any) -> None:  # noqa: ANN401 -- whatever a signal carries
    """Write the photo to the feeds of friends."""
    enqueue(tasks.share, photo.photo_id)


@receiver([photo_published, photo_withheld, photo_edited, photo_deleted])
def count_anew(photo: Photo, **_: Any) -> None:  # noqa: ANN401
    """Count its owner's photos anew."""
    forget_photo_count(int(photo.user_id))


@receiver(friendship_began)
def exchange(actor: User, other: Person, friendship_id: int, **_: Any) -> None:  # noqa: ANN401
    """Fill the feeds of both."""
    enqueue(tasks.befriend, actor.pk, other.id, friendship_id)


@receiver(friendship_ended)
def clear(actor: User, other: Person, **_: Any) -> None:  # noqa: ANN401
    """Clear the feeds of both."""
    enqueue(tasks.part, actor.pk, other.id)
