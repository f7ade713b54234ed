"""The page of one case: what it shows, and what its forms do for whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from core.ids import new_id
from moderation.models import Case, Decision, State, Target
from moderation.services import Ruling, add_note, assign, decide, undo
from moderation.tests.queue import (
    LIST,
    administrator,
    decide_by_form,
    deeds,
    in_group,
    messages_in,
    mira,
    page_of,
    reported_comment,
    reported_photo,
    status_of,
)
from photos.models import APPROVED, REJECTED
from photos.services import delete_photo
from photos.tests.seeing import forms_in
from tests.cast import Uploads, browser_of

HUGE = "9" * 40


def test_the_page_shows_the_thing_with_all_that_is_known(case: Case, mod: User) -> None:
    add_note(actor=mod, case_id=case.pk, text="Wait until Monday.")
    page = browser_of(mod).get(page_of(case)).text
    for words in ("A walk", "Look at the corner", "stranger", "Wait until Monday.", "Nobody has decided yet."):
        assert words in page
    assert f"{case.target_id}_medium.jpg" in page
    assert "Leave it: no rule is broken" in page
    assert "Delete the account" not in page


def test_administrators_may_delete_accounts(case: Case) -> None:
    assert "Delete the account" in browser_of(administrator()).get(page_of(case)).text


def test_what_is_gone_is_said_to_be_gone(case: Case, owner: User, mod: User) -> None:
    delete_photo(actor=owner, photo_id=case.target_id)
    page = browser_of(mod).get(page_of(case)).text
    assert "It does not exist any more." in page
    assert "_medium.jpg" not in page


def test_words_that_changed_stand_beside_those_that_were_reported(case: Case, mod: User) -> None:
    Case.objects.filter(pk=case.pk).update(excerpt="Something much worse")
    page = browser_of(mod).get(page_of(case)).text
    assert "Something much worse" in page
    assert "Its words now" in page


def test_a_profile_has_a_page(owner: User, mod: User) -> None:
    case = Case.objects.create(target_type=Target.USER, target_id=str(owner.pk), person=owner, excerpt="Hello")
    page = browser_of(mod).get(page_of(case)).text
    assert "Profile of owner" in page
    assert 'value="remove"' not in page


def test_a_decision_removes_and_leads_to_the_next_case(
    case: Case, owner: User, stranger: User, upload: Uploads, mod: User
) -> None:
    following = reported_photo(owner, stranger, upload)
    answer = decide_by_form(browser_of(mod), case, message="Please not here.", note="Second time.")
    assert answer.headers["Location"] == page_of(following)
    made = Decision.objects.get(case=case)
    assert (made.action, made.actor, made.message, made.note) == ("remove", mod, "Please not here.", "Second time.")
    assert status_of(case) == REJECTED
    assert deeds(case) == ["Decided: removed."]


def test_the_page_after_a_decision_says_what_was_done_with_a_way_back(case: Case, mod: User) -> None:
    browser = browser_of(mod)
    decide_by_form(browser, case)
    answer = browser.get(LIST)
    (said,) = messages_in(answer)
    assert said.startswith("Removed: Photo by owner.")
    assert page_of(case) in said
    assert said.endswith("Nothing is waiting.")


def test_next_is_the_one_that_was_opened_after_and_then_the_oldest(
    owner: User, stranger: User, upload: Uploads, mod: User
) -> None:
    first, second, third = (reported_photo(owner, stranger, upload) for _ in range(3))
    browser = browser_of(mod)

    def next_of(case: Case) -> str:
        return str(browser.get(f"{LIST}next/?after={case.pk}").headers["Location"])

    assert [next_of(case) for case in (first, second, third)] == [page_of(second), page_of(third), page_of(first)]
    assert browser.get(f"{LIST}next/").headers["Location"] == page_of(first)
    assign(actor=in_group("otto_mod"), case_ids=[second.pk], assignee=User.objects.get(username="otto_mod"))
    assert next_of(first) == page_of(third)
    decide(actor=mod, case_id=third.pk, ruling=Ruling("dismiss"))
    assert next_of(first) == LIST
    assert "Nothing else waits for you" in messages_in(browser.get(LIST))[0]


def test_next_stays_within_the_filter_that_one_came_from(
    case: Case, owner: User, stranger: User, upload: Uploads, mod: User
) -> None:
    reported_comment(stranger, owner, upload)
    last = reported_photo(owner, stranger, upload)
    browser = browser_of(mod)
    kept = "_changelist_filters=target_type%3Dphoto"
    assert f"?{kept}" in browser.get(f"{LIST}?target_type=photo").text
    answer = browser.post(f"{LIST}{case.pk}/decide/?{kept}", {"action": "dismiss", "seen": 0})
    assert answer.headers["Location"] == f"{page_of(last)}?{kept}"
    answer = browser.post(f"{LIST}{last.pk}/decide/?{kept}", {"action": "dismiss", "seen": 0})
    assert answer.headers["Location"] == f"{LIST}?target_type=photo"
    nonsense = "_changelist_filters=person__password%3Dx%26p%3D-9"
    assert browser.get(f"{LIST}next/?after={last.pk}&{nonsense}").status_code == 302


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"action": ""}, "Choose what to decide."),
        ({"action": "undo"}, "Select a valid choice"),
        ({"action": "close"}, "Select a valid choice"),
        ({"rule": ""}, "Say which rule is broken."),
        ({"rule": "nonsense"}, "Select a valid choice"),
        ({"message": "x" * 2001}, "At most 2000 characters"),
        ({"message": "a\x00b"}, "Null characters are not allowed."),
        ({"note": "a\x07b"}, "At most 2000 characters"),
        ({"action": "suspend", "until": ""}, "Name a day in the future"),
        ({"action": "suspend", "until": "2001-01-01"}, "Name a day in the future"),
        ({"action": "suspend", "until": "9999-12-31"}, "Name a day in the future"),
        ({"action": "suspend", "until": "soon"}, "Enter a valid date."),
    ],
)
def test_a_decision_that_will_not_do_is_refused_in_place(
    case: Case, mod: User, sent: dict[str, str], said: str
) -> None:
    answer = decide_by_form(browser_of(mod), case, **{"note": "My own words", **sent})
    assert answer.status_code == 400
    assert said in answer.text
    assert sent.get("note", "My own words") in answer.text
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("seen", ["", "x", "-1", HUGE])
def test_a_form_without_what_was_seen_is_refused(case: Case, mod: User, seen: str) -> None:
    assert decide_by_form(browser_of(mod), case, seen=seen).status_code == 400
    assert Decision.objects.count() == 0


def test_two_decisions_in_one_form_are_refused(case: Case, mod: User) -> None:
    sent = {"action": ["dismiss", "remove"], "rule": "nudity", "seen": "0"}
    assert browser_of(mod).post(f"{LIST}{case.pk}/decide/", sent).status_code == 400
    assert Decision.objects.count() == 0


def test_a_decision_on_what_one_has_not_seen_is_a_conflict_until_one_has(case: Case, mod: User) -> None:
    decide(actor=in_group("otto_mod"), case_id=case.pk, ruling=Ruling("dismiss"))
    browser = browser_of(mod)
    answer = decide_by_form(browser, case, seen=0, message="Keep these words")
    assert answer.status_code == 409
    assert "Somebody has decided about this case in the meantime." in answer.text
    assert "Keep these words" in answer.text
    assert status_of(case) == APPROVED
    form = next(form for form in forms_in(answer) if form.action.endswith("/decide/"))
    assert form.fields["message"] == "Keep these words"
    assert browser.post(form.action, {**form.fields, "rule": "nudity"}).status_code == 302
    assert status_of(case) == REJECTED


def test_a_suspension_lasts_to_the_end_of_a_day(case: Case, mod: User) -> None:
    day = (timezone.now() + timedelta(days=3)).date()
    assert decide_by_form(browser_of(mod), case, "suspend", until=day.isoformat()).status_code == 302
    until = Decision.objects.get(case=case).until
    assert until
    assert (until.date(), until.hour, until.minute) == (day, 23, 59)
    assert f"Suspended until {day:%d %b %Y}" in browser_of(mod).get(page_of(case)).text


def test_a_picture_is_kept_out_only_with_a_removal(case: Case, mod: User) -> None:
    decide_by_form(browser_of(mod), case, "sensitive", block_again="on")
    decide_by_form(browser_of(mod), case, "remove", block_again="on")
    assert list(Decision.objects.values_list("action", "block_again")) == [("sensitive", False), ("remove", True)]


def test_nobody_decides_about_their_own_things(stranger: User, upload: Uploads, mod: User) -> None:
    case = reported_photo(mod, stranger, upload)
    browser = browser_of(mod)
    page = browser.get(page_of(case))
    assert "This is about something of yours. Leave it to another moderator." in page.text
    assert not [form for form in forms_in(page) if form.action.endswith("/decide/")]
    assert decide_by_form(browser, case).status_code == 403
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("odd", ["0", "x", "-1", "1_0", "%00", "%F0%9F%8C%8A", HUGE, "9" * 18, "1.5"])
def test_odd_ids_are_not_there(mod: User, odd: str) -> None:
    browser = browser_of(mod)
    for address in (f"{odd}/change/", f"{odd}/history/", f"next/?after={odd}"):
        assert browser.get(f"{LIST}{address}", follow=True).status_code in {200, 404}
    assert browser.get(f"{LIST}{odd}/change/").status_code == 404
    for address in (f"{odd}/decide/", f"{odd}/note/", f"{odd}/assign/", f"decision/{odd}/undo/", f"appeal/{odd}/keep/"):
        sent = {"action": "dismiss", "seen": "0", "text": "x", "message": ""}
        assert browser.post(f"{LIST}{address}", sent, follow=True).status_code == 404


def test_forms_are_posted_and_pages_are_read(case: Case, mod: User) -> None:
    made = decide(actor=mod, case_id=case.pk, ruling=Ruling("dismiss"))
    browser = browser_of(mod)
    for address in ("decide", "note", "assign"):
        assert browser.get(f"{LIST}{case.pk}/{address}/").status_code == 405
    assert browser.get(f"{LIST}decision/{made.pk}/undo/").status_code == 405
    assert browser.post(page_of(case), {"state": "open", "excerpt": "Mine"}).status_code == 405
    assert browser.post(f"{LIST}{case.pk}/delete/", {"post": "yes"}).status_code == 403
    assert browser.post(f"{LIST}add/", {"target_type": "user", "target_id": "1"}).status_code == 403
    case.refresh_from_db()
    assert (case.state, case.excerpt) == (State.DECIDED, "A walk")


def test_decisions_about_staff_are_left_to_superusers(stranger: User, upload: Uploads, mod: User) -> None:
    case = reported_photo(administrator(), stranger, upload)
    page = browser_of(mod).get(page_of(case)).text
    assert 'value="remove"' in page
    assert 'value="warn"' not in page


def test_what_is_undone_can_be_decided_again(case: Case, mod: User) -> None:
    made = decide(actor=mod, case_id=case.pk, ruling=Ruling("dismiss"))
    undo(actor=mod, decision_id=made.pk)
    assert decide_by_form(browser_of(mod), case).status_code == 302
    assert status_of(case) == REJECTED


def test_the_case_of_a_message_that_is_gone_has_a_page(owner: User, stranger: User, mod: User) -> None:
    case = Case.objects.create(
        target_type=Target.MESSAGE,
        target_id=f"{owner.pk}:{new_id()}",
        place=f"{owner.pk}:{stranger.pk}",
        person=owner,
        excerpt="Buy my watches",
    )
    page = browser_of(mod).get(page_of(case)).text
    assert "It does not exist any more." in page
    assert "Buy my watches" in page


def test_a_moderator_opens_the_page_of_every_kind(owner: User, stranger: User, upload: Uploads) -> None:
    case = reported_comment(stranger, owner, upload)
    page = mira().get(page_of(case)).text
    assert "Comment by stranger" in page
    assert "It stands under this photo:" in page
    assert "Buy my watches" in page
