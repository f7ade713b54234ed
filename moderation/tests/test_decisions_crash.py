"""A process that dies, or a store that is away, while something is decided: the next run brings it to its end."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.db import connections

from accounts.models import User
from core.errors import Conflict
from moderation.models import Case, Decision, Unapplied
from moderation.services import decide, finish_decisions, open_case_of_withheld, unapplied_cases, undo
from moderation.services import withheld_without_a_case as lost
from moderation.tests.judging import DISMISSED, REMOVED, reported_comment, reported_photo, sees_photo, told
from photos.models import Photo, photo_key
from photos.tests.interrupting import repair, survives
from tests.cast import browser_of, person


def finish() -> None:
    """Do what the housekeeping does."""
    repair()
    for case_id in unapplied_cases(older_than_minutes=0):
        assert finish_decisions(case_id=case_id) == "applied"


@pytest.mark.django_db
def test_a_removal_that_dies_is_finished(owner: User, stranger: User, moderator: User) -> None:
    for writes in count():
        photo, case = reported_photo(owner, person(f"reporter{writes}"), title="Boat", topic="Travel", tags="sea")
        ended = survives(lambda: decide(actor=moderator, case_id=case.pk, ruling=REMOVED), writes=writes)  # noqa: B023
        finish()
        assert not sees_photo(stranger, photo.photo_id)
        assert told(owner)[0].startswith("Your photo was removed: Nudity.")
        assert not Unapplied.objects.exists()
        if ended:
            break
    assert writes >= 1


@pytest.mark.django_db
def test_an_undoing_that_dies_is_finished(owner: User, stranger: User, moderator: User) -> None:
    for writes in count():
        photo_id, _, case = reported_comment(owner, owner, person(f"reporter{writes}"))
        removal = decide(actor=moderator, case_id=case.pk, ruling=REMOVED)
        ended = survives(lambda: undo(actor=moderator, decision_id=removal.pk), writes=writes)  # noqa: B023
        finish()
        assert len(browser_of(stranger).get(f"/api/photos/{photo_id}/comments").json()) == 1
        assert browser_of(stranger).get(f"/api/photos/{photo_id}").json()["comments"] == 1
        if ended:
            break
    assert writes >= 1


@pytest.mark.django_db
def test_what_the_screening_withheld_gets_its_case_although_the_process_died(owner: User, stranger: User) -> None:
    photo, case = reported_photo(owner, stranger)
    case.delete()
    stored = Photo.get(*photo_key(photo.photo_id))
    assert lost() == []
    from photos.services import settle_photo  # noqa: PLC0415

    settle_photo(photo_id=photo.id, status="held", reasons=["It seems to show: Nudity."])
    stored = Photo.get(*photo_key(photo.photo_id))
    stored.screened = "held"
    stored.save()
    assert [found.photo_id for found in lost()] == [photo.photo_id]
    for _ in range(2):
        open_case_of_withheld(photo=lost()[0] if lost() else stored)
    assert Case.objects.get().held
    assert lost() == []


@pytest.mark.django_db(transaction=True)
def test_of_many_who_decide_at_once_one_does(owner: User, stranger: User, moderator: User) -> None:
    photo, case = reported_photo(owner, stranger)

    def try_it(ruling: object) -> bool:
        try:
            decide(actor=moderator, case_id=case.pk, ruling=ruling, seen=0)  # type: ignore[arg-type]
        except Conflict:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(try_it, [REMOVED, DISMISSED] * 3)) == 1
    removed = Decision.objects.get().action == "remove"
    assert sees_photo(stranger, photo.photo_id) is not removed


@pytest.mark.django_db(transaction=True)
def test_whatever_order_decisions_and_undoings_end_in_the_stores_show_what_holds(
    owner: User, stranger: User, moderator: User
) -> None:
    photo, case = reported_photo(owner, stranger)

    def work(number: int) -> None:
        try:
            decision = decide(actor=moderator, case_id=case.pk, ruling=REMOVED if number % 2 else DISMISSED)
            if number % 3:
                undo(actor=moderator, decision_id=decision.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(12)))
    finish()
    holding = [row for row in Decision.objects.filter(undone_by=None) if row.action in {"remove", "dismiss"}]
    assert sees_photo(stranger, photo.photo_id) is (holding[-1].action == "dismiss")
    assert not Unapplied.objects.exists()
