"""Many at once, in real threads: one row a pair, of two who race one wins, and nothing stands across a block."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from core.errors import Conflict, LuminaError, NotFound
from core.ids import UserId
from social import services
from social.doing import DEEDS
from social.models import FriendRequest
from social.tests.circles import ask, assert_sound, befriend, blocks, pairs, together
from tests.cast import person

# Threads see each other's people only when those are committed.
pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5
Work = Callable[[], object]


@pytest.fixture(autouse=True)
def _no_limits(settings: Any) -> None:
    """Ask as often as it takes."""
    settings.RATE_LIMITS = False


def does(one: User, do: str, other: User) -> Work:
    """Let one press a button about the other."""
    return lambda: DEEDS[do](one, UserId(other.pk))


def failed(outcomes: list[object]) -> list[type]:
    """List the classes of those that failed."""
    return [type(outcome) for outcome in outcomes if isinstance(outcome, LuminaError)]


def test_one_who_asks_in_many_windows_asks_once(anna: User, bert: User) -> None:
    outcomes = together([does(anna, "ask", bert)] * 12)
    assert failed(outcomes) == [Conflict] * 11
    assert pairs() == [(anna.pk, bert.pk, "pending")]


def test_all_who_ask_each_other_at_once_are_friends(anna: User, bert: User, carl: User) -> None:
    people = [anna, bert, carl, person("dora"), person("emil")]
    outcomes = together([does(one, "ask", other) for one in people for other in people if one != other])
    assert failed(outcomes) == []
    assert len(pairs()) == 10
    assert {status for *_, status in pairs()} == {"accepted"}
    assert_sound()


def test_two_who_ask_each_other_at_once_are_friends(anna: User, bert: User) -> None:
    for _ in range(ROUNDS):
        assert failed(together([does(anna, "ask", bert), does(bert, "ask", anna)])) == []
        [(_, _, status)] = pairs()
        assert status == "accepted"
        services.unfriend(actor=anna, user_id=bert.pk)


def race(anna: User, bert: User, before: str, *works: Work) -> list[object]:
    """Begin anew with what shall stand between the two, and let the works run."""
    FriendRequest.objects.all().delete()
    for blocker, blocked in blocks():
        services.unblock(actor=User.objects.get(pk=blocker), user_id=blocked)
    if before:
        (befriend if before == "friends" else ask)(anna, bert)
    outcomes = together(works)
    assert_sound()
    return outcomes


def test_accepting_and_taking_back_have_one_winner(anna: User, bert: User) -> None:
    for _ in range(ROUNDS):
        accepted, cancelled = race(anna, bert, "asked", does(bert, "accept", anna), does(anna, "cancel", bert))
        assert isinstance(accepted, NotFound) != isinstance(cancelled, NotFound)
        assert [status for *_, status in pairs()] == ([] if isinstance(accepted, NotFound) else ["accepted"])


def test_accepting_and_declining_have_one_winner(anna: User, bert: User) -> None:
    for _ in range(ROUNDS):
        accepted, declined = race(anna, bert, "asked", does(bert, "accept", anna), does(bert, "decline", anna))
        assert isinstance(accepted, NotFound) != isinstance(declined, NotFound)
        [(_, _, status)] = pairs()
        assert status == ("declined" if isinstance(accepted, NotFound) else "accepted")


@pytest.mark.parametrize("mine", [True, False])
def test_a_block_wins_over_accepting(anna: User, bert: User, *, mine: bool) -> None:
    one, other = (anna, bert) if mine else (bert, anna)
    for _ in range(ROUNDS):
        accepted, blocked = race(anna, bert, "asked", does(bert, "accept", anna), does(one, "block", other))
        assert not isinstance(blocked, LuminaError)
        assert accepted is None or isinstance(accepted, NotFound)
        assert (pairs(), blocks()) == ([], [(one.pk, other.pk)])


def test_a_block_wins_over_asking(anna: User, bert: User) -> None:
    for _ in range(ROUNDS):
        asked, back, _ = race(
            *(anna, bert, ""), does(anna, "ask", bert), does(bert, "ask", anna), does(bert, "block", anna)
        )
        assert {*failed([asked, back])} <= {NotFound}
        assert (pairs(), blocks()) == ([], [(bert.pk, anna.pk)])


def test_a_block_wins_over_the_end_of_a_friendship(anna: User, bert: User) -> None:
    for _ in range(ROUNDS):
        ended, blocked = race(anna, bert, "friends", does(anna, "unfriend", bert), does(bert, "block", anna))
        assert blocked is None
        assert ended is None or isinstance(ended, NotFound)
        assert (pairs(), blocks()) == ([], [(bert.pk, anna.pk)])


def test_a_friendship_ends_once(anna: User, bert: User) -> None:
    for _ in range(ROUNDS):
        works = [does(anna, "unfriend", bert), does(bert, "unfriend", anna)] * 2
        assert failed(race(anna, bert, "friends", *works)) == [NotFound] * 3
        assert pairs() == []


def test_blocking_in_many_windows_is_blocking_once(anna: User, bert: User) -> None:
    for _ in range(ROUNDS):
        assert failed(race(anna, bert, "friends", *[does(anna, "block", bert)] * 6)) == []
        assert (pairs(), blocks()) == ([], [(anna.pk, bert.pk)])


def test_of_two_who_block_each_other_one_is_first(anna: User, bert: User) -> None:
    for _ in range(ROUNDS):
        outcomes = race(anna, bert, "friends", does(anna, "block", bert), does(bert, "block", anna))
        assert failed(outcomes) == [NotFound]
        assert len(blocks()) == 1
        assert pairs() == []


def test_500_random_deeds_of_20_at_once_leave_everything_sound() -> None:
    people = [person(f"person{number}") for number in range(6)]
    surprises: list[BaseException] = []

    def wandering(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 -- a seed makes the run repeatable
        for _ in range(25):
            do = chance.choice([*DEEDS, "ask", "ask", "accept", "accept", "unblock"])
            one, other = chance.choice(people), chance.choice(people)
            try:
                DEEDS[do](one, UserId(other.pk))
            except LuminaError:
                pass
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is reported
                surprises.append(error)

    together([lambda number=number: wandering(number) for number in range(20)])  # type: ignore[misc]
    assert surprises == []
    assert_sound()
    assert pairs()
