"""Reporting through pages: the way there, the form without script, and what became of it."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.ids import new_id
from messaging.services import send_message
from moderation.models import Action, Case, Report
from moderation.services import Ruling, decide, report
from photos.services import add_comment
from photos.tests.seeing import MISSING, forms_in, plant
from social.services import block
from tests.cast import befriended, browser_of, person

HOSTILE = "\"><script>alert(1)</script>'{{ 7|add:7 }}"


def things_of(owner: User, stranger: User) -> dict[str, tuple[str, str]]:
    """Make one of each kind that the owner has made and the stranger sees: its id, and the page that leads there."""
    befriended(owner, stranger)
    photo = plant(owner, title="Harbour")
    comment = add_comment(actor=owner, photo_id=photo.photo_id, text="Buy my watches")
    message = send_message(actor=owner, to_user_id=stranger.pk, text="Cheap watches")
    page = f"/p/{photo.photo_id}/"
    return {
        "photo": (photo.photo_id, page),
        "comment": (f"{photo.photo_id}:{comment.comment_id}", page),
        "message": (f"{owner.pk}:{message.message_id}", f"/messages/{owner.username}/"),
        "user": (str(owner.pk), f"/u/{owner.username}/"),
    }


def reporting(page: Any, path: str) -> dict[str, str]:
    """Answer what the form of a report would send."""
    return next(form.fields for form in forms_in(page) if form.action == path)


@pytest.mark.parametrize("kind", ["photo", "comment", "message", "user"])
def test_each_thing_of_another_is_reported_from_where_it_stands_without_script(
    owner: User, stranger: User, kind: str
) -> None:
    target_id, page = things_of(owner, stranger)[kind]
    path = f"/report/{kind}/{target_id}/"
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(stranger)
    assert f'href="{path}' in browser.get(page).text
    assert path not in browser_of(owner).get(page if kind != "message" else "/messages/stranger/").text
    form = browser.get(path)
    said = {"photo": "Harbour", "comment": "Buy my watches", "message": "Cheap watches", "user": "Report owner"}
    assert said[kind] in form.text
    sent = {**reporting(form, path), "reason": "spam", "text": "  Look at this.  "}
    answer = browser.post(path, sent, follow=True)
    assert answer.redirect_chain[0][0].startswith(page)
    assert "Thank you. A moderator will look at it." in answer.text
    made = Report.objects.get()
    assert (made.case.target_type, made.case.target_id, made.reporter) == (kind, target_id, stranger)
    assert (made.reason_id, made.text) == ("spam", "Look at this.")
    assert browser.post(path, {"reason": "spam"}).status_code == 403


def test_the_page_explains_each_rule_and_names_the_person(owner: User, stranger: User) -> None:
    page = browser_of(stranger).get(f"/report/photo/{plant(owner).photo_id}/").text
    for words in ("Advertising, fraud", "Somebody else made it", "Cruelty, blood", "By owner", "_thumb.jpg"):
        assert words in page
    assert page.count('type="radio"') == 6


def test_what_one_may_not_see_and_what_is_not_there_answer_the_same(owner: User, stranger: User) -> None:
    hidden = plant(owner, visibility="me").photo_id
    comment = add_comment(actor=owner, photo_id=hidden, text="To myself").comment_id
    blocker = person("blocker")
    block(actor=blocker, user_id=stranger.pk)
    targets = (
        *(f"photo/{hidden}", f"photo/{MISSING}", "photo/x", "photo/%00", f"comment/{hidden}:{comment}"),
        *(f"message/{owner.pk}:{new_id()}", f"user/{blocker.pk}", "user/999999", "user/0", f"user/{'9' * 40}"),
        *("planet/1", f"PHOTO/{hidden}"),
    )
    browser = browser_of(stranger)
    for sent in ({"reason": "spam"}, {"reason": "ugly"}, {"text": "\0" * 3000}):
        answers = [browser.post(f"/report/{target}/", sent) for target in targets]
        answers += [browser.get(f"/report/{target}/") for target in targets]
        assert {answer.status_code for answer in answers} == {404}
        bodies = {answer.text.replace(answer["X-Request-ID"], "") for answer in answers}
        assert len(bodies) == 1
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose what is wrong."),
        ({"reason": "ugly"}, "Choose one of these."),
        ({"reason": HOSTILE}, "Choose one of these."),
        ({"reason": "spam", "text": "x" * 2001}, "At most 2000 characters"),
        ({"reason": "spam", "text": "nul\0"}, "Null characters"),
        ({"reason": "spam", "text": "half \x07"}, "At most 2000 characters of text"),
    ],
    ids=range(6),
)
def test_a_report_that_will_not_do_is_refused_in_place(
    owner: User, stranger: User, sent: dict[str, str], said: str
) -> None:
    path = f"/report/photo/{plant(owner).photo_id}/"
    answer = browser_of(stranger).post(path, {**sent, "next": "/explore/"})
    assert answer.status_code == 400
    assert said in answer.text
    assert reporting(answer, path)["next"] == "/explore/"
    assert HOSTILE not in answer.text
    assert Report.objects.count() == 0


def test_what_was_written_stays_when_only_the_rule_is_missing(owner: User, stranger: User) -> None:
    answer = browser_of(stranger).post(f"/report/photo/{plant(owner).photo_id}/", {"text": f"Look {HOSTILE}"})
    assert reporting(answer, answer.request["PATH_INFO"])["text"].endswith(HOSTILE)
    assert HOSTILE not in answer.text


@pytest.mark.parametrize(
    ("following", "back"),
    [
        ("/explore/?q=sea#top", "/explore/?q=sea#top"),
        ("/a\nSet-Cookie: x", "/a%0ASet-Cookie:%20x"),
        *(
            (bad, "")
            for bad in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "")
        ),
    ],
)
def test_one_comes_back_to_a_page_of_this_site_alone(owner: User, stranger: User, following: str, back: str) -> None:
    photo_id = plant(owner).photo_id
    path, sent = f"/report/photo/{photo_id}/", {"reason": "spam", "next": following}
    assert browser_of(stranger).post(path, sent)["Location"] == (back or f"/p/{photo_id}/")
    page = browser_of(stranger).get(path, {"next": following}).text
    assert "evil" not in page
    assert "javascript:" not in page


def test_a_repeated_report_is_said_kindly_and_changes_nothing(owner: User, stranger: User, moderator: User) -> None:
    path = f"/report/photo/{plant(owner).photo_id}/"
    browser = browser_of(stranger)
    browser.post(path, {"reason": "spam", "text": "First"})
    page = browser.get(path)
    assert "You have reported this before." in page.text
    assert "A moderator will look at it." in page.text
    assert path not in [form.action for form in forms_in(page)]
    again = browser.post(path, {"reason": "other", "text": "Second"}, follow=True)
    assert "One report is enough." in again.text
    assert [(made.reason_id, made.text) for made in Report.objects.all()] == [("spam", "First")]
    decide(actor=moderator, case_id=Case.objects.get().pk, ruling=Ruling(Action.DISMISS))
    assert "No rule was broken." in browser.get(path).text


def test_visitors_log_in_first_and_come_back(owner: User) -> None:
    path = f"/report/photo/{plant(owner).photo_id}/"
    assert Client().get(path)["Location"] == f"/accounts/login/?next={path}"
    assert Client().post(path, {"reason": "spam"}).status_code == 302
    assert Report.objects.count() == 0


def test_one_reads_what_became_of_ones_reports_and_of_no_others(owner: User, stranger: User, moderator: User) -> None:
    photos = [plant(owner, title=f"Title{number}") for number in range(3)]
    made = [
        report(actor=stranger, target_type="photo", target_id=photo.photo_id, reason="spam", text=f"Words{number}")
        for number, photo in enumerate(photos)
    ]
    report(actor=moderator, target_type="photo", target_id=photos[0].photo_id, reason="other", text="Of the moderator")
    decide(actor=moderator, case_id=made[1].case_id, ruling=Ruling(Action.DISMISS, note="Inner words"))
    decide(actor=moderator, case_id=made[2].case_id, ruling=Ruling(Action.REMOVE, rule="nudity", message="To owner"))
    browser = browser_of(stranger)
    page = browser.get("/settings/reports/").text
    for words in ("Waiting for a moderator", "No rule was broken", "Something was done", "Words0", "Words2", "Spam"):
        assert words in page
    for words in ("Of the moderator", "Inner words", "To owner", "Nudity", "owner", "Title"):
        assert words not in page
    # What was removed has no page to lead to.
    assert [f'href="/p/{photo.photo_id}/"' in page for photo in photos] == [True, True, False]
    told = browser.get("/api/reports").json()
    assert [report["outcome"] for report in told] == ["upheld", "dismissed", "open"]
    assert set(told[0]) == {"id", "target_type", "target_id", "reason", "text", "outcome", "created_at"}
    assert (told[2]["target_type"], told[2]["target_id"], told[2]["reason"], told[2]["text"]) == (
        *("photo", photos[0].photo_id),
        *("spam", "Words0"),
    )
    assert len(browser_of(moderator).get("/api/reports").json()) == 1
    assert Client().get("/api/reports").status_code == 401


def test_who_reported_nothing_reads_how_to_and_that_nothing_was_decided(owner: User) -> None:
    page = browser_of(owner).get("/settings/reports/").text
    assert "Nothing yet." in page
    assert "Decisions about you" in page
    assert "None." in page
    assert browser_of(owner).get("/api/reports").json() == []


@pytest.mark.parametrize("many", [3, 30])
def test_the_page_costs_the_same_for_few_and_for_many(
    stranger: User, moderator: User, settings: Any, counted: Any, many: int
) -> None:
    settings.RATE_LIMITS = False
    for number in range(many):
        somebody = person(f"person{number}")
        report(actor=stranger, target_type="user", target_id=str(somebody.pk), reason="spam")
        made = report(actor=somebody, target_type="user", target_id=str(stranger.pk), reason="spam")
    decide(actor=moderator, case_id=made.case_id, ruling=Ruling(Action.WARN, rule="spam"))
    browser = browser_of(stranger)
    browser.get("/settings/reports/")
    with counted() as calls:
        assert browser.get("/settings/reports/").status_code == 200
    assert (len(calls.sql), calls.dynamodb) == (3, [])
