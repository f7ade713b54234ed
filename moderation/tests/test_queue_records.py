"""The records of moderation in the administration: read by those who may, changed by nobody; and the rules."""

from typing import Any

import pytest

from accounts.models import User
from moderation.models import Appeal, BlockedPicture, Case, Decision, Note, Report, Rule
from moderation.services import Ruling, add_note, appeal, decide
from moderation.tests.queue import administrator, in_group, mira, reported_photo, with_rights
from tests.cast import Counted, Uploads, browser_of, person

RECORDS = ("report", "decision", "appeal", "note", "blockedpicture", "rule")
MODERATION = "/admin/moderation"


@pytest.fixture
def records(owner: User, stranger: User, upload: Uploads) -> Case:
    """Leave a row of each kind."""
    case = reported_photo(owner, stranger, upload, text="Look at the corner")
    moderator = in_group("otto_mod")
    made = decide(actor=moderator, case_id=case.pk, ruling=Ruling("remove", rule="nudity", note="Third time"))
    appeal(decision=made, text="It is art.")
    add_note(actor=moderator, case_id=case.pk, text="Wait.")
    BlockedPicture.objects.create(sha256="ab" * 32, case=case, added_by=moderator)
    return case


def first_of(record: str) -> int:
    """Answer the id of a row."""
    models: list[Any] = [Report, Decision, Appeal, Note, BlockedPicture, Rule]
    model = next(model for model in models if model.__name__.lower() == record)
    return int(model.objects.first().pk)


@pytest.mark.parametrize("record", RECORDS)
def test_moderators_read_the_records_for_few_queries(records: Case, counted: Counted, record: str) -> None:
    browser = mira()
    for address in (f"{MODERATION}/{record}/", f"{MODERATION}/{record}/{first_of(record)}/change/"):
        with counted() as calls:
            answer = browser.get(address)
        assert answer.status_code == 200
        assert (len(calls.sql) < 10, len(calls.dynamodb)) == (True, 0)
        if record != "rule":
            assert f"{MODERATION}/case/{records.pk}/change/" in answer.text


@pytest.mark.parametrize("record", RECORDS)
def test_nobody_changes_records(records: Case, record: str) -> None:
    row = first_of(record)
    before = [list(model.objects.values()) for model in (Report, Decision, Appeal, Note, BlockedPicture, Rule)]
    browser = mira()
    for address in ("add/", f"{row}/delete/"):
        assert browser.post(f"{MODERATION}/{record}/{address}", {"post": "yes"}).status_code == 403
    sent = {"text": "Changed", "note": "Changed", "title": "Changed", "code": "changed", "position": "1"}
    assert browser.post(f"{MODERATION}/{record}/{row}/change/", sent).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [row], "post": "yes"}
    browser.post(f"{MODERATION}/{record}/", action)
    after = [list(model.objects.values()) for model in (Report, Decision, Appeal, Note, BlockedPicture, Rule)]
    assert after == before
    assert records.pk


@pytest.mark.parametrize("record", RECORDS)
def test_staff_without_rights_read_nothing(records: Case, record: str) -> None:
    assert records.pk
    clerk = browser_of(with_rights(person("clerk"), None))
    assert clerk.get(f"{MODERATION}/{record}/").status_code == 403
    assert clerk.get(f"{MODERATION}/{record}/{first_of(record)}/change/").status_code == 403


@pytest.mark.parametrize("query", ["by=me", "by=staff", "by=screening", "action__exact=remove", "q=Third", "by=x"])
def test_decisions_are_filtered_and_searched(records: Case, query: str) -> None:
    assert records.pk
    answer = mira().get(f"{MODERATION}/decision/?{query}")
    assert answer.status_code == 200
    assert (answer.context["cl"].result_count == 0) == (query in {"by=me", "by=screening"})


@pytest.mark.parametrize(("query", "number"), [("answered=no", 1), ("answered=yes", 0), ("q=art", 1)])
def test_appeals_are_filtered_by_their_answer(records: Case, query: str, number: int) -> None:
    assert records.pk
    assert mira().get(f"{MODERATION}/appeal/?{query}").context["cl"].result_count == number


def test_administrators_let_a_picture_in_again(records: Case) -> None:
    assert records.pk
    row = first_of("blockedpicture")
    browser = browser_of(administrator())
    assert browser.post(f"{MODERATION}/blockedpicture/{row}/delete/", {"post": "yes"}).status_code == 302
    assert not BlockedPicture.objects.exists()


def test_administrators_word_rules_and_never_change_a_code(db: None) -> None:
    assert db is None
    browser = browser_of(administrator())
    words = {"code": "hate", "title": "Hate", "explanation": "", "position": "5", "in_use": "on"}
    assert browser.post(f"{MODERATION}/rule/add/", words).status_code == 302
    rule = Rule.objects.get(code="hate")
    sent = {**words, "code": "love", "title": "Hatred"}
    assert browser.post(f"{MODERATION}/rule/{rule.pk}/change/", sent).status_code == 302
    rule.refresh_from_db()
    assert (rule.code, rule.title) == ("hate", "Hatred")
    assert browser.post(f"{MODERATION}/rule/{rule.pk}/delete/", {"post": "yes"}).status_code == 403
    assert browser.post(f"{MODERATION}/rule/add/", {**words, "title": "Again"}).status_code == 200
