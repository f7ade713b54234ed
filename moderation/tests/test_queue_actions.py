"""Several cases at once, from the list: who may, what is asked before, and what happens to each."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from accounts.models import User
from moderation.models import Case, Decision, State
from moderation.services import Ruling, decide
from moderation.tests.queue import LIST, act_on, in_group, messages_in, reported_comment, reported_photo, with_rights
from photos.models import APPROVED, REJECTED
from photos.queries import photo_for_staff
from photos.tests.seeing import forms_in
from tests.cast import Uploads, browser_of, person


@pytest.fixture
def mod(db: None) -> User:  # noqa: ARG001
    """Make somebody of the moderators' group."""
    return in_group("mira_mod")


@pytest.fixture
def cases(owner: User, stranger: User, upload: Uploads) -> list[Case]:
    """Have three photos reported."""
    return [reported_photo(owner, stranger, upload, title=f"Photo {number}") for number in range(3)]


def statuses(cases: list[Case]) -> list[str]:
    """List the statuses of the photos."""
    return [photo.status for case in cases if (photo := photo_for_staff(case.target_id))]


def confirm(answer: Any, **typed: str) -> dict[str, Any]:
    """Fill in the page that asks why, as a browser sends it."""
    form = next(form for form in forms_in(answer) if form.fields.get("apply"))
    words = answer.context
    many = {"_selected_action": [thing.value for thing in words["things"]], "seen": words["seen"]}
    return {**form.fields, **many, **typed}


def test_ticked_cases_are_left_as_they_are_at_once(cases: list[Case], mod: User) -> None:
    browser = browser_of(mod)
    answer = act_on(browser, "dismiss", cases[:2])
    assert answer.status_code == 302
    assert messages_in(browser.get(LIST)) == ["Left as it is: 2."]
    assert list(Decision.objects.values_list("case_id", "action", "actor")) == [
        (case.pk, "dismiss", mod.pk) for case in cases[:2]
    ]
    assert list(Case.objects.filter(state=State.OPEN)) == cases[2:]
    logged = LogEntry.objects.values_list("object_id", "change_message")
    assert set(logged) == {(str(case.pk), "Decided with others: left as it is.") for case in cases[:2]}


def test_a_removal_asks_why_first(cases: list[Case], mod: User) -> None:
    browser = browser_of(mod)
    asked = act_on(browser, "remove", cases)
    assert asked.status_code == 200
    assert "Photo by owner: Photo 1" in asked.text
    assert "This picture may not be uploaded again" in asked.text
    assert Decision.objects.count() == 0
    sent = confirm(asked, rule="nudity", message="Not here.", note="Three at once", block_again="on")
    assert browser.post(LIST, sent).status_code == 302
    assert messages_in(browser.get(LIST)) == ["Removed: 3."]
    made = set(Decision.objects.values_list("action", "rule__code", "message", "note", "block_again"))
    assert made == {("remove", "nudity", "Not here.", "Three at once", True)}
    assert statuses(cases) == [REJECTED] * 3


def test_a_removal_without_a_rule_asks_again_and_keeps_the_words(cases: list[Case], mod: User) -> None:
    browser = browser_of(mod)
    sent = confirm(act_on(browser, "remove", cases), message="Not here.")
    for rule in ("", "nonsense"):
        answer = browser.post(LIST, {**sent, "rule": rule})
        assert answer.status_code == 400
        assert "Not here." in answer.text
    assert browser.post(LIST, {**sent, "rule": "nudity", "message": "a\x00b"}).status_code == 400
    assert Decision.objects.count() == 0


def test_words_that_no_case_takes_are_named_at_each(cases: list[Case], mod: User) -> None:
    browser = browser_of(mod)
    sent = confirm(act_on(browser, "remove", cases), rule="nudity", message="x" * 2001)
    browser.post(LIST, sent)
    said = messages_in(browser.get(LIST))
    assert len(said) == 3
    assert all("At most 2000 characters" in text for text in said)
    assert Decision.objects.count() == 0


def test_what_changed_in_between_is_named_and_the_rest_goes_through(cases: list[Case], mod: User) -> None:
    browser = browser_of(mod)
    asked = act_on(browser, "mark_sensitive", cases)
    assert "uploaded again" not in asked.text
    decide(actor=in_group("otto_mod"), case_id=cases[1].pk, ruling=Ruling("dismiss"))
    browser.post(LIST, confirm(asked, rule="violence"))
    said = messages_in(browser.get(LIST))
    assert said[0] == "Marked as sensitive: 2 of 3."
    assert said[1].startswith("Photo by owner: Photo 1: Somebody has decided about this case in the meantime.")
    assert Decision.objects.filter(action="sensitive").count() == 2


def test_what_does_not_fit_or_is_ones_own_is_named(stranger: User, upload: Uploads, owner: User, mod: User) -> None:
    comment, own = reported_comment(stranger, owner, upload), reported_photo(mod, stranger, upload)
    browser = browser_of(mod)
    browser.post(LIST, confirm(act_on(browser, "mark_sensitive", [comment, own]), rule="violence"))
    said = messages_in(browser.get(LIST))
    assert said == [
        "Comment by stranger: Buy my watches: This cannot be decided here.",
        "Photo by mira_mod: This is about something of yours. Leave it to another moderator.",
    ]
    assert Decision.objects.count() == 0


def test_cases_are_taken_and_given_back_together(cases: list[Case], mod: User) -> None:
    browser = browser_of(mod)
    act_on(browser, "assign_to_me", cases)
    assert set(Case.objects.values_list("assignee", flat=True)) == {mod.pk}
    act_on(browser, "assign_to_nobody", cases[:1])
    assert list(Case.objects.order_by("pk").values_list("assignee", flat=True)) == [None, mod.pk, mod.pk]
    assert messages_in(browser.get(LIST)) == ["Taken: 3.", "Given back: 1."]


@pytest.mark.parametrize(
    "forged",
    [
        {"select_across": "1"},
        {"_selected_action": ["x"]},
        {"_selected_action": ["9" * 40]},
        {"_selected_action": ["\x00"]},
        {"_selected_action": ["-1"]},
        {"_selected_action": ["999999"]},
        {"_selected_action": [str(number) for number in range(1, 60)]},
        {"seen": []},
        {"seen": ["x:y"]},
        {"action": "delete_selected"},
        {"action": "nonsense"},
        {"action": "\x00"},
        {"index": "7"},
        {"index": "-9"},
    ],
)
def test_only_what_is_ticked_is_decided(cases: list[Case], mod: User, forged: dict[str, Any]) -> None:
    answer = act_on(browser_of(mod), "dismiss", cases, **forged)
    assert answer.status_code == 302
    if "index" not in forged:
        assert Decision.objects.count() == 0
        assert Case.objects.filter(state=State.OPEN).count() == 3


@pytest.mark.parametrize("action", ["dismiss", "remove", "mark_sensitive", "assign_to_me"])
def test_who_may_only_look_has_no_actions(cases: list[Case], action: str) -> None:
    viewer = with_rights(person("viewer"), None)
    viewer.user_permissions.add(Permission.objects.get(codename="view_case"))
    browser = browser_of(viewer)
    assert 'name="action"' not in browser.get(LIST).text
    act_on(browser, action, cases, apply="yes", rule="nudity")
    assert Decision.objects.count() == 0
    assert Case.objects.filter(assignee=None, state="open").count() == 3
    assert statuses(cases) == [APPROVED] * 3


@pytest.mark.parametrize("sent", [{"form-0-state": "decided"}, {"_save": "Save", "form-TOTAL_FORMS": "1"}])
def test_the_list_changes_nothing_by_itself(cases: list[Case], mod: User, sent: dict[str, str]) -> None:
    answer = browser_of(mod).post(LIST, {**sent, "form-0-id": cases[0].pk})
    assert answer.status_code in {200, 302}
    assert Case.objects.filter(state=State.OPEN).count() == 3
