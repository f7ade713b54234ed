"""Undoing, answering appeals, notes and sharing the work, on the page of a case; and who may do nothing there."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache

from accounts.models import User
from moderation.models import Action, Appeal, Case, Decision, Note, State
from moderation.services import Ruling, appeal, decide
from moderation.tests.queue import (
    LIST,
    deeds,
    messages_in,
    page_of,
    status_of,
    with_rights,
)
from photos.models import APPROVED, REJECTED
from photos.tests.seeing import forms_in
from tests.cast import browser_of, person

HUGE = "9" * 40


def test_an_undoing_takes_back_what_was_decided(case: Case, mod: User) -> None:
    made = decide(actor=mod, case_id=case.pk, ruling=Ruling("remove", rule="nudity"))
    browser = browser_of(mod)
    form = next(form for form in forms_in(browser.get(page_of(case))) if form.action.endswith("/undo/"))
    answer = browser.post(form.action, {**form.fields, "message": "It was a statue."}, follow=True)
    assert answer.redirect_chain[-1][0] == page_of(case)
    assert "Undone: removed." in messages_in(answer)
    assert status_of(case) == APPROVED
    assert Decision.objects.get(undoes=made).message == "It was a statue."
    assert "Undid a decision: removed." in deeds(case)
    again = browser.post(form.action, {"message": "Once more"})
    assert again.status_code == 409
    assert "This decision was undone already." in again.text
    assert Decision.objects.count() == 2


def test_an_undoing_that_will_not_do_is_refused_in_place(case: Case, mod: User) -> None:
    made = decide(actor=mod, case_id=case.pk, ruling=Ruling("remove", rule="nudity"))
    answer = browser_of(mod).post(f"{LIST}decision/{made.pk}/undo/", {"message": "x" * 2001, "note": "Mine"})
    assert answer.status_code == 400
    assert "At most 2000 characters" in answer.text
    assert "Mine" in answer.text
    assert Decision.objects.count() == 1


def appealed(case: Case, mod: User) -> Appeal:
    return appeal(
        decision=decide(actor=mod, case_id=case.pk, ruling=Ruling("remove", rule="nudity")), text="It is art."
    )


def test_an_appeal_is_answered_by_keeping_the_decision(case: Case, mod: User) -> None:
    asked = appealed(case, mod)
    browser = browser_of(mod)
    page = browser.get(page_of(case))
    assert "It is art." in page.text
    keep = f"{LIST}appeal/{asked.pk}/keep/"
    assert keep in {form.action for form in forms_in(page)}
    assert browser.post(keep, {"message": "x" * 2001}).status_code == 400
    assert browser.post(keep, {"message": "It is not."}).status_code == 302
    asked.refresh_from_db()
    assert asked.answer
    assert (asked.answer.action, asked.answer.message) == (Action.UPHOLD, "It is not.")
    assert status_of(case) == REJECTED
    assert browser.post(keep, {"message": "Again"}).status_code == 409
    case.refresh_from_db()
    assert case.state == State.DECIDED


def test_an_appeal_is_answered_by_undoing_the_decision(case: Case, mod: User) -> None:
    asked = appealed(case, mod)
    browser = browser_of(mod)
    undoing = [form for form in forms_in(browser.get(page_of(case))) if form.action.endswith("/undo/")]
    assert len(undoing) == 1
    browser.post(undoing[0].action, {"message": "Sorry."})
    asked.refresh_from_db()
    assert asked.answer
    assert asked.answer.action == Action.UNDO
    assert status_of(case) == APPROVED


def test_notes_are_left_at_a_case(case: Case, mod: User) -> None:
    browser = browser_of(mod)
    answer = browser.post(f"{LIST}{case.pk}/note/", {"text": " Wait. "}, follow=True)
    assert "Wait." in answer.text
    assert Note.objects.get().text == "Wait."
    assert "Left a note." in deeds(case)
    for text in ("", "  ", "x" * 2001, "a\x00b"):
        assert browser.post(f"{LIST}{case.pk}/note/", {"text": text}).status_code == 400
    assert Note.objects.count() == 1


def test_a_case_is_taken_and_given_back(case: Case, mod: User) -> None:
    browser = browser_of(mod)
    browser.post(f"{LIST}{case.pk}/assign/", {"assignee": "me"})
    assert Case.objects.get().assignee == mod
    assert "Taken by you" in browser.get(page_of(case)).text
    browser.post(f"{LIST}{case.pk}/assign/", {"assignee": "nobody"})
    assert Case.objects.get().assignee is None
    assert [deed for deed in deeds(case) if deed != "Looked at it."] == ["Took it.", "Gave it back."]


def test_looking_is_written_down_once_in_a_while(case: Case, mod: User) -> None:
    browser = browser_of(mod)
    browser.get(page_of(case), headers={"Sec-Purpose": "prefetch"})
    assert deeds(case) == []
    browser.get(page_of(case))
    browser.get(page_of(case))
    assert deeds(case) == ["Looked at it."]
    cache.clear()
    browser_of(mod).get(page_of(case))
    assert deeds(case) == ["Looked at it."] * 2
    assert "Looked at it." in browser.get(f"{LIST}{case.pk}/history/").text


@pytest.mark.parametrize("who", ["staff", "plain", "viewer"])
def test_forged_forms_of_those_without_rights_change_nothing(case: Case, mod: User, who: str) -> None:
    asked = appealed(case, mod)
    somebody = person(who)
    if who != "plain":
        somebody = with_rights(somebody, None)
    if who == "viewer":
        somebody.user_permissions.add(*_permissions("view_case", "view_decision"))
    before = _everything()
    browser = browser_of(somebody)
    sent = {"action": "dismiss", "seen": asked.decision_id, "text": "x", "message": "x", "assignee": "me"}
    addresses = [f"{case.pk}/decide/", f"{case.pk}/note/", f"{case.pk}/assign/"]
    for address in (*addresses, f"decision/{asked.decision_id}/undo/", f"appeal/{asked.pk}/keep/"):
        assert browser.post(f"{LIST}{address}", sent).status_code == (302 if who == "plain" else 403)
    assert _everything() == before


def test_who_may_only_look_gets_no_forms(case: Case, mod: User) -> None:
    decide(actor=mod, case_id=case.pk, ruling=Ruling("remove", rule="nudity"))
    viewer = with_rights(person("viewer"), None)
    viewer.user_permissions.add(*_permissions("view_case"))
    page = browser_of(viewer).get(page_of(case))
    assert page.status_code == 200
    assert "Your rights do not reach that far." in page.text
    assert {form.action for form in forms_in(page) if LIST in form.action} == set()


def _permissions(*names: str) -> list[Any]:
    return list(Permission.objects.filter(content_type__app_label="moderation", codename__in=names))


def _everything() -> list[Any]:
    tables = (Case.objects.values_list("state", "assignee"), Decision.objects.values_list(), Note.objects.values_list())
    return [list(table) for table in (*tables, Appeal.objects.values_list())]
