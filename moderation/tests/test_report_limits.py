"""What keeps reporting from being abused, and what becomes of a thing that is reported again and again."""

from typing import Any

import pytest

from accounts.models import User
from moderation.models import Action, Case, Outcome, Report, Rule, State
from moderation.services import Ruling, decide, report, undo
from moderation.tests.test_reports import send
from photos.models import Photo
from photos.tests.seeing import plant
from tests.cast import browser_of, person


def reported_by(reporter: User, photo: Photo) -> Report:
    """Report a photo."""
    return report(actor=reporter, target_type="photo", target_id=photo.photo_id, reason="spam")


def dismissed(moderator: User, case_id: int) -> int:
    """Leave a case alone, and answer the decision's id."""
    return int(decide(actor=moderator, case_id=case_id, ruling=Ruling(Action.DISMISS)).pk)


def test_twenty_reports_an_hour_are_enough(stranger: User, settings: Any) -> None:
    settings.RATE_LIMITS = True
    people = [User.objects.create_user(f"person{number:02}") for number in range(21)]
    browser = browser_of(stranger)
    answers = [send(browser, "user", str(somebody.pk)).status_code for somebody in people]
    assert answers == [201] * 20 + [429]
    # What is reported already costs nothing, and changes nothing.
    assert send(browser, "user", str(people[0].pk)).status_code == 201
    page = browser.post(f"/report/user/{people[20].pk}/", {"reason": "spam"})
    assert (page.status_code, Report.objects.count()) == (429, 20)


def test_with_fifty_reports_waiting_one_waits_until_some_are_decided(
    stranger: User, moderator: User, settings: Any
) -> None:
    settings.RATE_LIMITS = False
    people = [User.objects.create_user(f"person{number:02}") for number in range(51)]
    browser = browser_of(stranger)
    for somebody in people[:50]:
        report(actor=stranger, target_type="user", target_id=str(somebody.pk), reason="spam")
    refused = send(browser, "user", str(people[50].pk))
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many")
    assert not Case.objects.filter(target_id=str(people[50].pk)).exists()
    dismissed(moderator, Case.objects.earliest("pk").pk)
    assert send(browser, "user", str(people[50].pk)).status_code == 201


def test_nobody_reports_themselves_or_what_is_theirs(owner: User) -> None:
    photo, browser = plant(owner), browser_of(owner)
    for target in (("photo", photo.photo_id), ("user", str(owner.pk))):
        answer = send(browser, *target)
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["target_id"])
        assert browser.get(f"/report/{target[0]}/{target[1]}/").status_code == 400
        assert browser.post(f"/report/{target[0]}/{target[1]}/", {"reason": "spam"}).status_code == 400
    assert Case.objects.count() == 0


def test_a_rule_that_is_switched_off_cannot_be_chosen_and_a_new_one_can(owner: User, stranger: User) -> None:
    Rule.objects.filter(code="nudity").update(in_use=False)
    Rule.objects.create(code="watermark", title="Watermark", explanation="No letters across pictures.")
    photo, browser = plant(owner), browser_of(stranger)
    page = browser.get(f"/report/photo/{photo.photo_id}/").text
    assert "Nakedness" not in page
    assert "No letters across pictures." in page
    refused = send(browser, "photo", photo.photo_id, reason="nudity")
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["reason"])
    assert "watermark" in refused.json()["fields"]["reason"][0]
    assert browser.post(f"/report/photo/{photo.photo_id}/", {"reason": "nudity"}).status_code == 400
    assert send(browser, "photo", photo.photo_id, reason="watermark").status_code == 201
    assert Report.objects.get().reason.title == "Watermark"


@pytest.mark.parametrize("undone", [False, True], ids=["dismissed", "one was undone"])
def test_a_decided_case_is_taken_up_again_until_it_was_dismissed_three_times(
    owner: User, moderator: User, *, undone: bool
) -> None:
    photo = plant(owner)
    for number in range(3):
        case = reported_by(person(f"reporter{number}"), photo).case
        case.refresh_from_db()
        assert case.is_open
        decision_id = dismissed(moderator, case.pk)
        case.refresh_from_db()
        assert case.state == State.DECIDED
    if undone:
        undo(actor=moderator, decision_id=decision_id)
        dismissed_again = decide(actor=moderator, case_id=case.pk, ruling=Ruling(Action.SENSITIVE, rule="nudity"))
        undo(actor=moderator, decision_id=dismissed_again.pk)
    late = reported_by(person("late"), photo)
    late.refresh_from_db()
    case.refresh_from_db()
    assert (case.is_open, late.outcome) == ((True, Outcome.OPEN) if undone else (False, Outcome.DISMISSED))
    assert case.reports.count() == 4
    seen = browser_of(late.reporter).get("/settings/reports/").text
    assert ("Waiting for a moderator" if undone else "No rule was broken") in seen
