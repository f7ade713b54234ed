"""Likes and saved photos: rows that are there once, and a counter that changes only together with its row."""

from dataclasses import dataclass

from accounts.models import User
from core.dynamo import ConditionFailed, Transaction
from core.errors import NotFound
from core.ids import UserId
from core.limits import consume
from photos import models
from photos.models import APPROVED, Like, Photo, Saved
from photos.queries import SeenPhoto, photo_visible_to, stored_photo
from photos.services.hints import hint_of_change
from photos.services.points import LIKE_POINTS, tally
from photos.signals import photo_liked


@dataclass(frozen=True)
class Liking:
    """How many like a photo, and whether this person does."""

    likes: int
    liked: bool


def like_photo(*, actor: User, photo_id: str) -> Liking:
    """Like a photo that the actor may see; a repeated like changes nothing."""
    seen = photo_visible_to(actor, photo_id)
    if not seen.liked:
        consume("likes", actor.pk)
        if _change_like(actor, seen, liked=True):
            photo_liked.send_robust(sender=Photo, photo=seen.photo, actor=actor)
    return _now(actor, photo_id)


def unlike_photo(*, actor: User, photo_id: str) -> Liking:
    """Take a like back; without one nothing changes."""
    seen = photo_visible_to(actor, photo_id)
    if seen.liked:
        _change_like(actor, seen, liked=False)
    return _now(actor, photo_id)


def save_photo(*, actor: User, photo_id: str) -> None:
    """Keep a photo in the actor's saved ones; repeating it changes nothing."""
    photo = photo_visible_to(actor, photo_id).photo
    change = Transaction()
    change.check(photo, condition=Photo.status == APPROVED)
    change.put(_saved(actor, photo))
    change.put(models.entry(models.saved_by(UserId(actor.pk)), photo))
    try:
        change.commit()
    except ConditionFailed as error:
        raise NotFound from error


def unsave_photo(*, actor: User, photo_id: str) -> None:
    """Take a photo out of the actor's saved ones, if it is there."""
    photo = photo_visible_to(actor, photo_id).photo
    change = Transaction()
    change.delete(_saved(actor, photo))
    change.delete(models.entry(models.saved_by(UserId(actor.pk)), photo))
    change.commit()


def _change_like(actor: User, seen: SeenPhoto, *, liked: bool) -> bool:
    """Write row, listing entry, counter and the day's points in one transaction; False when it was so already."""
    photo, partition = seen.photo, models.photo_partition(seen.photo.photo_id)
    row = Like(partition, f"{models.LIKES}{actor.pk}", photo_id=photo.photo_id, user_id=actor.pk)
    entry = models.entry(models.liked_by(UserId(actor.pk)), photo)
    change = Transaction()
    step = 1 if liked else -1
    change.update(photo, [Photo.likes.add(step)], condition=Photo.status == APPROVED)
    if liked:
        change.put(row, condition=Like.pk.does_not_exist())
        change.put(entry)
    else:
        change.delete(row, condition=Like.pk.exists())
        change.delete(entry)
    tally(change, photo, step * LIKE_POINTS)
    try:
        change.commit()
    except ConditionFailed as error:
        # Another window of the same person was faster, or the photo is gone.
        if stored_photo(photo.id) is None:
            raise NotFound from error
        return False
    hint_of_change(photo.photo_id)
    return True


def _now(actor: User, photo_id: str) -> Liking:
    seen = photo_visible_to(actor, photo_id)
    return Liking(int(seen.photo.likes), seen.liked)


def _saved(actor: User, photo: Photo) -> Saved:
    partition = models.photo_partition(photo.photo_id)
    return Saved(partition, f"{models.SAVES}{actor.pk}", photo_id=photo.photo_id, user_id=actor.pk)
