"""The list of cases: what it shows, in which order, what its filters find, and what it costs."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core.ids import new_id
from moderation.models import Appeal, Case, Decision, Note, Report, Rule, Target
from moderation.services import Ruling, appeal, assign, decide
from moderation.tests.queue import (
    LIST,
    administrator,
    in_group,
    mira,
    page_of,
    reported_comment,
    reported_photo,
    with_rights,
)
from photos.tests.seeing import plant
from tests.cast import Counted, Uploads, browser_of, person

EVIL = "<script>alert(1)</script>"
HUGE = "9" * 40


def listed(browser: Client, query: str = "") -> list[int]:
    """List the ids of the cases on a page of the list, in their order."""
    answer = browser.get(f"{LIST}{query}")
    assert answer.status_code == 200
    return [int(found) for found in re.findall(r'name="_selected_action" value="(\d+)"', answer.text)]


def backdated(case: Case, **ago: int) -> None:
    Case.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(**ago))


def test_open_cases_stand_there_the_oldest_first(owner: User, stranger: User, upload: Uploads) -> None:
    young, old, done = (reported_photo(owner, stranger, upload) for _ in range(3))
    backdated(old, hours=3)
    moderator = in_group("mira_mod")
    decide(actor=moderator, case_id=done.pk, ruling=Ruling("dismiss"))
    browser = browser_of(moderator)
    assert listed(browser) == [old.pk, young.pk]
    assert listed(browser, "?state=decided") == [done.pk]
    assert set(listed(browser, "?state=all")) == {old.pk, young.pk, done.pk}
    assert listed(browser, "?state=nonsense") == [old.pk, young.pk]


def test_a_row_says_what_it_is_and_why_it_is_there(owner: User, stranger: User, upload: Uploads) -> None:
    case = reported_photo(owner, stranger, upload, title="A walk", caption="By the sea")
    page = mira().get(LIST).text
    for words in ("A walk By the sea", "owner", "1 report", "Nudity", "Reporters: unproven", "just now", "Open"):
        assert words in page
    assert f'href="/p/{case.target_id}/"' in page
    veil = re.search(r"<details class=\"veil\">.*?</details>", page, re.DOTALL)
    assert veil
    assert f"{case.target_id}_small.jpg" in veil[0]


def test_a_row_counts_what_was_decided_about_the_person_before(owner: User, stranger: User, upload: Uploads) -> None:
    before, now = reported_photo(owner, stranger, upload), reported_photo(owner, stranger, upload)
    moderator = in_group("mira_mod")
    decide(actor=moderator, case_id=before.pk, ruling=Ruling("remove", rule="nudity"))
    page = browser_of(moderator).get(LIST).text
    assert "1 earlier decision<" in page
    assert set(listed(browser_of(moderator), f"?person={owner.pk}&state=all")) == {before.pk, now.pk}
    assert listed(browser_of(moderator), f"?person={stranger.pk}&state=all") == []


def test_reporters_are_trusted_by_what_became_of_their_reports(owner: User, stranger: User, upload: Uploads) -> None:
    moderator = in_group("mira_mod")
    for _ in range(3):
        case = reported_photo(owner, stranger, upload)
        decide(actor=moderator, case_id=case.pk, ruling=Ruling("dismiss"))
    reported_photo(owner, stranger, upload)
    assert "Reporters: often wrong" in browser_of(moderator).get(LIST).text


def test_a_comment_shows_the_photo_that_it_stands_under(owner: User, stranger: User, upload: Uploads) -> None:
    case = reported_comment(stranger, owner, upload)
    page = mira().get(LIST).text
    photo_id, _, comment_id = case.target_id.partition(":")
    assert f"{photo_id}_small.jpg" in page
    assert f"/p/{photo_id}/#comment-{comment_id}" in page


def test_filters_find_what_they_name(owner: User, stranger: User, upload: Uploads) -> None:
    photo, comment = reported_photo(owner, stranger, upload), reported_comment(stranger, owner, upload)
    moderator, other = in_group("mira_mod"), in_group("otto_mod")
    assign(actor=moderator, case_ids=[photo.pk], assignee=moderator)
    assign(actor=moderator, case_ids=[comment.pk], assignee=other)
    backdated(photo, days=2)
    browser = browser_of(moderator)
    found = {
        "?target_type=comment": [comment.pk],
        "?rule=nudity": [photo.pk],
        "?rule=spam": [comment.pk],
        "?origin=screening": [],
        "?assigned=me": [photo.pk],
        "?assigned=nobody": [],
        "?assigned=somebody": [photo.pk, comment.pk],
        "?age=day": [photo.pk],
        "?age=week": [],
        "?appeal=waiting": [],
        "?rule=nudity&target_type=comment": [],
    }
    assert {query: listed(browser, query) for query in found} == found


def test_an_appeal_brings_a_case_back(owner: User, stranger: User, upload: Uploads) -> None:
    case = reported_photo(owner, stranger, upload)
    moderator = in_group("mira_mod")
    appeal(decision=decide(actor=moderator, case_id=case.pk, ruling=Ruling("remove", rule="nudity")), text="It is art.")
    assert listed(browser_of(moderator), "?appeal=waiting") == [case.pk]
    assert ">Appeal<" in browser_of(moderator).get(LIST).text


def test_search_finds_ids_names_and_words(owner: User, stranger: User, upload: Uploads) -> None:
    photo = reported_photo(owner, stranger, upload, title="A walk", text="Terrible weather")
    comment = reported_comment(stranger, owner, upload, text="Cheap watches")
    browser = mira()
    found = {
        str(photo.pk): [photo.pk],
        "walk": [photo.pk],
        "WEATHER": [photo.pk],
        "owner": [photo.pk],
        "stranger watches": [comment.pk],
        photo.target_id: [photo.pk],
        "nowhere": [],
    }
    assert {word: listed(browser, f"?q={word}") for word in found} == found


@pytest.mark.parametrize(
    "query",
    [
        *("q=%00", f"q={'x%20' * 3000}", f"q={HUGE}", f"q={'%25' * 200}", f"p={HUGE}", "p=-1", "o=99.-99.x", "all="),
        *(f"person={HUGE}", "person=x", "person=%00", "rule=%00", "age=x", "assigned=%F0%9F%8C%8A", "e=1"),
    ],
)
def test_odd_questions_get_a_list(owner: User, stranger: User, upload: Uploads, query: str) -> None:
    reported_photo(owner, stranger, upload)
    answer = mira().get(f"{LIST}?{query}", follow=True)
    assert answer.status_code == 200


@pytest.mark.parametrize("query", ["person__password__startswith=a", "id=1", f"id={HUGE}", "assignee__email=x"])
def test_only_the_filters_of_the_list_are_asked(owner: User, query: str) -> None:
    assert owner.pk
    assert mira().get(f"{LIST}?{query}").status_code == 400


def test_an_empty_queue_says_so(db: None) -> None:
    assert db is None
    browser = mira()
    assert "Nothing is waiting." in browser.get(LIST).text
    assert "No case fits" in browser.get(f"{LIST}?age=day").text


def test_what_people_wrote_is_never_markup(owner: User, stranger: User, upload: Uploads) -> None:
    case = reported_photo(owner, stranger, upload, title=EVIL, text=EVIL)
    browser = mira()
    for page in (browser.get(LIST).text, browser.get(page_of(case)).text):
        assert EVIL not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("rows", [3, 50])
def test_list_and_page_cost_the_same_however_many_there_are(
    owner: User, stranger: User, counted: Counted, rows: int
) -> None:
    cases = many_cases(owner, stranger, rows)
    browser = mira()
    # The first page of a process looks up once what never changes.
    browser.get(page_of(cases[1]))
    cost: dict[str, tuple[int, int]] = {}
    for name, address in {"list": LIST, "page": page_of(cases[0])}.items():
        with counted() as calls:
            answer = browser.get(address)
        assert answer.status_code == 200
        cost[name] = (len(calls.sql), len(calls.dynamodb))
    assert len(listed(browser)) == rows
    # The page reads the photo, and counts those of its owner.
    assert cost == {"list": (8, 1), "page": (9, 2)}


def test_a_full_queue_has_pages(owner: User, stranger: User, counted: Counted) -> None:
    many_cases(owner, stranger, 210)
    browser = mira()
    browser.get(LIST)
    with counted() as calls:
        first = listed(browser)
    assert (len(first), len(calls.sql), len(calls.dynamodb)) == (50, 8, 1)
    assert set(first).isdisjoint(listed(browser, "?p=2"))


def many_cases(owner: User, reporter: User, number: int) -> list[Case]:
    """Store reported cases about one photo each; the first have decisions and an appeal, and one has notes."""
    photo = plant(owner)
    others = [person(f"reporter{index}") for index in range(3)]
    ids = [photo.photo_id, *(new_id() for _ in range(number - 1))]
    now = timezone.now()
    cases = Case.objects.bulk_create(
        Case(
            target_type=Target.PHOTO,
            target_id=photo_id,
            person=owner,
            excerpt="A walk",
            opened_at=now - timedelta(hours=number - at),
        )
        for at, photo_id in enumerate(ids)
    )
    rule = Rule.objects.get(code="spam")
    made = [Report(case=case, reporter=one, reason=rule) for case in cases for one in (reporter, *others)]
    Report.objects.bulk_create(made)
    Note.objects.bulk_create(Note(case=cases[0], author=reporter, text=f"Note {at}") for at in range(number))
    for case in cases[:2]:
        _decided(case, reporter, rule, number)
    return cases


def _decided(case: Case, actor: User, rule: Rule, number: int) -> None:
    """Store decisions about a case, all but the newest undone, and an appeal."""
    words = {"case": case, "person": case.person, "actor": actor, "rule": rule}
    made = [Decision.objects.create(action="warn", **words) for _ in range(number)]
    Decision.objects.bulk_create(Decision(action="undo", undoes=one, **words) for one in made[:-1])
    Appeal.objects.create(decision=made[-1], text="I see it differently.")


def test_who_may_not_look_sees_no_case(owner: User, stranger: User, upload: Uploads) -> None:
    case = reported_photo(owner, stranger, upload)
    staff = with_rights(person("clerk"), None)
    for address in (LIST, page_of(case), f"{LIST}{case.pk}/history/", f"{LIST}next/?after={case.pk}"):
        assert browser_of(staff).get(address).status_code == 403
        assert browser_of(stranger).get(address).status_code == 302
        assert Client().get(address).status_code == 302


def test_cases_come_first_among_the_pages_of_moderation(db: None) -> None:
    assert db is None
    answer: Any = browser_of(administrator()).get("/admin/moderation/")
    names = [model["object_name"] for app in answer.context["app_list"] for model in app["models"]]
    assert names[0] == "Case"
    assert sorted(names[1:]) == ["Appeal", "BlockedPicture", "Decision", "Note", "Report", "Rule"]
