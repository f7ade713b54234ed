"""The rules between people against a model of them in a few lines: whatever is done, the site and the model agree."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.models import User
from core.errors import Conflict, Invalid, LuminaError, NotFound
from core.ids import UserId
from social import queries
from social.doing import DEEDS
from social.models import Block, FriendRequest
from social.services import DECLINED_FOR
from social.tests.circles import assert_sound, pairs
from tests.cast import person

NUMBER = 3
Pair = frozenset[int]
two_people = st.permutations(range(NUMBER))


@dataclass
class Model:
    """Who is what to whom, by number; every deed answers the error that it ends in, or None."""

    friends: set[Pair] = field(default_factory=set)
    # Who has asked whom, and who was declined by whom, and whether that was within a day.
    asked: set[tuple[int, int]] = field(default_factory=set)
    declined: dict[tuple[int, int], bool] = field(default_factory=dict)
    blocked: set[tuple[int, int]] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    limited: set[int] = field(default_factory=set)

    def hidden(self, one: int, other: int) -> bool:
        """Say whether one does not see the other."""
        ways = {(one, other), (other, one)}
        is_near = one == other or frozenset((one, other)) in self.friends or bool(ways & self.asked)
        return other in self.gone or bool(ways & self.blocked) or (other in self.limited and not is_near)

    def relation(self, one: int, other: int) -> str:
        """Answer what one sees of the other; nothing when that is hidden."""
        if self.hidden(one, other):
            return ""
        words = {(one, other): "outgoing", (other, one): "incoming"}
        found = [words[way] for way in words if way in self.asked]
        between = "friend" if frozenset((one, other)) in self.friends else (*found, "none")[0]
        return "self" if one == other else between

    def ask(self, one: int, other: int) -> type[LuminaError] | None:
        """Ask; when the other one has asked already, they are friends."""
        if one == other:
            return Invalid
        relation = self.relation(one, other)
        if not relation:
            return NotFound
        if relation in {"friend", "outgoing"} or self.declined.get((one, other)):
            return Conflict
        if relation == "incoming":
            return self.accept(one, other)
        self._forget(one, other)
        self.asked.add((one, other))
        return None

    def accept(self, one: int, other: int) -> type[LuminaError] | None:
        """Accept what the other one has asked."""
        if self.relation(one, other) != "incoming":
            return NotFound
        self._forget(one, other)
        self.friends.add(frozenset((one, other)))
        return None

    def decline(self, one: int, other: int) -> type[LuminaError] | None:
        """Decline what the other one has asked."""
        if self.relation(one, other) != "incoming":
            return NotFound
        self._forget(one, other)
        self.declined[other, one] = True
        return None

    def cancel(self, one: int, other: int) -> type[LuminaError] | None:
        """Take back what one has asked, also of somebody who is gone."""
        if (one, other) not in self.asked:
            return NotFound
        self.asked.remove((one, other))
        return None

    def unfriend(self, one: int, other: int) -> type[LuminaError] | None:
        """End a friendship."""
        if self.relation(one, other) != "friend":
            return NotFound
        self._forget(one, other)
        return None

    def block(self, one: int, other: int) -> type[LuminaError] | None:
        """Hide each from the other; what was declined stays."""
        if one == other:
            return Invalid
        if (one, other) in self.blocked:
            return None
        if self.hidden(one, other):
            return NotFound
        self.blocked.add((one, other))
        self.friends.discard(frozenset((one, other)))
        self.asked -= {(one, other), (other, one)}
        return None

    def unblock(self, one: int, other: int) -> type[LuminaError] | None:
        """Take a block back."""
        if (one, other) not in self.blocked:
            return NotFound
        self.blocked.remove((one, other))
        return None

    def _forget(self, one: int, other: int) -> None:
        """Forget what was between two: there is one thing at a time."""
        self.friends.discard(frozenset((one, other)))
        for way in ((one, other), (other, one)):
            self.asked.discard(way)
            self.declined.pop(way, None)


class Rules(RuleBasedStateMachine):
    """Does to the site and to the model the same, and compares."""

    people: list[User]

    @initialize()
    def nothing_yet(self) -> None:
        """Begin with people who have nothing to do with each other."""
        FriendRequest.objects.all().delete()
        Block.objects.all().delete()
        User.objects.update(is_active=True, is_limited=False)
        self.model = Model()

    def both(self, do: str, one: int, other: int) -> None:
        """Do it here and there, and expect the same end."""
        deed: Callable[[int, int], type[LuminaError] | None] = getattr(self.model, do)
        try:
            DEEDS[do](self.people[one], UserId(self.people[other].pk))
            ended: type[LuminaError] | None = None
        except LuminaError as error:
            ended = type(error)
        assert ended == deed(one, other), (do, one, other)

    @rule(two=two_people, do=st.sampled_from(sorted(DEEDS)))
    def anything(self, two: list[int], do: str) -> None:
        """Press any button, whether it is on the page or not."""
        self.both(do, two[0], two[1])

    @rule(two=two_people, do=st.sampled_from(["accept", "decline", *sorted(DEEDS)]), turned=st.booleans())
    def asked_and_more(self, two: list[int], do: str, *, turned: bool) -> None:
        """Ask, and go on between the same two, which chance alone seldom brings together."""
        self.both("ask", two[0], two[1])
        self.both(do, two[turned], two[not turned])

    @rule(two=two_people)
    def blocked_for_a_while(self, two: list[int]) -> None:
        """Block and take it back: what was under the block shows."""
        self.both("block", two[0], two[1])
        self.both("unblock", two[0], two[1])

    @rule(one=st.integers(0, NUMBER - 1), do=st.sampled_from(sorted(DEEDS)))
    def alone(self, one: int, do: str) -> None:
        """Try it with oneself."""
        self.both(do, one, one)

    @rule()
    def a_day_passes(self) -> None:
        """Let everybody who was declined ask again."""
        FriendRequest.objects.update(responded_at=F("responded_at") - DECLINED_FOR - timedelta(minutes=1))
        self.model.declined = dict.fromkeys(self.model.declined, False)

    @rule()
    def the_last_one_comes_and_goes(self) -> None:
        """Deactivate one of them, or bring them back."""
        self.model.gone ^= {NUMBER - 1}
        User.objects.filter(pk=self.people[-1].pk).update(is_active=not self.model.gone)

    @rule(is_limited=st.booleans())
    def the_first_one_is_limited(self, *, is_limited: bool) -> None:
        """Let only friends see one of them, or everybody again."""
        self.model.limited = {0} if is_limited else set()
        User.objects.filter(pk=self.people[0].pk).update(is_limited=is_limited)

    @invariant()
    def both_agree(self) -> None:
        """Compare the rows, and look at everybody with everybody's eyes."""
        if not hasattr(self, "model"):
            return
        ids = [UserId(user.pk) for user in self.people]
        rows = [(ids.index(UserId(one)), ids.index(UserId(other)), status) for one, other, status in pairs()]
        assert {frozenset(row[:2]) for row in rows if row[2] == "accepted"} == self.model.friends
        assert {row[:2] for row in rows if row[2] == "pending"} == self.model.asked
        assert {row[:2] for row in rows if row[2] == "declined"} == set(self.model.declined)
        for one, viewer in enumerate(self.people):
            expected = {ids[other]: self.model.relation(one, other) for other in range(NUMBER)}
            relations: dict[Any, str] = {
                user_id: person.relation for user_id, person in queries.people(ids, viewer).items()
            }
            assert relations == {user_id: relation for user_id, relation in expected.items() if relation}

    def teardown(self) -> None:
        """At the end, look into the rows and the lists."""
        assert_sound()
        for one, viewer in enumerate(self.people):
            listed = {somebody.username for somebody in queries.friends_of(viewer).people}
            others = [self.people[other] for other in range(NUMBER) if self.model.relation(one, other) == "friend"]
            assert listed == {somebody.username for somebody in others}


@pytest.mark.django_db
def test_whatever_is_done_the_rules_hold(settings_of_site: Any) -> None:
    settings_of_site.RATE_LIMITS = False
    Rules.people = [person(f"person{number}") for number in range(NUMBER)]
    # As it was found, not the shortest: looking for that takes minutes.
    bounds = settings(
        max_examples=25,
        stateful_step_count=25,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Rules, settings=bounds)


@pytest.fixture
def settings_of_site(request: pytest.FixtureRequest) -> Any:
    """Answer the fixture whose name Hypothesis takes here."""
    return request.getfixturevalue("settings")
