"""What is left of direct uploads that nobody completed, or that nobody began: found, finished, removed."""

import io
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from accounts.models import User
from core.ids import milliseconds
from photos.tests.seeing import MISSING, ids_in, post_photo
from photos.tests.ticketing import send, sent, ticket, uploaded
from tests.cast import browser_of, files_stored, items_stored

MINUTE, HOUR = 60, 3600
Later = Callable[[float], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Let the sweep believe that so many seconds have passed since the uploads."""

    def setting(seconds: float) -> None:
        now = time.time() + seconds
        monkeypatch.setattr("photos.services.finishing.time.time", lambda: now)

    return setting


def swept(*arguments: str) -> tuple[int, str]:
    """Run the check; answer its status and what it said."""
    said = io.StringIO()
    try:
        call_command("check_integrity", *arguments, stdout=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def age(name: str, seconds: float) -> None:
    """Let a file of the disk be so old."""
    then = time.time() - seconds
    os.utime(Path(settings.MEDIA_ROOT) / name, (then, then))


def test_what_came_and_was_not_completed_is_finished_after_a_while(owner: User, later: Later) -> None:
    browser = browser_of(owner)
    photo_id = sent(browser)
    later(14 * MINUTE)
    assert swept("--repair") == (0, "Nothing is half done.\n")
    later(16 * MINUTE)
    assert swept() == (1, f"photo {photo_id}: upload not finished\n")
    assert swept("--repair") == (0, f"photo {photo_id}: published\n")
    assert ids_in(browser) == [photo_id]
    assert swept() == (0, "Nothing is half done.\n")


def test_a_ticket_that_nobody_used_is_removed_after_a_day(owner: User, later: Later) -> None:
    given = ticket(browser_of(owner))
    later(23 * HOUR)
    assert swept("--repair") == (0, "Nothing is half done.\n")
    assert items_stored() != []
    later(25 * HOUR)
    assert swept() == (1, f"photo {given['photoId']}: ticket not finished\n")
    assert swept("--repair") == (0, f"photo {given['photoId']}: removed\n")
    assert items_stored() == []


def test_a_picture_that_came_is_finished_however_old_it_is(owner: User, later: Later) -> None:
    photo_id = sent(browser_of(owner))
    later(25 * HOUR)
    assert swept("--repair") == (0, f"photo {photo_id}: published\n")


def test_junk_that_was_not_completed_fails(owner: User, later: Later) -> None:
    photo_id = sent(browser_of(owner), b"this is no picture")
    later(16 * MINUTE)
    assert swept("--repair") == (0, f"photo {photo_id}: failed\n")
    assert files_stored() == []


def test_unused_tickets_hide_none_that_was_used(owner: User, later: Later, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photos.services.finishing.AT_A_TIME", 2)
    for _ in range(3):
        ticket(browser_of(owner))
    photo_id = sent(browser_of(owner))
    later(16 * MINUTE)
    assert swept("--repair") == (0, f"photo {photo_id}: published\n")


@pytest.mark.skipif(settings.STORAGE_BACKEND == "s3", reason="S3 says itself how old a file is")
def test_files_that_belong_to_nobody_are_removed_after_a_day(owner: User) -> None:
    names = [f"incoming/{MISSING}", "incoming/nonsense", f"incoming/{uploaded(browser_of(owner))['id']}"]
    awaited = f"incoming/{sent(browser_of(owner))}"
    for name in names:
        default_storage.save(name, ContentFile(b"bytes"))
        age(name, 23 * HOUR)
    age(awaited, 48 * HOUR)
    assert swept("--repair") == (0, "Nothing is half done.\n")
    for name in names:
        age(name, 25 * HOUR)
    assert swept() == (1, "".join(f"file {name}: nobody's upload\n" for name in sorted(names)))
    assert swept("--repair")[0] == 0
    assert [name for name in files_stored() if name.startswith("incoming/")] == [awaited]


def test_files_that_belong_to_nobody_are_found_in_any_storage(owner: User) -> None:
    photo = post_photo(browser_of(owner)).json()
    names = sorted([f"incoming/{MISSING}", "incoming/nonsense", f"incoming/{photo['id']}"])
    for name in names:
        default_storage.save(name, ContentFile(b"bytes"))
    assert swept("--repair") == (0, "Nothing is half done.\n")
    assert swept("--older-than", "0") == (1, "".join(f"file {name}: nobody's upload\n" for name in names))
    assert swept("--older-than", "0", "--repair")[0] == 0
    assert len(files_stored()) == 6


def test_a_ticket_can_be_told_by_its_age(owner: User) -> None:
    given = ticket(browser_of(owner))
    assert abs(milliseconds(given["photoId"]) - time.time() * 1000) < 10_000
    assert send(given) == 204
