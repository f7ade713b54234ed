"""What people do about each other: ask, accept, decline, cancel, unfriend, block.

Every change locks the two people's rows, in the order of their ids, so that of two that race one comes after the other;
the unique keys and conditional updates hold even so.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Invalid, NotFound
from core.ids import UserId
from core.limits import consume
from core.sql import retried
from social.models import Block, FriendRequest, Status
from social.queries import Person, looked_up, people, person_seen
from social.signals import (
    friendship_began,
    friendship_ended,
    friendship_request_cancelled,
    friendship_requested,
    person_blocked,
)

# Who was declined may ask again after this.
DECLINED_FOR = timedelta(days=1)
GONE = "This request is no longer open."


def request_friendship(*, actor: User, username: str, now: datetime | None = None) -> FriendRequest:
    """Ask somebody to be friends; when they have asked already, this accepts.

    Raises Invalid for oneself and an empty name, NotFound for nobody (or a block), Conflict while a request is pending,
    when they are friends already, or within a day of being declined.
    """
    other = looked_up(actor, username)
    return ask(actor=actor, user_id=other.id, now=now)


def ask(*, actor: User, user_id: UserId, now: datetime | None = None) -> FriendRequest:
    """Ask the person with this id; see `request_friendship`."""
    if user_id == actor.pk:
        raise Invalid("You cannot be your own friend.", fields={"username": ["This is you."]})
    consume("friend_requests", actor.pk)
    try:
        return _ask(actor, user_id, now or timezone.now())
    except IntegrityError as error:
        # Locks or not, the database knows only one row a pair.
        raise Conflict("There is a request between you already.") from error


@retried
def _ask(actor: User, user_id: UserId, now: datetime) -> FriendRequest:
    other = _locked(actor, user_id)
    pair = _pair(actor, user_id)
    if pair is None:
        made = FriendRequest.objects.create(requester=actor, receiver_id=user_id, created_at=now)
        _tell(friendship_requested, actor, other)
        return made
    if pair.status == Status.ACCEPTED:
        raise Conflict(f"You and {other.username} are friends already.")
    if pair.status == Status.PENDING:
        if pair.requester_id == actor.pk:
            raise Conflict(f"You have asked {other.username} already.")
        return _accept(actor, pair, other, now)
    return _ask_again(actor, pair, other, now)


def _ask_again(actor: User, pair: FriendRequest, other: Person, now: datetime) -> FriendRequest:
    declined = pair.responded_at or pair.created_at
    if pair.requester_id == actor.pk and now < declined + DECLINED_FOR:
        raise Conflict(f"{other.username} has not accepted. You can ask again after a day.")
    pair.requester, pair.receiver_id = actor, other.id
    pair.status, pair.created_at, pair.responded_at = Status.PENDING, now, None
    pair.save()
    _tell(friendship_requested, actor, other)
    return pair


def accept_friend_request(*, actor: User, request_id: int) -> FriendRequest:
    """Accept a request that the actor has received, or raise NotFound when it is not open (any more)."""
    return _answer(actor, request_id, accept=True)


def decline_friend_request(*, actor: User, request_id: int) -> FriendRequest:
    """Decline a request that the actor has received, or raise NotFound when it is not open (any more)."""
    return _answer(actor, request_id, accept=False)


@retried
def _answer(actor: User, request_id: int, *, accept: bool) -> FriendRequest:
    pair = _request(request_id)
    if pair is None or pair.receiver_id != actor.pk:
        raise NotFound(GONE)
    requester = UserId(pair.requester_id)
    _lock(actor, requester)
    # Read again: what was read before the lock may have changed since.
    other, pair = people([requester], actor).get(requester), _request(request_id)
    if other is None or pair is None or pair.receiver_id != actor.pk or pair.status != Status.PENDING:
        raise NotFound(GONE)
    if accept:
        return _accept(actor, pair, other, timezone.now())
    _settle(pair, Status.DECLINED, timezone.now())
    return pair


def _accept(actor: User, pair: FriendRequest, other: Person, now: datetime) -> FriendRequest:
    _settle(pair, Status.ACCEPTED, now)
    _tell(friendship_began, actor, other, friendship_id=pair.pk)
    return pair


def _settle(pair: FriendRequest, status: Status, now: datetime) -> None:
    """Answer a request that is pending still; the database's own count of rows says whether it was."""
    rows = FriendRequest.objects.filter(pk=pair.pk, status=Status.PENDING)
    if rows.update(status=status, responded_at=now, feeds_filled=False) != 1:
        raise NotFound(GONE)
    pair.status, pair.responded_at = status, now


@retried
def cancel_friend_request(*, actor: User, request_id: int) -> None:
    """Take one's own request back, or raise NotFound when it is not open (any more)."""
    pair = _request(request_id)
    rows = FriendRequest.objects.filter(pk=_id(request_id), requester=actor, status=Status.PENDING)
    if pair is None or not rows.delete()[0]:
        raise NotFound(GONE)
    for other in people([UserId(pair.receiver_id)], actor).values():
        _tell(friendship_request_cancelled, actor, other)


@retried
def unfriend(*, actor: User, user_id: int) -> None:
    """End a friendship, or raise NotFound when there is none. The other one is not told."""
    other = _locked(actor, user_id)
    if not _end_friendship(actor, other):
        raise NotFound("You are not friends.")


@retried
def block(*, actor: User, user_id: int) -> None:
    """End whatever is between the two and hide each from the other; repeating it changes nothing.

    Raises Invalid for oneself and NotFound for nobody. A declined request stays, so that it cannot be shaken off.
    """
    if user_id == actor.pk:
        raise Invalid("You cannot block yourself.")
    _lock(actor, user_id)
    if Block.objects.filter(blocker=actor, blocked_id=_id(user_id)).exists():
        return
    other = person_seen(actor, user_id)
    Block.objects.create(blocker=actor, blocked_id=other.id)
    _end_friendship(actor, other)
    pair = _pair(actor, other.id)
    if pair is not None and pair.status == Status.PENDING:
        pair.delete()
    _tell(person_blocked, actor, other)


@retried
def unblock(*, actor: User, user_id: int) -> None:
    """Take a block back, or raise NotFound when there is none. A friendship does not come back by it."""
    if not Block.objects.filter(blocker=actor, blocked_id=_id(user_id)).delete()[0]:
        raise NotFound("You do not block this person.")


def note_feeds_filled(*, friendship_id: int) -> None:
    """Remember that both have each other's newest photos in their feeds."""
    FriendRequest.objects.filter(pk=friendship_id, status=Status.ACCEPTED).update(feeds_filled=True)


def _end_friendship(actor: User, other: Person) -> bool:
    low, high = sorted((actor.pk, other.id))
    if not FriendRequest.objects.filter(low_id=low, high_id=high, status=Status.ACCEPTED).delete()[0]:
        return False
    _tell(friendship_ended, actor, other)
    return True


def _locked(actor: User, user_id: int) -> Person:
    """Lock both people's rows, then answer the other one as the actor may see them."""
    _lock(actor, user_id)
    return person_seen(actor, user_id)


def _lock(actor: User, user_id: int) -> None:
    """Lock both people's rows until the transaction ends."""
    wanted = sorted({actor.pk, _id(user_id)})
    list(User.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))


def _pair(actor: User, user_id: UserId) -> FriendRequest | None:
    low, high = sorted((actor.pk, user_id))
    return FriendRequest.objects.select_for_update().filter(low_id=low, high_id=high).first()


def _request(request_id: int) -> FriendRequest | None:
    return FriendRequest.objects.filter(pk=_id(request_id)).first()


def _id(number: int) -> int:
    """Answer a number that every database takes as an id; what is no id finds nothing."""
    return number if 0 < number < 2**63 else 0


def _tell(signal: Signal, actor: User, other: Person, **more: int) -> None:
    """Send the signal once everything is stored; a failing receiver changes nothing."""
    transaction.on_commit(
        lambda: signal.send_robust(sender=FriendRequest, actor=actor, other=other, **more) and None, robust=True
    )
