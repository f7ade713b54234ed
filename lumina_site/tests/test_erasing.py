"""A closed account is erased: nothing of the person is left in any store, and nothing of anybody else is missing."""

import io
from itertools import count
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import RetiredName, User
from core.errors import Unavailable
from lumina_site.erasing import due, erase
from lumina_site.running.housekeeping import COMMANDS
from lumina_site.tests.living import ADDRESS, NAME, NUMBER, closed, lived, lived_small, others, run, zebedee
from lumina_site.tests.remains import Stores, assert_counters_have_rows, dies, items, left_of, rows, undone
from photos.models import Photo
from photos.services import add_comment, like_photo
from photos.tests.interrupting import interrupted
from photos.tests.seeing import Uploads
from tests.cast import befriended, browser_of, files_stored

pytestmark = pytest.mark.django_db

# What others did is noted where they did it, and what is counted by day, or by topic, names nobody.
NOTED = ("USER#", "POINTS#", "TOPICS")


def assert_gone() -> None:
    """Expect nothing of the person, and sound counters of everybody else."""
    assert left_of(NAME, ADDRESS, NUMBER) == []
    assert_counters_have_rows()


def photos_of(one: User, other: User, upload: Uploads) -> list[Photo]:
    """Let two people upload a photo each; the other one likes and comments on the first."""
    photo = upload(one, title="A garden")
    like_photo(actor=other, photo_id=photo.photo_id)
    add_comment(actor=other, photo_id=photo.photo_id, text="Magic")
    return [photo, upload(other)]


def test_everything_of_a_person_goes_and_everything_of_others_stays(upload: Uploads) -> None:
    around = others()
    befriended(around["florence"], around["dougal"])
    theirs = photos_of(around["florence"], around["dougal"], upload)
    before, files = items(), files_stored()
    one = zebedee()
    lived(one, around, upload, *theirs)
    assert len(left_of(NAME, ADDRESS, NUMBER)) > 60
    closed(one)
    said = run()
    assert said.startswith("zebedee: erased (")
    assert "8 photos, 2 comments, 1 likes, 1 saved photos" in said
    assert "2 conversations" in said
    assert_gone()
    after = items()
    kept = {key: item for key, item in before.items() if not key[1].startswith("POINTS#")}
    assert {key: after.get(key) for key in kept} == kept
    new = [(pk, sk) for _, pk, sk in set(after) - set(before) if not pk.startswith(NOTED)]
    # Told by and about others alone, and what others did among what everybody did.
    assert all(pk.startswith(("NOTIFY#", "ABOUT#")) or sk.startswith("EVENT#") for pk, sk in new)
    assert files_stored() == files


def test_the_person_leaves_the_pages_of_others_with_sound_numbers(upload: Uploads) -> None:
    around = others()
    florence = around["florence"]
    theirs = photos_of(florence, around["dougal"], upload)
    one = zebedee()
    lived(one, around, upload, *theirs)
    closed(one)
    run()
    browser = browser_of(florence)
    photo = browser.get(f"/api/photos/{theirs[0].photo_id}").json()
    assert (photo["likes"], photo["comments"]) == (1, 1)
    assert browser.get("/api/conversations").json() == []
    assert browser.get("/api/friends").json() == []
    assert [photo["id"] for photo in browser.get("/api/photos").json()] == [theirs[0].photo_id]
    for path in ("/notifications/", "/settings/activity/", "/messages/", "/friends/", "/"):
        page = browser.get(path)
        assert page.status_code == 200
        assert NAME not in page.text


def test_history_keeps_that_something_was_done_and_not_to_whom(upload: Uploads) -> None:
    around = others()
    one = zebedee()
    lived(one, around, upload, *photos_of(around["florence"], around["dougal"], upload))
    closed(one)
    run()
    told = [row for row in rows() if row.startswith("LogEntry")]
    assert len(told) == 5
    assert sum("somebody who was erased" in row for row in told) == 3
    assert sum("Another one's" in row for row in told) == 1
    assert sum("zebede is another one" in row for row in told) == 1


def test_an_erasing_that_dies_at_any_write_is_finished_by_the_next_run(upload: Uploads) -> None:
    florence, dougal = list(others().values())[:2]
    theirs, _ = photos_of(florence, dougal, upload)
    one = zebedee()
    lived_small(one, florence, upload, theirs)
    closed(one)
    stores = Stores.now()
    for writes in count():
        with undone():
            died = dies(run, writes=writes)
            left = [person.pk for person in due()]
            # The account is the last thing that goes.
            assert left == [NUMBER] if died else left == []
            run()
            assert_gone()
        stores.restore()
        if not died:
            break
    assert writes > 25


def test_a_store_that_is_away_leaves_the_person_to_the_next_run(upload: Uploads) -> None:
    florence = others()["florence"]
    one = zebedee()
    lived_small(one, florence, upload, upload(florence))
    closed(one)

    def away() -> None:
        raise Unavailable

    with interrupted(after=5, by=away), pytest.raises(CommandError, match="1 could not be erased"):
        run()
    assert "erased" in run()
    assert_gone()


def test_one_who_cannot_be_erased_leaves_the_others_theirs(upload: Uploads) -> None:
    people = others()
    upload(people["florence"])
    for name in ("florence", "dougal"):
        closed(people[name])

    def away() -> None:
        raise Unavailable

    with interrupted(after=0, by=away), pytest.raises(CommandError):
        run()
    assert set(User.objects.values_list("username", flat=True)) == set(people) - {"dougal"}


def test_a_dry_run_changes_nothing(upload: Uploads) -> None:
    florence = others()["florence"]
    one = zebedee()
    lived_small(one, florence, upload, upload(florence))
    closed(one)
    before = rows(), items(), files_stored()
    assert "zebedee (closed " in (said := run("--dry-run"))
    assert said.endswith("would be erased\n")
    assert (rows(), items(), files_stored()) == before


@pytest.mark.parametrize(("days", "options", "erased"), [(29, [], False), (30, [], True), (0, ["0"], True)])
def test_an_account_is_erased_after_thirty_days_or_as_many_as_are_asked_for(
    days: int,
    options: list[str],
    erased: bool,  # noqa: FBT001
) -> None:
    closed(zebedee(), days=days)
    run(*(f"--older-than-days={option}" for option in options))
    assert User.objects.filter(pk=NUMBER).exists() != erased


def test_who_is_not_closed_is_left_alone(owner: User, stranger: User, upload: Uploads) -> None:
    upload(owner)
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    before = rows(), items(), files_stored()
    assert run("--older-than-days", "0") == "Nobody is to be erased.\n"
    assert (rows(), items(), files_stored()) == before


@pytest.mark.parametrize("again", [None, "closed"])
def test_who_was_opened_again_between_listing_and_erasing_is_left_alone(upload: Uploads, again: str | None) -> None:
    one = zebedee()
    upload(one)
    closed(one)
    (listed,) = due()
    User.objects.filter(pk=one.pk).update(closed_at=timezone.now() if again else None)
    before = rows(), items(), files_stored()
    assert erase(person=listed) is None
    assert (rows(), items(), files_stored()) == before


def test_from_its_beginning_on_nobody_gets_in_whatever_the_administration_says(upload: Uploads) -> None:
    one = zebedee()
    upload(one)
    browser = browser_of(one)
    closed(one)
    assert dies(run, writes=3)
    User.objects.filter(pk=one.pk).update(is_active=True, closed_at=None)
    assert browser.get("/api/auth/me").status_code == 401
    assert [person.pk for person in due()] == [NUMBER]
    run()
    assert_gone()


def asked(monkeypatch: pytest.MonkeyPatch, answer: str) -> str:
    """Run the command as somebody who types this when it asks."""
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    said = io.StringIO()
    call_command("erase_closed_accounts", stdout=said)
    return said.getvalue()


def test_the_command_asks_first(monkeypatch: pytest.MonkeyPatch) -> None:
    closed(zebedee())
    assert asked(monkeypatch, "no\n").endswith("left alone\n")
    with pytest.raises(CommandError, match="nobody to ask"):
        asked(monkeypatch, "")
    assert User.objects.filter(pk=NUMBER).exists()
    assert "erased" in asked(monkeypatch, "yes\n")
    assert not User.objects.filter(pk=NUMBER).exists()


@pytest.mark.parametrize("days", ["-1", "99999999999"])
def test_odd_numbers_of_days_are_refused(days: str) -> None:
    closed(zebedee())
    with pytest.raises(CommandError):
        run(f"--older-than-days={days}")
    assert User.objects.filter(pk=NUMBER).exists()


def test_a_site_that_runs_by_itself_erases_by_itself() -> None:
    closed(zebedee())
    options: Any = dict(COMMANDS)["erase_closed_accounts"]
    call_command("erase_closed_accounts", stdout=io.StringIO(), **options)
    assert_gone()
    assert RetiredName.objects.count() == 1
