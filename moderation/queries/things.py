"""What a case is about: whose it is and what it says, found with the eyes of a reporter, or for moderators."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User
from core.errors import NotFound
from core.ids import UserId, number_in
from messaging.models import Message
from messaging.queries import message_for_staff, message_visible_to
from moderation.models import Target
from photos.models import HELD, Comment, Photo
from photos.queries import comment_for_staff, comment_visible_to, photo_for_staff, photo_visible_to
from social.queries import person_seen


@dataclass(frozen=True)
class Thing:
    """Whose it is, its words, for a message between whom it was written (low:high), and whether a photo is held."""

    person_id: UserId
    excerpt: str = ""
    place: str = ""
    held: bool = False


def thing_seen(viewer: User, target_type: str, target_id: str) -> Thing:
    """Answer a thing that the viewer may see, or raise NotFound in the same words whatever is wrong."""
    return SEEN[target_type](viewer, target_id)


def thing_for_staff(target_type: str, target_id: str, *, place: str = "") -> Thing:
    """Answer a thing for moderators, also one that others do not see (any more), or raise NotFound.

    A message is found only with its place, which a report has written into its case: so nobody opens one that nobody
    reported.
    """
    first, second = ids_in(target_id)
    if target_type == Target.PHOTO and (photo := photo_for_staff(first)):
        return thing_of_photo(photo)
    if target_type == Target.COMMENT and (comment := comment_for_staff(first, second)):
        return _of_comment(comment)
    if target_type == Target.MESSAGE and place:
        one, other = ids_in(place)
        if message := message_for_staff(int(one), int(other), second):
            return _of_message(message)
    if target_type == Target.USER and (person := User.objects.filter(pk=_number(first)).first()):
        return Thing(UserId(person.pk), person.bio)
    raise NotFound


def ids_in(target_id: str) -> tuple[str, str]:
    """Split the id of a comment or a message, and a place, into its two halves."""
    first, _, second = target_id.partition(":")
    return first, second


def _photo(viewer: User, target_id: str) -> Thing:
    return thing_of_photo(photo_visible_to(viewer, target_id).photo)


def _comment(viewer: User, target_id: str) -> Thing:
    return _of_comment(comment_visible_to(viewer, *ids_in(target_id))[1])


def _message(viewer: User, target_id: str) -> Thing:
    user_id, message_id = ids_in(target_id)
    try:
        return _of_message(message_visible_to(viewer, _number(user_id), message_id))
    except NotFound as error:
        # In the same words as all else: who is a friend is nothing that a report tells.
        raise NotFound from error


def _person(viewer: User, target_id: str) -> Thing:
    try:
        person = person_seen(viewer, _number(target_id))
    except NotFound as error:
        raise NotFound from error
    return Thing(person.id, person.bio)


def thing_of_photo(photo: Photo) -> Thing:
    """Say of a photo that was read already what a case about it needs."""
    words = (photo.title, photo.caption, photo.description)
    return Thing(photo.owner_id, "\n".join(text for text in words if text), held=photo.status == HELD)


def _of_comment(comment: Comment) -> Thing:
    return Thing(UserId(int(comment.user_id)), comment.text)


def _of_message(message: Message) -> Thing:
    low, high = sorted((int(message.from_user_id), int(message.to_user_id)))
    return Thing(message.writer_id, message.text, f"{low}:{high}")


def _number(text: str) -> UserId:
    """Read a person's id in its one spelling, or raise NotFound: one thing has one case."""
    number = number_in(text)
    if number is None or text != str(number):
        raise NotFound
    return UserId(number)


SEEN: dict[str, Callable[[User, str], Thing]] = {
    Target.PHOTO: _photo,
    Target.COMMENT: _comment,
    Target.MESSAGE: _message,
    Target.USER: _person,
}
