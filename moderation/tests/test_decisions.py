"""What a decision does to photos, comments, messages and people, and what its undoing does."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Forbidden, Invalid, NotFound
from moderation.models import Action, Case, Decision, Unapplied
from moderation.models.decisions import Unchangeable
from moderation.services import Ruling, decide, undo
from moderation.tests.judging import (
    DISMISSED,
    REMOVED,
    decided,
    reported_comment,
    reported_message,
    reported_person,
    reported_photo,
    sees_photo,
    told,
)
from tests.cast import befriended, browser_of, person

pytestmark = pytest.mark.django_db


def test_a_removed_photo_is_its_owners_alone_who_reads_why(owner: User, stranger: User, moderator: User) -> None:
    photo, case = reported_photo(owner, stranger)
    decision = decide(actor=moderator, case_id=case.pk, ruling=REMOVED)
    assert not sees_photo(stranger, photo.photo_id)
    mine = browser_of(owner).get(f"/api/photos/{photo.photo_id}").json()
    assert (mine["status"], mine["reasons"]) == ("rejected", ["Nudity. Not here, please."])
    assert told(owner) == ["Your photo was removed: Nudity. Not here, please."]
    assert told(stranger) == ["Thank you: something was done about what you reported."]
    case.refresh_from_db()
    assert (case.state, case.decided_at is not None) == ("decided", True)
    assert (decision.actor, decision.person) == (moderator, owner)
    assert not Unapplied.objects.exists()


def test_undoing_a_removal_shows_the_photo_again_and_is_a_row(owner: User, stranger: User, moderator: User) -> None:
    photo, case = reported_photo(owner, stranger)
    removal = decide(actor=moderator, case_id=case.pk, ruling=REMOVED)
    undone = undo(actor=moderator, decision_id=removal.pk, message="It was a mistake.")
    assert sees_photo(stranger, photo.photo_id)
    assert [(row.action, row.undoes_id) for row in Decision.objects.all()] == [("remove", None), ("undo", removal.pk)]
    assert told(owner)[0] == "A decision about your photo was undone. It was a mistake."
    assert told(stranger)[0] == "We have looked at what you reported and found that it breaks no rule."
    case.refresh_from_db()
    assert case.state == "decided"
    assert undone.actor == moderator
    with pytest.raises(Conflict):
        undo(actor=moderator, decision_id=removal.pk)
    with pytest.raises(NotFound):
        undo(actor=moderator, decision_id=undone.pk)


def test_a_dismissed_report_changes_nothing_and_its_person_hears_nothing(
    owner: User, stranger: User, moderator: User
) -> None:
    photo, case = reported_photo(owner, stranger)
    dismissal = decide(actor=moderator, case_id=case.pk, ruling=DISMISSED)
    assert sees_photo(stranger, photo.photo_id)
    assert told(owner) == []
    assert told(stranger) == ["We have looked at what you reported and found that it breaks no rule."]
    undo(actor=moderator, decision_id=dismissal.pk)
    case.refresh_from_db()
    # Nothing is decided any more, so that somebody has to look again.
    assert case.state == "open"


def test_a_sensitive_photo_is_veiled_and_unveiled(owner: User, stranger: User, moderator: User) -> None:
    photo, case = reported_photo(owner, stranger)
    decision = decided(moderator, case, "sensitive", rule="violence")
    path = f"/api/photos/{photo.photo_id}"
    assert browser_of(stranger).get(path).json()["sensitive"] == "Violence"
    undo(actor=moderator, decision_id=decision.pk)
    assert browser_of(stranger).get(path).json()["sensitive"] is None


def test_the_newest_ruling_that_holds_counts(owner: User, stranger: User, moderator: User) -> None:
    photo, case = reported_photo(owner, stranger)
    first = decide(actor=moderator, case_id=case.pk, ruling=REMOVED)
    second = decide(actor=moderator, case_id=case.pk, ruling=DISMISSED)
    assert sees_photo(stranger, photo.photo_id)
    undo(actor=moderator, decision_id=second.pk)
    assert not sees_photo(stranger, photo.photo_id)
    undo(actor=moderator, decision_id=first.pk)
    assert sees_photo(stranger, photo.photo_id)


def test_a_removed_comment_is_gone_for_everybody_and_comes_back(owner: User, stranger: User, moderator: User) -> None:
    writer = person("writer")
    photo_id, _, case = reported_comment(owner, writer, stranger)
    decision = decided(moderator, case, "remove")
    for viewer in (owner, writer, stranger):
        assert browser_of(viewer).get(f"/api/photos/{photo_id}/comments").json() == []
    assert browser_of(owner).get(f"/api/photos/{photo_id}").json()["comments"] == 0
    assert told(writer) == ["Your comment was removed: Spam."]
    undo(actor=moderator, decision_id=decision.pk)
    assert [c["text"] for c in browser_of(owner).get(f"/api/photos/{photo_id}/comments").json()] == ["Buy my watches"]
    assert browser_of(owner).get(f"/api/photos/{photo_id}").json()["comments"] == 1


def test_a_removed_message_is_read_by_neither_and_comes_back(owner: User, stranger: User, moderator: User) -> None:
    _, case = reported_message(owner, stranger)
    decision = decided(moderator, case, "remove")
    pairs = ((owner, stranger), (stranger, owner))
    for reader, other in pairs:
        texts = [message["text"] for message in browser_of(reader).get(f"/api/messages?user_id={other.pk}").json()]
        assert texts == ["Removed by a moderator."]
    undo(actor=moderator, decision_id=decision.pk)
    for reader, other in pairs:
        texts = [message["text"] for message in browser_of(reader).get(f"/api/messages?user_id={other.pk}").json()]
        assert texts == ["Buy my watches"]


def test_a_limited_person_is_there_for_friends_alone(owner: User, stranger: User, moderator: User) -> None:
    friend = person("friend")
    befriended(friend, owner)
    photo, _ = reported_photo(owner, stranger)
    decision = decided(moderator, reported_person(owner, stranger), "limit")
    assert (sees_photo(stranger, photo.photo_id), sees_photo(friend, photo.photo_id)) == (False, True)
    assert browser_of(stranger).get("/u/owner/").status_code == 404
    undo(actor=moderator, decision_id=decision.pk)
    assert sees_photo(stranger, photo.photo_id)


def test_a_suspended_person_is_out_at_once_and_back_after_the_undoing(
    owner: User, stranger: User, moderator: User
) -> None:
    browser = browser_of(owner)
    until = timezone.now() + timedelta(days=7)
    decision = decided(moderator, reported_person(owner, stranger), "suspend", until=until)
    assert browser.get("/api/auth/me").status_code == 401
    undo(actor=moderator, decision_id=decision.pk)
    assert browser_of(User.objects.get(pk=owner.pk)).get("/api/auth/me").status_code == 200


def test_of_two_suspensions_the_longer_one_counts(owner: User, stranger: User, moderator: User) -> None:
    now, case = timezone.now(), reported_person(owner, stranger)
    decided(moderator, case, "suspend", until=now + timedelta(days=3))
    longer = decided(moderator, case, "suspend", until=now + timedelta(days=9))
    assert User.objects.get(pk=owner.pk).suspended_until == now + timedelta(days=9)
    undo(actor=moderator, decision_id=longer.pk)
    assert User.objects.get(pk=owner.pk).suspended_until == now + timedelta(days=3)


def test_only_administrators_delete_an_account_and_it_can_be_undone(
    owner: User, stranger: User, moderator: User, administrator: User
) -> None:
    case = reported_person(owner, stranger)
    with pytest.raises(Forbidden):
        decided(moderator, case, "close")
    decision = decided(administrator, case, "close")
    closed = User.objects.get(pk=owner.pk)
    assert (closed.is_active, closed.closed_at == decision.created_at) == (False, True)
    with pytest.raises(Forbidden):
        undo(actor=moderator, decision_id=decision.pk)
    undo(actor=administrator, decision_id=decision.pk)
    opened = User.objects.get(pk=owner.pk)
    assert (opened.is_active, opened.closed_at) == (True, None)


def test_a_dismissal_opens_no_account_that_staff_have_switched_off(
    owner: User, stranger: User, moderator: User
) -> None:
    case = reported_person(owner, stranger)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    decided(moderator, case, "dismiss")
    assert not User.objects.get(pk=owner.pk).is_active


def test_a_decision_about_a_person_is_made_at_the_case_of_a_photo_too(
    owner: User, stranger: User, moderator: User
) -> None:
    _, case = reported_photo(owner, stranger)
    decided(moderator, case, "warn", message="Last time.")
    assert told(owner) == ["A moderator warns you about your photo: Spam. Last time."]


@pytest.mark.parametrize(
    ("ruling", "field"),
    [
        (Ruling("nonsense"), "action"),
        (Ruling("undo"), "action"),
        (Ruling("remove"), "rule"),
        (Ruling("remove", rule="nonsense"), "rule"),
        (Ruling("suspend", rule="spam"), "until"),
        (Ruling("suspend", rule="spam", until=timezone.now() - timedelta(days=1)), "until"),
        (Ruling("suspend", rule="spam", until=timezone.now() + timedelta(days=4000)), "until"),
        (Ruling("remove", rule="spam", message="x" * 2001), "message"),
        (Ruling("remove", rule="spam", note="\x00"), "note"),
    ],
)
def test_a_decision_that_is_not_complete_changes_nothing(
    owner: User, stranger: User, moderator: User, ruling: Ruling, field: str
) -> None:
    photo, case = reported_photo(owner, stranger)
    with pytest.raises(Invalid) as refused:
        decide(actor=moderator, case_id=case.pk, ruling=ruling)
    assert list(refused.value.fields) == [field]
    assert sees_photo(stranger, photo.photo_id)
    assert not Decision.objects.exists()


def test_what_does_not_fit_the_thing_is_refused(owner: User, stranger: User, moderator: User) -> None:
    for case, action in (
        (reported_person(owner, stranger), "remove"),
        (reported_message(owner, stranger)[1], "sensitive"),
    ):
        with pytest.raises(Invalid):
            decided(moderator, case, action)
    with pytest.raises(NotFound):
        decide(actor=moderator, case_id=999, ruling=DISMISSED)


def test_whoever_has_not_seen_the_newest_decision_has_to_look_again(
    owner: User, stranger: User, moderator: User, administrator: User
) -> None:
    _, case = reported_photo(owner, stranger)
    first = decide(actor=moderator, case_id=case.pk, ruling=REMOVED, seen=0)
    with pytest.raises(Conflict):
        decide(actor=administrator, case_id=case.pk, ruling=DISMISSED, seen=0)
    assert decide(actor=administrator, case_id=case.pk, ruling=DISMISSED, seen=first.pk).pk


def test_nobody_without_the_right_decides(owner: User, stranger: User, moderator: User) -> None:
    photo, case = reported_photo(owner, stranger)
    for actor in (stranger, User.objects.create_user("clerk", is_staff=True)):
        with pytest.raises(Forbidden):
            decide(actor=actor, case_id=case.pk, ruling=REMOVED)
    decision = decide(actor=moderator, case_id=case.pk, ruling=DISMISSED)
    with pytest.raises(Forbidden):
        undo(actor=stranger, decision_id=decision.pk)
    assert sees_photo(stranger, photo.photo_id)


def test_moderators_decide_neither_about_themselves_nor_about_who_runs_the_site(
    stranger: User, moderator: User, administrator: User, superuser: User
) -> None:
    _, own = reported_photo(moderator, stranger)
    with pytest.raises(Forbidden):
        decide(actor=moderator, case_id=own.pk, ruling=DISMISSED)
    for somebody in (administrator, superuser):
        case = reported_person(somebody, stranger)
        for action in ("warn", "limit", "close"):
            with pytest.raises(Forbidden):
                decided(administrator if action == "close" else moderator, case, action)
    # What the superuser posted is a thing like any other.
    photo, case = reported_photo(superuser, stranger)
    decide(actor=moderator, case_id=case.pk, ruling=REMOVED)
    assert not sees_photo(stranger, photo.photo_id)


def test_decisions_are_never_changed(owner: User, stranger: User, moderator: User) -> None:
    _, case = reported_photo(owner, stranger)
    decision = decide(actor=moderator, case_id=case.pk, ruling=REMOVED)
    decision.message = "Something else"
    changes: list[Any] = [
        decision.save,
        decision.delete,
        Decision.objects.all().delete,
        lambda: Decision.objects.update(message=""),
    ]
    for change in changes:
        with pytest.raises(Unchangeable):
            change()
    assert Decision.objects.get().message == "Not here, please."


def test_a_report_that_comes_later_opens_the_case_again_until_it_was_dismissed_often(
    owner: User, moderator: User
) -> None:
    reporters = [person(f"reporter{number}") for number in range(5)]
    photo, case = reported_photo(owner, reporters[0])
    states = []
    for reporter in reporters[1:]:
        decided(moderator, case, "dismiss")
        browser_of(reporter).post(
            "/api/reports",
            {"target_type": "photo", "target_id": photo.photo_id, "reason": "spam"},
            content_type="application/json",
        )
        states.append(Case.objects.get().state)
    assert states == ["open", "open", "decided", "decided"]
    outcomes = set(Case.objects.get().reports.values_list("outcome", flat=True))
    assert outcomes == {"dismissed"}


def test_a_moderator_who_removes_a_comment_on_its_page_makes_a_decision(
    owner: User, stranger: User, moderator: User
) -> None:
    photo_id, comment_id, _ = reported_comment(owner, person("writer"), stranger)
    path = f"/api/photos/{photo_id}/comments/{comment_id}"
    assert browser_of(moderator).delete(path).status_code == 204
    decision = Decision.objects.get()
    assert (decision.action, decision.actor) == (Action.REMOVE, moderator)
    assert browser_of(owner).get(f"/api/photos/{photo_id}/comments").json() == []
    undo(actor=moderator, decision_id=decision.pk)
    assert len(browser_of(owner).get(f"/api/photos/{photo_id}/comments").json()) == 1
