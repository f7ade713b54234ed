"""Why somebody may not come in: each reason comes and goes by itself, and whoever has none left is in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts import services
from accounts.models import Standing, User
from accounts.tests.calls import log_in, log_in_by_page, who
from core.errors import Forbidden, NotFound
from core.realtime import pulse_of
from tests.cast import browser_of, person, program_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER, BEFORE = NOW + timedelta(days=7), NOW - timedelta(seconds=1)
HARMS: list[Callable[..., bool]] = [
    lambda user_id: services.suspend(user_id=user_id, until=LATER),
    lambda user_id: services.close_account(user_id=user_id, now=NOW),
    lambda user_id: services.limit(user_id=user_id),
]
# What each deed puts on, and what takes it away.
SETS: dict[str, Callable[[int], bool]] = {
    "suspended": lambda user_id: services.suspend(user_id=user_id, until=LATER),
    "closed": lambda user_id: services.close_account(user_id=user_id, now=NOW),
    "switched off": lambda user_id: services.switch_off(user_id=user_id),
    "limited": lambda user_id: services.limit(user_id=user_id),
}
ENDS: dict[str, Callable[[int], bool]] = {
    "suspended": lambda user_id: services.end_suspension(user_id=user_id),
    "closed": lambda user_id: services.reopen_account(user_id=user_id),
    "switched off": lambda user_id: services.switch_on(user_id=user_id),
    "limited": lambda user_id: services.unlimit(user_id=user_id),
    "waiting": lambda user_id: services.approve_sign_up(user_id=user_id),
}
KEEPS_OUT = ("closed", "waiting", "suspended", "switched off")


class Reasons(RuleBasedStateMachine):
    """Does to a person what may be done, and keeps a plain set of the reasons beside it."""

    user: User

    @initialize(is_waiting=st.booleans())
    def somebody(self, *, is_waiting: bool) -> None:
        """Begin with somebody who has just signed up, and perhaps waits."""
        nothing: dict[str, Any] = dict.fromkeys(("suspended_until", "closed_at"))
        nothing |= dict.fromkeys(("is_limited", "is_switched_off"), False)
        waits = {"awaits_approval": is_waiting, "is_active": not is_waiting}
        User.objects.filter(pk=self.user.pk).update(**nothing, **waits)
        self.reasons = {"waiting"} if is_waiting else set()

    @rule(reason=st.sampled_from(sorted(SETS)))
    def put_on(self, reason: str) -> None:
        """Say that something changed exactly when it did."""
        assert SETS[reason](self.user.pk) == (reason not in self.reasons)
        self.reasons.add(reason)

    @rule(reason=st.sampled_from(sorted(ENDS)))
    def take_away(self, reason: str) -> None:
        """Say the same of what ends."""
        assert ENDS[reason](self.user.pk) == (reason in self.reasons)
        self.reasons.discard(reason)

    @rule()
    def switched_off_by_other_means(self) -> None:
        """Deactivate somebody who is active past all services, as a shell does."""
        if User.objects.filter(pk=self.user.pk, is_active=True).update(is_active=False):
            self.reasons.add("switched off")
            # Until the next deed it is told by nothing else.
            services.limit(user_id=self.user.pk)
            self.reasons.add("limited")

    @rule(is_over=st.booleans())
    def time_passes(self, *, is_over: bool) -> None:
        """End a suspension only when its time is over."""
        now = LATER if is_over else LATER - timedelta(seconds=1)
        assert services.end_suspension_if_over(user_id=self.user.pk, now=now) == (
            is_over and "suspended" in self.reasons
        )
        self.reasons -= {"suspended"} if is_over else set()

    @invariant()
    def stored_as_said(self) -> None:
        """Compare the row, and the one word for it."""
        if not hasattr(self, "reasons"):
            return
        user = User.objects.get(pk=self.user.pk)
        kept_out = [reason for reason in KEEPS_OUT if reason in self.reasons]
        assert user.is_active == (not kept_out)
        assert user.standing == (kept_out[0].replace(" ", "_") if kept_out else "active")
        assert user.is_limited == ("limited" in self.reasons)


def test_whatever_is_done_the_reasons_hold(owner: User) -> None:
    Reasons.user = owner
    bounds = settings(
        max_examples=25,
        stateful_step_count=20,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Reasons, settings=bounds)


def test_a_suspension_ends_session_and_token_and_hides_the_person(owner: User, stranger: User) -> None:
    browser, program = browser_of(owner), program_of(owner)
    services.suspend(user_id=owner.pk, until=LATER)
    assert who(browser) is None
    assert program.get("/api/auth/me").status_code == 401
    assert browser_of(stranger).get("/u/owner/").status_code == 404
    services.end_suspension(user_id=owner.pk)
    assert program.get("/api/auth/me").status_code == 200
    assert browser_of(stranger).get("/u/owner/").status_code == 200


@pytest.mark.parametrize("way", [log_in, log_in_by_page])
def test_who_logs_in_after_the_time_is_in_at_once(owner: User, way: Callable[[str], Any]) -> None:
    services.suspend(user_id=owner.pk, until=BEFORE)
    assert way("owner").status_code in {200, 302}
    owner.refresh_from_db()
    assert (owner.is_active, owner.suspended_until) == (True, None)


def test_a_wrong_password_ends_no_suspension(owner: User) -> None:
    services.suspend(user_id=owner.pk, until=BEFORE)
    assert log_in("owner", "wrong password").status_code == 401
    owner.refresh_from_db()
    assert owner.standing == Standing.SUSPENDED


def test_a_closed_account_stays_closed_when_a_suspension_is_over(owner: User) -> None:
    services.suspend(user_id=owner.pk, until=BEFORE)
    services.close_account(user_id=owner.pk, now=NOW)
    assert log_in("owner").status_code == 401
    owner.refresh_from_db()
    assert (owner.standing, owner.suspended_until) == (Standing.CLOSED, None)


def test_the_command_ends_what_is_over_and_nothing_else(owner: User, stranger: User, capsys: Any) -> None:
    services.suspend(user_id=owner.pk, until=BEFORE)
    services.suspend(user_id=stranger.pk, until=LATER)
    call_command("end_suspensions")
    assert capsys.readouterr().out == "owner\n1 suspensions ended.\n"
    assert log_in("owner").status_code == 200
    assert log_in("stranger").status_code == 401
    call_command("end_suspensions")
    assert "0 suspensions" in capsys.readouterr().out


@pytest.mark.parametrize("harm", HARMS)
def test_no_superuser_is_kept_out_or_hidden(superuser: User, harm: Callable[..., bool]) -> None:
    with pytest.raises(Forbidden):
        harm(user_id=superuser.pk)
    assert User.objects.get(pk=superuser.pk).standing == Standing.ACTIVE


@pytest.mark.parametrize("harm", HARMS)
def test_nobody_is_not_found(harm: Callable[..., bool], db: None) -> None:  # noqa: ARG001
    with pytest.raises(NotFound):
        harm(user_id=4711)


def test_a_suspension_may_be_made_longer(owner: User) -> None:
    assert services.suspend(user_id=owner.pk, until=BEFORE)
    assert services.suspend(user_id=owner.pk, until=LATER)
    assert not services.end_suspension_if_over(user_id=owner.pk, now=NOW)


def test_the_first_closing_counts(owner: User) -> None:
    services.close_account(user_id=owner.pk, now=NOW)
    assert not services.close_account(user_id=owner.pk, now=LATER)
    owner.refresh_from_db()
    assert owner.closed_at == NOW


def test_open_tabs_are_told_once_of_each_change(owner: User) -> None:
    words = [pulse_of(owner.pk)]
    for deed in (SETS["suspended"], SETS["suspended"], ENDS["suspended"]):
        with TestCase.captureOnCommitCallbacks(execute=True):
            deed(owner.pk)
        words.append(pulse_of(owner.pk))
    assert words[0] != words[1] == words[2] != words[3]


def words_at_the_door(user: User) -> str:
    """Log in by the page with the right password, and read what it says."""
    page = log_in_by_page(user.username)
    assert page.status_code == 403
    return str(page.text)


def test_the_door_says_why_it_is_closed() -> None:
    until = datetime(2099, 5, 17, 12, tzinfo=UTC)
    suspended, closed, waiting, off = (person(name) for name in ("one", "two", "three", "four"))
    services.suspend(user_id=suspended.pk, until=until)
    services.close_account(user_id=closed.pk, now=NOW)
    User.objects.filter(pk=waiting.pk).update(awaits_approval=True, is_active=False)
    services.switch_off(user_id=off.pk)
    assert "suspended until 17 May 2099" in words_at_the_door(suspended)
    assert "This account is closed" in words_at_the_door(closed)
    assert "waits for approval" in words_at_the_door(waiting)
    assert "This account is switched off" in words_at_the_door(off)


def test_without_the_password_the_door_says_nothing(owner: User) -> None:
    services.suspend(user_id=owner.pk, until=LATER)
    page = log_in_by_page("owner", "wrong password")
    assert page.status_code == 200
    assert "suspended" not in page.text
    assert log_in("owner").content == log_in("nobody").content
