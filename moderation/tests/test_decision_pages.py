"""Decisions about oneself: read with their reason, by their person alone, and disagreed with once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from accounts.models import User
from moderation.models import Action, Appeal, Case, Decision
from moderation.services import Ruling, decide, report, undo, uphold
from moderation.tests.ruling import MESSAGE, SECRETS, decided
from photos.services import add_comment, delete_photo
from photos.tests.seeing import MISSING, forms_in, plant
from tests.cast import browser_of, person

HOSTILE = "\"><script>alert(1)</script>'{{ 7|add:7 }}"
pytestmark = pytest.mark.django_db


@pytest.fixture
def warned(owner: User, stranger: User, moderator: User) -> Decision:
    """Warn the owner about a comment of theirs."""
    comment = add_comment(actor=owner, photo_id=plant(stranger).photo_id, text=f"Buy my watches {HOSTILE}")
    target = f"{comment.photo_id}:{comment.comment_id}"
    return decided(moderator, stranger, ("comment", target), Action.WARN)


def path_of(decision: Decision) -> str:
    """Name the page of a decision."""
    return f"/settings/decisions/{decision.pk}/"


def words_of(page: Any) -> str:
    """Answer what stands in the page itself, without the menus around it."""
    assert page.status_code == 200
    return str(page.text.split('<main id="main"')[1].split("</main>")[0])


def test_a_decision_is_read_with_its_rule_its_reason_and_the_words_it_is_about(owner: User, warned: Decision) -> None:
    browser = browser_of(owner)
    listed = words_of(browser.get("/settings/reports/"))
    shown = words_of(browser.get(path_of(warned)))
    for said in ("A moderator warns you about your comment", "Harassment", MESSAGE):
        assert said in listed
        assert said in shown
    assert path_of(warned) in listed
    assert "Attacks on somebody" in shown
    assert "Buy my watches" in shown
    assert HOSTILE not in shown
    for secret in SECRETS:
        assert secret not in listed.replace("A moderator warns", "").replace("If a moderator", "")
        assert secret not in shown.replace("A moderator", "")


def test_nobody_else_reads_it_and_hidden_and_missing_answer_the_same(
    owner: User, stranger: User, moderator: User, warned: Decision
) -> None:
    for somebody in (stranger, moderator, person("third")):
        browser = browser_of(somebody)
        paths = [path_of(warned), "/settings/decisions/0/", f"/settings/decisions/{'9' * 40}/"]
        answers = [getattr(browser, method)(path) for path in paths for method in ("get", "post")]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.text.replace(answer["X-Request-ID"], "") for answer in answers}) == 1
        assert "None." in browser.get("/settings/reports/").text
    assert Client().get(path_of(warned))["Location"].startswith("/accounts/login/")
    assert Client().post(path_of(warned), {"text": "No"})["Location"].startswith("/accounts/login/")
    assert Appeal.objects.count() == 0
    assert browser_of(owner).get(path_of(warned)).status_code == 200


def test_a_dismissed_report_is_nothing_that_its_person_hears_of(owner: User, stranger: User, moderator: User) -> None:
    made = decided(moderator, stranger, ("photo", plant(owner).photo_id), Action.DISMISS)
    assert "None." in browser_of(owner).get("/settings/reports/").text
    assert browser_of(owner).get(path_of(made)).status_code == 404


def test_the_photo_is_shown_while_its_owner_sees_it_and_its_words_stay(
    owner: User, stranger: User, moderator: User
) -> None:
    photo = plant(owner, title="Harbour")
    made = decided(moderator, stranger, ("photo", photo.photo_id), Action.SENSITIVE)
    browser = browser_of(owner)
    shown = words_of(browser.get(path_of(made)))
    assert f"{photo.photo_id}_small.jpg" in shown
    assert f'href="/p/{photo.photo_id}/"' in shown
    assert "Your photo is shown as sensitive" in shown
    delete_photo(actor=owner, photo_id=photo.photo_id)
    shown = words_of(browser.get(path_of(made)))
    assert photo.photo_id not in shown
    assert "Harbour" in shown


def test_a_suspension_says_until_when(owner: User, stranger: User, moderator: User) -> None:
    made = decided(moderator, stranger, ("user", str(owner.pk)), Action.SUSPEND)
    User.objects.filter(pk=owner.pk).update(is_active=True)
    assert made.until
    assert f"until {made.until:%-d %B %Y, %H:%M} (UTC)" in words_of(browser_of(owner).get(path_of(made)))


def test_one_disagrees_once_and_the_case_waits_again(owner: User, warned: Decision) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    form = next(form for form in forms_in(browser.get(path_of(warned))) if form.action == path_of(warned))
    sent = {**form.fields, "text": f"  It was a joke {HOSTILE} "}
    answer = browser.post(path_of(warned), sent, follow=True)
    assert answer.redirect_chain == [(path_of(warned), 302)]
    for page in (answer, browser.get(path_of(warned))):
        shown = words_of(page)
        assert "It was a joke" in shown
        assert HOSTILE not in shown
        assert "Waiting for a moderator" in shown
        assert "<form" not in shown
    assert Appeal.objects.get().text == f"It was a joke {HOSTILE}"
    assert Case.objects.get().is_open
    assert browser.post(path_of(warned), sent).status_code == 409
    assert Appeal.objects.count() == 1
    assert "waiting for a moderator" in words_of(browser.get("/settings/reports/"))
    assert browser.post(path_of(warned), {"text": "Without the token"}).status_code == 403


@pytest.mark.parametrize("text", [None, "", " \n", "\u200b", "x" * 2001, "nul\0", "bell\x07"], ids=range(7))
def test_an_appeal_that_says_nothing_or_too_much_is_refused_in_place(
    owner: User, warned: Decision, text: str | None
) -> None:
    answer = browser_of(owner).post(path_of(warned), {} if text is None else {"text": text})
    assert answer.status_code == 400
    [reason] = answer.context["form"].errors["text"]
    assert "field-errors" in answer.text
    assert reason
    assert len(text or "") < 9 or str(text) in answer.text
    assert (Appeal.objects.count(), Case.objects.get().is_open) == (0, False)


def test_exactly_two_thousand_characters_are_taken_whatever_line_ends_a_browser_sends(
    owner: User, warned: Decision
) -> None:
    assert browser_of(owner).post(path_of(warned), {"text": "x" * 998 + "\r\n" * 2 + "x" * 1000}).status_code == 302
    assert len(Appeal.objects.get().text) == 2000


@pytest.mark.parametrize("undone", [False, True], ids=["kept", "undone"])
def test_the_answer_stands_with_the_decision(owner: User, moderator: User, warned: Decision, *, undone: bool) -> None:
    browser = browser_of(owner)
    browser.post(path_of(warned), {"text": "It was a joke"})
    if undone:
        undo(actor=moderator, decision_id=warned.pk, message="You are right.", note="Inner words")
    else:
        uphold(actor=moderator, appeal_id=Appeal.objects.get().pk, message="It was none.")
    shown = words_of(browser.get(path_of(warned)))
    said = ("You are right.", "the decision is undone") if undone else ("It was none.", "the decision stays")
    for words in ("A moderator has answered", "It was a joke", *said):
        assert shown.count(words) == 1
    for secret in SECRETS:
        assert secret not in shown.replace("A moderator", "")
    assert "<form" not in shown
    assert ("It does not count any more" in shown) is undone
    listed = words_of(browser.get("/settings/reports/"))
    assert ("Undone" if undone else "it stays") in listed
    assert listed.count('class="case"') == 1
    assert browser.post(path_of(warned), {"text": "Again"}).status_code == 409


def test_what_was_undone_by_itself_says_so_with_its_reason(owner: User, moderator: User, warned: Decision) -> None:
    undo(actor=moderator, decision_id=warned.pk, message="We were wrong.")
    shown = words_of(browser_of(owner).get(path_of(warned)))
    assert "This was undone" in shown
    assert "We were wrong." in shown
    assert "<form" not in shown
    assert browser_of(owner).post(path_of(warned), {"text": "Still"}).status_code == 409
    assert Appeal.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_appeals_at_once_one_wins(owner: User, warned: Decision) -> None:
    browsers = [browser_of(owner) for _ in range(4)]

    def disagree(browser: Client) -> int:
        try:
            return int(browser.post(path_of(warned), {"text": f"From {id(browser)}"}).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(disagree, browsers)) == [302, 409, 409, 409]
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize("many", [3, 30])
def test_the_list_of_decisions_costs_the_same_for_few_and_for_many(
    owner: User, stranger: User, moderator: User, counted: Any, many: int
) -> None:
    case = report(actor=stranger, target_type="user", target_id=str(owner.pk), reason="spam").case
    for _ in range(many):
        decide(actor=moderator, case_id=case.pk, ruling=Ruling(Action.WARN, rule="spam"))
    browser = browser_of(owner)
    browser.get("/settings/reports/")
    with counted() as calls:
        assert words_of(browser.get("/settings/reports/")).count('class="case"') == many
    assert (len(calls.sql), calls.dynamodb) == (3, [])


def test_a_decision_about_a_photo_costs_what_a_photo_costs(
    owner: User, stranger: User, moderator: User, counted: Any
) -> None:
    made = decided(moderator, stranger, ("photo", plant(owner).photo_id), Action.SENSITIVE)
    browser = browser_of(owner)
    browser.get(path_of(made))
    with counted() as calls:
        assert MISSING not in browser.get(path_of(made)).text
    assert (len(calls.sql), len(calls.dynamodb)) == (3, 1)
