"""The words of the buttons between two people, and the services behind them."""

from collections.abc import Callable

from accounts.models import User
from core.errors import NotFound
from core.ids import UserId
from social import services
from social.queries import Person, request_between

SAID = {
    "ask": "Your request is on its way.",
    "accept": "You are friends now.",
    "decline": "You have declined.",
    "cancel": "Your request is taken back.",
    "unfriend": "You are no longer friends.",
    "block": "You do not see each other any more.",
    "unblock": "You see each other again.",
}


def is_asked_first(person: Person, do: str) -> bool:
    """Say whether this ends something between the viewer and a person, so that it wants a second word."""
    return (do == "unfriend" and person.is_friend) or (do == "block" and not person.is_viewer)


def _accept(actor: User, user_id: UserId) -> None:
    services.accept_friend_request(actor=actor, request_id=_open_request(actor, user_id))


def _decline(actor: User, user_id: UserId) -> None:
    services.decline_friend_request(actor=actor, request_id=_open_request(actor, user_id))


def _cancel(actor: User, user_id: UserId) -> None:
    services.cancel_friend_request(actor=actor, request_id=_open_request(actor, user_id))


def _open_request(actor: User, user_id: UserId) -> int:
    found = request_between(actor, user_id)
    if found is None:
        raise NotFound(services.GONE)
    return found


DEEDS: dict[str, Callable[[User, UserId], object]] = {
    "ask": lambda actor, user_id: services.ask(actor=actor, user_id=user_id),
    "accept": _accept,
    "decline": _decline,
    "cancel": _cancel,
    "unfriend": lambda actor, user_id: services.unfriend(actor=actor, user_id=user_id),
    "block": lambda actor, user_id: services.block(actor=actor, user_id=user_id),
    "unblock": lambda actor, user_id: services.unblock(actor=actor, user_id=user_id),
}
