"""Reporting what should not be here: who may report what, and what a case gathers."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from accounts.models import User
from core.ids import new_id
from messaging.services import send_message
from moderation.models import Case, Report
from photos.services import add_comment
from social.services import accept_friend_request, block, request_friendship, unfriend
from tests.cast import Uploads, browser_of

REASONS = ("spam", "harassment", "nudity", "violence", "copyright", "other")
MISSING = "01890000-0000-7000-8000-000000000000"


def send(browser: Client, target_type: object, target_id: object, **more: object) -> Any:
    """Report something as a program does."""
    body = {"target_type": target_type, "target_id": target_id, "reason": "spam", **more}
    return browser.post("/api/reports", body, content_type="application/json")


@pytest.mark.parametrize("reason", REASONS)
def test_a_photo_is_reported_for_each_reason(owner: User, stranger: User, upload: Uploads, reason: str) -> None:
    photo_id = upload(owner).photo_id
    answer = send(browser_of(stranger), "photo", photo_id, reason=reason, text="  Look at this.  ")
    assert answer.status_code == 201
    report = Report.objects.get(pk=answer.json()["id"])
    assert (report.case.target_type, report.case.target_id) == ("photo", photo_id)
    assert (report.reporter, report.reason_id, report.text) == (stranger, reason, "Look at this.")
    assert report.reason.title


def test_a_comment_is_reported_with_its_photo(owner: User, stranger: User, upload: Uploads) -> None:
    photo_id = upload(owner).photo_id
    comment = add_comment(actor=owner, photo_id=photo_id, text="Buy my watches")
    assert send(browser_of(stranger), "comment", f"{photo_id}:{comment.comment_id}").status_code == 201
    for other in (f"{photo_id}:{new_id()}", f"{MISSING}:{comment.comment_id}", photo_id, f"{photo_id}:", "x:y"):
        assert send(browser_of(stranger), "comment", other).status_code == 404
    assert Case.objects.count() == 1


def test_a_person_is_reported_by_id(owner: User, stranger: User) -> None:
    assert send(browser_of(stranger), "user", str(owner.pk)).status_code == 201
    User.objects.filter(pk=owner.pk).update(is_active=False)
    for nobody in (str(owner.pk), "0", "-1", "999999", "9" * 40, f"0{stranger.pk}", "owner", "", "\u0661"):
        assert send(browser_of(stranger), "user", nobody).status_code == 404


def test_what_one_may_not_see_cannot_be_reported(owner: User, stranger: User, upload: Uploads) -> None:
    hidden = upload(owner, visibility="me").photo_id
    comment = add_comment(actor=owner, photo_id=hidden, text="To myself")
    browser = browser_of(stranger)
    answers = [send(browser, "photo", hidden), send(browser, "photo", MISSING), send(browser, "photo", "x")]
    answers.append(send(browser, "comment", f"{hidden}:{comment.comment_id}"))
    answers.append(send(browser, "message", f"{owner.pk}:{MISSING}"))
    assert [answer.status_code for answer in answers] == [404] * 5
    assert len({answer.content for answer in answers}) == 1
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"target_type": "planet"}, "target_type"),
        ({"target_type": None}, "target_type"),
        ({"reason": "ugly"}, "reason"),
        ({"reason": 1}, "reason"),
        ({"target_id": 1}, "target_id"),
        ({"text": "x" * 2001}, "text"),
        ({"text": "\x00"}, "text"),
    ],
)
def test_a_report_that_will_not_do_is_refused_at_its_field(
    owner: User, stranger: User, upload: Uploads, sent: dict[str, object], field: str
) -> None:
    body = {"target_type": "photo", "target_id": upload(owner).photo_id, **sent}
    answer = send(browser_of(stranger), **body)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    assert Report.objects.count() == 0


def test_visitors_report_nothing(owner: User, upload: Uploads) -> None:
    assert send(Client(), "photo", upload(owner).photo_id).status_code == 401


def test_one_case_gathers_the_reports_of_all_and_one_of_each(
    owner: User, stranger: User, moderator: User, upload: Uploads
) -> None:
    photo_id = upload(owner).photo_id
    first = send(browser_of(stranger), "photo", photo_id, text="First").json()["id"]
    again = send(browser_of(stranger), "photo", photo_id, text="Second", reason="other").json()["id"]
    assert again == first
    assert send(browser_of(moderator), "photo", photo_id).json()["id"] != first
    assert (Case.objects.count(), Report.objects.count()) == (1, 2)
    assert Report.objects.get(pk=first).text == "First"


@pytest.mark.django_db(transaction=True)
def test_many_reports_at_once_make_one_case(owner: User, upload: Uploads) -> None:
    photo_id = upload(owner).photo_id
    people = [User.objects.create_user(f"reporter{number}") for number in range(6)]

    def report(person: User) -> int:
        try:
            return int(send(browser_of(person), "photo", photo_id).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(report, people)) == [201] * 6
    assert (Case.objects.count(), Report.objects.count()) == (1, 6)


def test_a_message_is_reported_by_those_who_may_read_it(owner: User, stranger: User, moderator: User) -> None:
    accept_friend_request(actor=owner, request_id=request_friendship(actor=stranger, username="owner").pk)
    sent = send_message(actor=owner, to_user_id=stranger.pk, text="Buy my watches").message_id
    target = f"{owner.pk}:{sent}"
    report = Report.objects.get(pk=send(browser_of(stranger), "message", target).json()["id"])
    assert (report.case.target_type, report.case.target_id) == ("message", target)
    assert send(browser_of(moderator), "message", target).status_code == 404
    wrong = (
        f"{stranger.pk}:{sent}",
        f"0{target}",
        f"{owner.pk}:{new_id()}",
        f"{owner.pk}:",
        sent,
        f":{sent}",
        f"x:{sent}",
    )
    for other in (*wrong, f"{owner.pk}:{sent.upper()}", f"{target}:x", f"{'9' * 40}:{sent}"):
        assert send(browser_of(stranger), "message", other).status_code == 404
    unfriend(actor=owner, user_id=stranger.pk)
    assert send(browser_of(stranger), "message", target).status_code == 201
    block(actor=owner, user_id=stranger.pk)
    assert send(browser_of(stranger), "message", target).status_code == 404
    assert (Case.objects.count(), Report.objects.count()) == (1, 1)
