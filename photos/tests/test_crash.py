"""A process that dies before any of its writes: afterwards the repair leaves a whole photo or none, never a half."""

import io
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from core.ids import PhotoId
from photos.models import of_month
from photos.services import publish
from photos.tests.interrupting import interrupted, repair, survives
from photos.tests.seeing import SIZES, Uploads, ids_in, post_photo, signed_bytes, size_of
from tests.cast import browser_of, files_stored, items_stored

# An upload writes an intent, the original, five renditions, the publication and the end of its way into feeds; a
# deletion a mark, and then it removes six files, the entries, and the photo itself.
WRITES, DELETION_WRITES = 9, 9


def check(*arguments: str) -> tuple[int, str]:
    """Run the integrity check; answer its exit status and what it said."""
    said = io.StringIO()
    try:
        call_command("check_integrity", "--older-than", "0", *arguments, stdout=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def assert_whole(browser: Client, photo_id: str, owner: User) -> None:
    """Expect this one photo, visible everywhere, with all its files, and nothing else in any store."""
    assert ids_in(browser) == ids_in(browser, "?scope=all") == [photo_id]
    photo = browser.get(f"/api/photos/{photo_id}").json()
    assert photo["status"] == "approved"
    for size in SIZES:
        assert size_of(signed_bytes(photo["images"][size])) == (60, 40)
    original = browser.get(f"/api/photos/{photo_id}/image/original")
    assert size_of(signed_bytes(original["Location"])) == (60, 40)
    assert files_stored() == [f"originals/{photo_id}.jpg", *sorted(f"photos/{photo_id}_{size}.jpg" for size in SIZES)]
    entry = f"PHOTO#{photo_id}"
    assert items_stored() == [
        (of_month(photo_id), entry),
        *(("EXPLORE#0", entry), (f"FEED#{owner.pk}", entry), (entry, "META")),
        *(("TERM#owner", entry), (f"USER#{owner.pk}", entry)),
    ]


def assert_nothing(browser: Client) -> None:
    """Expect no photo and nothing in any store."""
    assert ids_in(browser) == ids_in(browser, "?scope=all") == []
    assert files_stored() == []
    assert items_stored() == []


def assert_whole_or_nothing(browser: Client, owner: User) -> None:
    """Expect one of the two."""
    ids = ids_in(browser)
    if ids:
        assert_whole(browser, ids[0], owner)
    else:
        assert_nothing(browser)


def clear(browser: Client) -> None:
    """Delete what there is."""
    for photo_id in ids_in(browser):
        browser.delete(f"/api/photos/{photo_id}")


def test_an_upload_that_dies_at_any_write_is_finished_or_undone(owner: User) -> None:
    browser = browser_of(owner)
    for writes in count():
        if survives(lambda: post_photo(browser), writes=writes):
            break
        half = bool(items_stored() or files_stored())
        published = writes == WRITES - 1
        assert half == (writes > 0)
        assert bool(ids_in(browser)) == bool(ids_in(browser, "?scope=all")) == published
        status, said = check()
        stopped = "sharing not finished" if published else "upload not finished"
        assert (status, stopped in said) == ((1, True) if half else (0, False))
        assert check("--repair")[0] == 0
        # Nobody was told that the photo had arrived before its own bytes had.
        assert bool(ids_in(browser)) == (writes >= 2)
        assert_whole_or_nothing(browser, owner)
        assert check() == (0, "Nothing is half done.\n")
        clear(browser)
    assert writes == WRITES
    assert_whole_or_nothing(browser, owner)


def test_a_deletion_that_dies_at_any_write_is_completed(owner: User, upload: Uploads) -> None:
    browser = browser_of(owner)
    for writes in count():
        photo_id = upload(owner).photo_id
        if survives(lambda: browser.delete(f"/api/photos/{photo_id}"), writes=writes):  # noqa: B023 -- called at once
            break
        if writes == 0:
            assert_whole(browser, photo_id, owner)
            clear(browser)
            continue
        assert browser.get(f"/api/photos/{photo_id}").status_code == 404
        assert browser.get(f"/api/photos/{photo_id}/image/full").status_code == 404
        status, said = check()
        assert status == 1
        assert f"photo {photo_id}: deletion not finished" in said
        assert check("--repair")[0] == 0
        assert_nothing(browser)
    assert writes == DELETION_WRITES
    assert_nothing(browser)


@pytest.mark.parametrize("writes", [1, 2, 7, 8])
def test_a_repair_that_dies_is_repaired_by_the_next_one(owner: User, writes: int) -> None:
    browser = browser_of(owner)
    for repaired in count():
        assert not survives(lambda: post_photo(browser), writes=writes)
        whole = survives(repair, writes=repaired)
        repair()
        assert bool(ids_in(browser)) == (writes >= 2)
        assert_whole_or_nothing(browser, owner)
        clear(browser)
        if whole:
            break
    assert repaired >= 1


def test_a_repaired_deletion_that_dies_is_completed_by_the_next_one(owner: User, upload: Uploads) -> None:
    browser = browser_of(owner)
    for repaired in count():
        photo_id = upload(owner).photo_id
        assert not survives(lambda: browser.delete(f"/api/photos/{photo_id}"), writes=1)  # noqa: B023
        whole = survives(repair, writes=repaired)
        repair()
        assert_nothing(browser)
        if whole:
            break
    assert repaired > 1


def test_an_upload_that_may_still_be_running_is_left_alone(owner: User) -> None:
    assert not survives(lambda: post_photo(browser_of(owner)), writes=4)
    before = files_stored(), items_stored()
    call_command("check_integrity", "--repair", stdout=io.StringIO())
    assert (files_stored(), items_stored()) == before


def test_publishing_twice_changes_nothing(owner: User, upload: Uploads) -> None:
    photo = upload(owner)
    publish(photo_id=photo.id)
    assert_whole(browser_of(owner), photo.photo_id, owner)


def test_publishing_after_the_deletion_leaves_nothing_behind(owner: User, upload: Uploads) -> None:
    photo = upload(owner)
    browser = browser_of(owner)
    browser.delete(f"/api/photos/{photo.photo_id}")
    publish(photo_id=photo.id)
    assert_nothing(browser)


def half_published(browser: Client) -> PhotoId:
    """Let an upload die when its original is stored, and answer its id."""
    assert not survives(lambda: post_photo(browser), writes=2)
    return PhotoId(files_stored()[0].removeprefix("originals/").removesuffix(".jpg"))


@pytest.mark.parametrize("writes", range(8))
def test_a_deletion_in_the_midst_of_publishing_leaves_nothing_behind(owner: User, writes: int) -> None:
    browser = browser_of(owner)
    photo_id = half_published(browser)

    def deleting() -> None:
        assert browser.delete(f"/api/photos/{photo_id}").status_code == 204

    with interrupted(after=writes, by=deleting, once=True):
        publish(photo_id=photo_id)
        if writes == 7:
            deleting()
    assert_nothing(browser)


@pytest.mark.parametrize("writes", range(7))
def test_two_who_publish_at_once_publish_one_photo(owner: User, writes: int) -> None:
    browser = browser_of(owner)
    photo_id = half_published(browser)
    with interrupted(after=writes, by=lambda: publish(photo_id=photo_id), once=True):
        publish(photo_id=photo_id)
    assert_whole(browser, photo_id, owner)


@pytest.mark.parametrize("writes", range(WRITES))
def test_a_repair_in_the_midst_of_an_upload_leaves_a_whole_photo_or_none(owner: User, writes: int) -> None:
    browser = browser_of(owner)
    answer: Any = None
    with interrupted(after=writes, by=repair, once=True):
        answer = post_photo(browser)
    assert answer.status_code in {201, 404, 503}
    assert bool(ids_in(browser)) == (answer.status_code == 201)
    assert_whole_or_nothing(browser, owner)


@pytest.mark.parametrize("writes", range(DELETION_WRITES))
def test_two_who_delete_at_once_delete_one_photo(owner: User, upload: Uploads, writes: int) -> None:
    browser, other = browser_of(owner), browser_of(owner)
    photo_id = upload(owner).photo_id
    statuses = []
    with interrupted(
        after=writes, by=lambda: statuses.append(other.delete(f"/api/photos/{photo_id}").status_code), once=True
    ):
        statuses.append(browser.delete(f"/api/photos/{photo_id}").status_code)
    assert set(statuses) <= {204, 404}
    assert_nothing(browser)


@pytest.mark.skipif(settings.STORAGE_BACKEND == "s3", reason="S3 shows a file once it is whole")
def test_a_file_that_was_half_written_is_reported_and_removed(owner: User, upload: Uploads) -> None:
    upload(owner)
    whole = files_stored()
    (Path(settings.MEDIA_ROOT) / "originals" / ".part-abc").write_bytes(b"half of a picture")
    call_command("check_integrity", "--older-than", "15")
    with pytest.raises(SystemExit):
        call_command("check_integrity", "--older-than", "0")
    call_command("check_integrity", "--older-than", "0", "--repair")
    assert files_stored() == whole
