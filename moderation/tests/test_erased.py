"""What is left of cases when somebody in them, or a rule, is gone, and cases of which nobody knows whose they were."""

import io
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from moderation.models import Action, Case, Decision, Report, Rule
from moderation.queries import Trust, actions_on, trust_of
from moderation.services import Ruling, decide, undo
from moderation.tests.judging import (
    DISMISSED,
    REMOVED,
    reported_comment,
    reported_message,
    reported_person,
    reported_photo,
)
from moderation.tests.queue import LIST, page_of
from tests.cast import browser_of, person

pytestmark = pytest.mark.django_db


def gone(somebody: User) -> None:
    """Erase somebody, 40 days after their account was closed."""
    closed_at = timezone.now() - timedelta(days=40)
    User.objects.filter(pk=somebody.pk).update(closed_at=closed_at, is_active=False)
    call_command("erase_closed_accounts", "--no-input", stdout=io.StringIO())
    assert not User.objects.filter(pk=somebody.pk).exists()


def suspended() -> Ruling:
    """Decide that somebody is kept out for a week."""
    return Ruling("suspend", rule="harassment", until=timezone.now() + timedelta(days=7))


def test_a_decision_about_a_message_outlives_whom_the_message_was_to(
    owner: User, stranger: User, moderator: User
) -> None:
    _, case = reported_message(stranger, owner)
    made = decide(actor=moderator, case_id=case.pk, ruling=suspended())
    gone(owner)
    case.refresh_from_db()
    assert (case.person, case.place, Report.objects.count()) == (stranger, "", 0)
    browser = browser_of(moderator)
    assert "It does not exist any more." in browser.get(page_of(case)).text
    assert browser.get("/admin/messaging/message/").status_code == 200
    decide(actor=moderator, case_id=case.pk, ruling=Ruling("warn", rule="spam"))
    assert not User.objects.get(pk=stranger.pk).is_active
    undo(actor=moderator, decision_id=made.pk)
    assert User.objects.get(pk=stranger.pk).is_active


def test_the_cases_of_who_is_erased_go_with_their_decisions(owner: User, stranger: User, moderator: User) -> None:
    for case in (reported_message(stranger, owner)[1], reported_person(stranger, owner)):
        decide(actor=moderator, case_id=case.pk, ruling=suspended())
    gone(stranger)
    assert not Case.objects.exists()
    assert not Decision.objects.exists()


def test_the_history_does_not_name_the_number_of_who_was_erased(stranger: User, moderator: User) -> None:
    somebody = User.objects.create_user("somebody", pk=777_777)
    browser = browser_of(moderator)
    for case in (reported_person(somebody, stranger), reported_message(somebody, stranger)[1]):
        browser.get(page_of(case))
        browser.post(f"{LIST}{case.pk}/assign/", {"assignee": "me"})
    gone(somebody)
    entries = LogEntry.objects.values_list("object_id", "object_repr", "change_message")
    assert len(entries) == 4
    assert "777777" not in str(list(entries))


def test_a_case_from_before_it_was_stored_between_whom_a_message_was_can_be_decided(
    owner: User, stranger: User, moderator: User
) -> None:
    _, case = reported_message(stranger, owner)
    Case.objects.filter(pk=case.pk).update(place="", person=None)
    case.refresh_from_db()
    assert list(actions_on(case)) == [Action.DISMISS]
    answer = browser_of(moderator).post(f"{LIST}{case.pk}/decide/", {"action": "remove", "rule": "spam", "seen": "0"})
    assert answer.status_code == 400
    decide(actor=moderator, case_id=case.pk, ruling=DISMISSED)
    assert not Case.objects.get().is_open


def test_a_comment_is_removed_on_its_page_also_where_there_is_no_rule_other(
    owner: User, stranger: User, moderator: User
) -> None:
    photo_id, comment_id, _ = reported_comment(owner, stranger, person("reporter"))
    Rule.objects.filter(code="other").update(in_use=False)
    browser = browser_of(moderator)
    assert browser.delete(f"/api/photos/{photo_id}/comments/{comment_id}").status_code == 204
    assert list(Decision.objects.values_list("rule__code", flat=True)) == ["copyright"]
    assert browser.get(f"/api/photos/{photo_id}/comments").json() == []


def test_what_somebody_decided_who_is_erased_is_not_taken_for_the_screening(
    owner: User, stranger: User, moderator: User, superuser: User
) -> None:
    case = reported_person(stranger, owner)
    made = decide(actor=moderator, case_id=case.pk, ruling=Ruling("warn", rule="spam"))
    photo, removed = reported_photo(stranger, owner)
    decide(actor=moderator, case_id=removed.pk, ruling=REMOVED)
    gone(moderator)
    made.refresh_from_db()
    assert made.actor is None
    browser = browser_of(superuser)
    assert "by somebody who is gone" in browser.get(page_of(removed)).text
    assert "by the screening" not in browser.get(page_of(removed)).text
    assert browser.get("/admin/moderation/decision/?by=screening").context["cl"].result_count == 0
    assert browser.get("/admin/moderation/decision/?by=staff").context["cl"].result_count == 2
    assert trust_of(photo.owner_id) == Trust.DISTRUSTED
