"""What becomes of a picture by its screening: approved, held, rejected, or looked at again because it could not be."""

import io
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from photos.models import APPROVED, HELD, REJECTED, Score
from photos.services import settle_photo
from photos.signals import photo_published, photo_shared, photo_withheld
from photos.tests.interrupting import repair, survives
from photos.tests.seeing import Uploads, ids_in, post_photo, signed_bytes, size_of, tiles_in, traces
from photos.tests.standings import assert_stands_right, heard, listings_with, screening, stored
from tests.cast import befriended, browser_of, files_stored, upload_file

WITHHELD = [("holding", HELD, "Perhaps somebody is hurt in it."), ("rejecting", REJECTED, "what may not be shown here")]
NOT_CHECKED = ["It could not be checked yet. It is looked at again by itself."]
EVERYWHERE = ("scope=all", "scope=home", "user=owner", "scope=all&tag=sea", "scope=all&q=owner", "scope=all&topic=sea")


@pytest.mark.parametrize(("name", "status", "reason"), WITHHELD)
def test_what_is_held_or_rejected_is_its_owners_alone(
    owner: User, stranger: User, settings: Any, name: str, status: str, reason: str
) -> None:
    settings.SCREENING = screening(name)
    befriended(owner, stranger)
    mine, theirs = browser_of(owner), browser_of(stranger)
    with heard(photo_published, photo_shared) as told, heard(photo_withheld) as withheld:
        answer = post_photo(mine, tags="sea", topic="sea")
    photo = answer.json()
    assert (answer.status_code, photo["status"], reason in photo["reasons"][0]) == (201, status, True)
    assert told == []
    assert [(what["photo"].photo_id, what["verdict"].status) for what in withheld] == [(photo["id"], status)]
    path = f"/p/{photo['id']}/"
    assert reason in mine.get(path).text
    assert tiles_in(mine.get("/")) == tiles_in(mine.get("/u/owner/")) == [photo["id"]]
    assert size_of(signed_bytes(photo["images"]["full"])) == (60, 40)
    for end in ("", "/image/full", "/comments", "/likes"):
        assert theirs.get(f"/api/photos/{photo['id']}{end}").status_code == 404
    assert theirs.get(path).status_code == theirs.post(f"/api/photos/{photo['id']}/like").status_code == 404
    assert [ids_in(theirs, f"?{query}") for query in EVERYWHERE] == [[]] * len(EVERYWHERE)
    assert "<strong>0</strong> photos" in theirs.get("/u/owner/").text
    assert theirs.get("/api/topics").json() == []
    assert_stands_right(photo["id"])
    assert stored(photo["id"]).screened == status
    assert stored(photo["id"]).published_at == 0


def test_what_was_found_is_stored_exactly_shown_to_the_owner_and_found_by_search(
    owner: User, stranger: User, settings: Any
) -> None:
    settings.SCREENING = screening("approving")
    photo = post_photo(browser_of(owner)).json()
    assert (photo["labels"], photo["detected_text"], photo["reasons"]) == (["Lighthouse"], "NO SWIMMING", [])
    [score] = stored(photo["id"]).scores
    assert score == Score("Lighthouse", Decimal("99.125"), unsafe=False)
    assert type(score.score) is Decimal
    assert "Lighthouse" in browser_of(owner).get(f"/p/{photo['id']}/").text
    theirs = browser_of(stranger)
    assert theirs.get(f"/api/photos/{photo['id']}").json()["labels"] == []
    assert "NO SWIMMING" not in theirs.get(f"/p/{photo['id']}/").text
    assert ids_in(theirs, "?scope=all&q=lighthouse") == ids_in(theirs, "?scope=all&q=swimming") == [photo["id"]]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("approving", "Your photo is up."),
        ("holding", "Your photo is being checked."),
        ("failing", "Your photo is being checked."),
        ("rejecting", "Your photo is not shown to others."),
    ],
)
def test_the_upload_page_says_what_became_of_it(owner: User, settings: Any, name: str, said: str) -> None:
    settings.SCREENING = screening(name)
    page = browser_of(owner).post("/upload/", {"photo": upload_file()}, follow=True)
    assert (page.status_code, said in page.text) == (200, True)
    assert ("Your photo is up." in page.text) == (name == "approving")


@pytest.mark.parametrize("name", ["failing", "babbling"])
def test_what_could_not_be_screened_is_held_and_never_approved_by_that(owner: User, settings: Any, name: str) -> None:
    settings.SCREENING = screening(name)
    with heard(photo_published, photo_shared, photo_withheld) as told:
        photo = post_photo(browser_of(owner)).json()
    assert (photo["status"], photo["reasons"], told) == (HELD, NOT_CHECKED, [])
    assert_stands_right(photo["id"], "unscreened")
    for _ in range(2):
        repair()
        assert (stored(photo["id"]).status, stored(photo["id"]).screened) == (HELD, "")
    assert_stands_right(photo["id"], "unscreened")


@pytest.mark.parametrize(("name", "status"), [("approving", APPROVED), ("holding", HELD), ("rejecting", REJECTED)])
def test_it_is_looked_at_again_until_there_is_a_verdict(
    owner: User, stranger: User, settings: Any, name: str, status: str
) -> None:
    befriended(owner, stranger)
    settings.SCREENING = screening("failing")
    photo_id = post_photo(browser_of(owner), tags="sea", topic="sea").json()["id"]
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("check_integrity", "--older-than", "0", stdout=said)
    assert f"photo {photo_id}: screening not finished\n" in said.getvalue()
    settings.SCREENING = screening(name)
    with heard(photo_published, photo_shared, photo_withheld) as told:
        call_command("check_integrity", "--repair", "--older-than", "0", stdout=said)
    assert f"photo {photo_id}: {'published' if status == APPROVED else status}\n" in said.getvalue()
    assert len(told) == (2 if status == APPROVED else 1)
    now = stored(photo_id)
    assert (now.status, now.screened, NOT_CHECKED[0] in now.reasons) == (status, status, False)
    assert ids_in(browser_of(stranger)) == ([photo_id] if status == APPROVED else [])
    assert bool(now.published_at) == (status == APPROVED)
    assert {listing for listing in listings_with(photo_id) if listing.startswith("STATUS#")} == (
        set() if status == APPROVED else {f"STATUS#{status}"}
    )


def test_a_moderator_who_was_faster_is_not_overruled(owner: User, settings: Any, upload: Uploads) -> None:
    settings.SCREENING = screening("failing")
    photo_id = upload(owner).id
    settle_photo(photo_id=photo_id, status=REJECTED, reasons=["No."])
    settings.SCREENING = screening("approving")
    repair()
    assert (stored(photo_id).status, stored(photo_id).reasons) == (REJECTED, ["No."])
    assert_stands_right(photo_id)


@pytest.mark.parametrize("name", ["holding", "rejecting", "failing"])
def test_its_owner_deletes_what_others_do_not_see(owner: User, settings: Any, name: str) -> None:
    settings.SCREENING = screening(name)
    browser = browser_of(owner)
    photo_id = post_photo(browser, topic="sea", tags="sea").json()["id"]
    assert browser.delete(f"/api/photos/{photo_id}").status_code == 204
    assert (traces(), files_stored()) == ([], [])


def test_its_words_stay_until_it_is_decided(owner: User, settings: Any, upload: Uploads) -> None:
    settings.SCREENING = screening("holding")
    path = f"/api/photos/{upload(owner, title='Before').photo_id}"
    answer = browser_of(owner).patch(path, {"title": "After"}, content_type="application/json")
    assert (answer.status_code, browser_of(owner).get(path).json()["title"]) == (409, "Before")


@pytest.mark.parametrize("name", ["holding", "rejecting"])
def test_an_upload_that_dies_is_never_shown_to_others(owner: User, stranger: User, settings: Any, name: str) -> None:
    settings.SCREENING = screening(name)
    mine, theirs = browser_of(owner), browser_of(stranger)
    for writes in count():
        ended = survives(lambda: post_photo(mine), writes=writes)
        repair()
        assert ids_in(theirs, "?scope=all") == []
        for photo_id in ids_in(mine):
            assert stored(photo_id).status in {HELD, REJECTED}
            assert_stands_right(photo_id)
            mine.delete(f"/api/photos/{photo_id}")
        assert traces() == []
        if ended:
            break
    assert writes >= 8


def test_a_second_look_that_dies_is_taken_by_the_next_one(owner: User, stranger: User, settings: Any) -> None:
    befriended(owner, stranger)
    for writes in count():
        settings.SCREENING = screening("failing")
        photo_id = post_photo(browser_of(owner)).json()["id"]
        settings.SCREENING = screening("approving")
        ended = survives(repair, writes=writes)
        repair()
        assert ids_in(browser_of(stranger)) == [photo_id]
        browser_of(owner).delete(f"/api/photos/{photo_id}")
        if ended:
            break
    assert writes >= 2
