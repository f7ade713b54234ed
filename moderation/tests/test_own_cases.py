"""Cases about something of a moderator's: who reported it, and what others note about it, they do not read."""

import pytest

from accounts.models import User
from moderation.models import Case, Decision
from moderation.services import Ruling, add_note, appeal, decide
from moderation.tests.queue import LIST, in_group, page_of, reported_photo
from tests.cast import Uploads, browser_of

pytestmark = pytest.mark.django_db
WORDS = ("stranger", "Words of a report", "Inner words", "nora_note")


@pytest.fixture
def own(moderator: User, stranger: User, upload: Uploads) -> Case:
    """Have something of the moderator's reported, noted, decided and appealed."""
    case = reported_photo(moderator, stranger, upload, text="Words of a report")
    other = in_group("nora_note")
    add_note(actor=other, case_id=case.pk, text="Inner words")
    made = decide(actor=other, case_id=case.pk, ruling=Ruling("remove", rule="nudity", note="Inner words"))
    appeal(decision=made, text="I do not think so.")
    return case


def test_the_page_of_ones_own_case_says_nothing(own: Case, moderator: User) -> None:
    browser = browser_of(moderator)
    undo = f"{LIST}decision/{Decision.objects.get().pk}/undo/"
    answers = [browser.get(page_of(own)), browser.get(f"{LIST}{own.pk}/history/"), browser.post(undo)]
    # Forms that are refused show the page again, but not this one.
    answers += [browser.post(f"{LIST}{own.pk}/{what}/", {"text": ""}) for what in ("note", "assign", "decide")]
    for answer in answers:
        assert answer.status_code == 403
        assert not [word for word in WORDS if word in answer.text]


@pytest.mark.parametrize("name", ["report", "note", "decision", "appeal"])
def test_the_records_leave_out_what_is_ones_own(own: Case, moderator: User, name: str) -> None:
    address = f"/admin/moderation/{name}/"
    made = own.decisions.get()
    row = {"report": own.reports.get(), "note": own.notes.get(), "decision": made, "appeal": made.appeal}[name]
    for browser, sees in ((browser_of(moderator), False), (browser_of(in_group("mira_mod")), True)):
        assert (f"{address}{row.pk}/change/" in browser.get(address).text) is sees
        assert (browser.get(f"{address}{row.pk}/change/").status_code == 200) is sees


def test_who_runs_the_site_reads_everything(own: Case, superuser: User) -> None:
    Case.objects.update(person=superuser)
    browser = browser_of(superuser)
    assert "Words of a report" in browser.get(page_of(own)).text
    assert "Words of a report" in browser.get("/admin/moderation/report/").text


def test_the_queue_offers_other_cases(own: Case, moderator: User, owner: User, stranger: User, upload: Uploads) -> None:
    other = reported_photo(owner, stranger, upload)
    assert own.pk < other.pk
    assert browser_of(moderator).get(f"{LIST}next/")["Location"] == page_of(other)
