"""Who of the demo's people know each other, who still waits for an answer, and what friends have written."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from accounts.models import User
from core.ids import UserId
from messaging.queries import reading
from messaging.services import mark_read, send_message
from social.queries import people, person_seen
from social.services import accept_friend_request, request_friendship

# By their numbers in the cast: two circles of friends that know each other through two people.
CIRCLES: tuple[tuple[int, ...], ...] = ((0, 1, 2, 3), (0, 4, 5), (3, 6, 7))
WAITING: tuple[tuple[int, int], ...] = ((4, 1), (7, 0), (2, 6))
TALKS: Mapping[tuple[int, int], Sequence[tuple[int, str]]] = {
    (0, 1): (
        (0, "Did you get the morning ferry in the end?"),
        (1, "I did. Standing room only, and rain from the left."),
        (1, "The light over the breakwater was worth it, though."),
        (0, "Put one up, please. I want to see the left-handed rain."),
        (1, "Tonight. The good lens is still drying."),
    ),
    (0, 3): (
        (3, "The first beans are through! All of them, even the ones the dog sat on."),
        (0, "Bo was here?"),
        (3, "Sanna came by for cuttings. Bo came by for the beans."),
        (0, "I am bringing the big thermos on Sunday. Nine?"),
        (3, "Nine is lovely. Boots, please: the lower path is mostly soup."),
    ),
    (4, 5): (
        (5, "Is that your old boat in the harbour picture?"),
        (4, "It was. She has been painted the wrong blue by somebody I will not name."),
    ),
    (3, 6): ((6, "Meteors on Thursday, if the clouds agree. Are you in?"), (3, "If somebody wakes me. Twice.")),
    (1, 2): ((2, "Could you send me the picture of the tiled stairs? For the fractions lesson."),),
}


def befriend(cast: Sequence[User]) -> None:
    """Make the friendships and requests that are missing."""
    for circle in CIRCLES:
        for one, other in combinations(circle, 2):
            if _relation(cast[one], cast[other]) == "none":
                made = request_friendship(actor=cast[one], username=cast[other].username)
                accept_friend_request(actor=cast[other], request_id=made.pk)
    for asking, asked in WAITING:
        if _relation(cast[asking], cast[asked]) == "none":
            request_friendship(actor=cast[asking], username=cast[asked].username)


def talk(cast: Sequence[User]) -> None:
    """Let friends who have not written yet write."""
    for (one, other), lines in TALKS.items():
        begun = _relation(cast[one], cast[other]) != "friend" or _have_written(cast[one], cast[other])
        for speaker, text in () if begun else lines:
            listener = other if speaker == one else one
            # They answer what they have read.
            if _have_written(cast[speaker], cast[listener]):
                mark_read(actor=cast[speaker], user_id=cast[listener].pk)
            send_message(actor=cast[speaker], to_user_id=cast[listener].pk, text=text)


def _have_written(one: User, other: User) -> bool:
    row = reading(one, person_seen(one, other.pk)).mine
    return row is not None and bool(row.top_id)


def _relation(one: User, other: User) -> str:
    found = people([UserId(other.pk)], one)
    # People of the demo may block each other like everybody else.
    return found[UserId(other.pk)].relation if found else "parted"
