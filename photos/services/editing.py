"""Changing the words of a photo, and with them the listings that it stands in."""

from dataclasses import replace

from accounts.models import User
from core.dynamo import Action, ConditionFailed, Transaction
from core.errors import Conflict, NotFound
from photos.models import APPROVED, Photo
from photos.queries import photo_owned_by, stored_photo
from photos.services.sharing import is_shared, mark_to_be_shared
from photos.services.standing import copy_of, follow, leave, now_after
from photos.signals import photo_edited, photo_shared
from photos.words import Words

CHANGED = "This photo was changed at the same time. Look at it again first."


def edit_photo(*, actor: User, photo_id: str, words: Words, seen: int) -> Photo:
    """Give one's own photo these words, made from what it was at `seen` (its `updated_at`).

    Raises NotFound, Forbidden, or Conflict when it has changed since. New entries come in the same transaction as the
    words. Old ones that do not fit into it are noted on the photo and go afterwards: they show nothing meanwhile,
    because every filter is checked on the photo itself.
    """
    old = photo_owned_by(actor, photo_id)
    if old.status != APPROVED:
        raise Conflict("This photo is not published, so its words cannot be changed now.")
    if old.updated_at != seen:
        raise Conflict(CHANGED)
    new = _with_words(old, words)
    change = Transaction()
    follow(change, old, new)
    change.update(old, _actions(new), condition=(Photo.status == APPROVED) & (Photo.updated_at == old.updated_at))
    shared = not is_shared(old) and mark_to_be_shared(change, new)
    try:
        change.commit()
    except ConditionFailed as error:
        if stored_photo(old.id) is None:
            raise NotFound from error
        raise Conflict(CHANGED) from error
    leave(new)
    photo_edited.send_robust(sender=Photo, photo=new, actor=actor)
    if shared:
        photo_shared.send_robust(sender=Photo, photo=new)
    return new


def words_of(photo: Photo) -> Words:
    """Answer the words that a photo has now."""
    return Words(
        title=photo.title,
        caption=photo.caption,
        description=photo.description,
        topic=photo.topic,
        alt=photo.alt,
        tags=tuple(photo.tags),
        visibility=photo.visibility,
    )


def _with_words(photo: Photo, words: Words) -> Photo:
    """Copy the photo with other words, as it will be stored."""
    new = copy_of(photo)
    for name, value in vars(replace(words)).items():
        setattr(new, name, list(value) if name == "tags" else value)
    new.updated_at = now_after(photo)
    return new


def _actions(new: Photo) -> list[Action]:
    return [
        Photo.title.set(new.title),
        Photo.caption.set(new.caption),
        Photo.description.set(new.description),
        Photo.topic.set(new.topic),
        Photo.tags.set(list(new.tags)),
        Photo.alt.set(new.alt),
        Photo.visibility.set(new.visibility),
        Photo.leaving.set(new.leaving),
        Photo.updated_at.set(new.updated_at),
    ]
