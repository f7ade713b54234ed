"""Direct uploads that die at any write, run twice at once, or meet a deletion: a whole photo or none, never a half."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from core.ids import PhotoId
from photos.services import receive
from photos.tests.interrupting import interrupted, repair, survives
from photos.tests.seeing import SIZES, ids_in, signed_bytes, size_of
from photos.tests.test_crash import assert_nothing, assert_whole, check
from photos.tests.ticketing import ask, complete, send, sent, ticket
from tests.cast import browser_of, files_stored, items_stored, jpeg

# What the picture is, the original, five renditions, the publication, the end of the way into feeds, and the removal
# of what came.
WRITES = 10
# A mark, seven files, the entries, and the photo itself.
CANCELLING_WRITES = 10
# The reason, and the removal of what came.
FAILING_WRITES = 2


def received_anew(photo_id: PhotoId) -> str:
    """Receive as a process that knows nothing of the first one does."""
    cache.clear()
    return receive(photo_id=photo_id)


def both_ways(browser: Client) -> dict[str, Callable[[PhotoId], object]]:
    """Name who may come second: the client, and the event."""
    return {"client": lambda photo_id: complete(browser, photo_id), "event": received_anew}


def test_a_ticket_that_dies_is_there_or_not(owner: User) -> None:
    browser = browser_of(owner)
    assert not survives(lambda: ask(browser), writes=0)
    assert items_stored() == []
    assert survives(lambda: ask(browser), writes=1)
    assert len(items_stored()) == 2


@pytest.mark.parametrize("second", ["client", "event"])
def test_what_dies_at_any_write_is_finished_by_the_next_one(owner: User, second: str) -> None:
    browser = browser_of(owner)
    for writes in count():
        photo_id = sent(browser)
        ended = survives(lambda: complete(browser, photo_id), writes=writes)  # noqa: B023 -- called at once
        both_ways(browser)[second](photo_id)
        # The way into feeds is no part of receiving; a repair goes on with it.
        repair()
        assert_whole(browser, photo_id, owner)
        browser.delete(f"/api/photos/{photo_id}")
        assert_nothing(browser)
        if ended:
            break
    assert writes == WRITES


def test_what_dies_at_any_write_is_finished_by_a_repair(owner: User) -> None:
    browser = browser_of(owner)
    for writes in count():
        photo_id = sent(browser)
        if survives(lambda: receive(photo_id=photo_id), writes=writes):  # noqa: B023
            break
        status, said = check()
        assert (status, photo_id in said) == (1, True)
        assert check("--repair")[0] == 0
        assert_whole(browser, photo_id, owner)
        assert check() == (0, "Nothing is half done.\n")
        browser.delete(f"/api/photos/{photo_id}")
    assert writes == WRITES


def test_a_refusal_that_dies_is_said_by_the_next_one(owner: User) -> None:
    browser = browser_of(owner)
    for writes in count():
        photo_id = sent(browser, b"this is no picture")
        ended = survives(lambda: receive(photo_id=photo_id), writes=writes)  # noqa: B023
        assert received_anew(photo_id) == "failed"
        assert files_stored() == []
        assert ids_in(browser) == [photo_id]
        browser.delete(f"/api/photos/{photo_id}")
        assert_nothing(browser)
        if ended:
            break
    assert writes == FAILING_WRITES


def test_a_cancelled_upload_that_dies_is_completed(owner: User) -> None:
    browser = browser_of(owner)
    for writes in count():
        photo_id = sent(browser)
        if survives(lambda: browser.delete(f"/api/photos/{photo_id}"), writes=writes):  # noqa: B023
            break
        if writes:
            assert browser.delete(f"/api/photos/{photo_id}").status_code == 404
            repair()
        else:
            browser.delete(f"/api/photos/{photo_id}")
        assert_nothing(browser)
    assert writes == CANCELLING_WRITES
    assert_nothing(browser)


@pytest.mark.parametrize("second", ["client", "event"])
@pytest.mark.parametrize("writes", range(WRITES))
def test_two_at_once_make_one_photo(owner: User, writes: int, second: str) -> None:
    browser = browser_of(owner)
    photo_id = sent(browser)

    def other() -> None:
        cache.clear()
        both_ways(browser_of(owner))[second](photo_id)

    with interrupted(after=writes, by=other, once=True):
        assert receive(photo_id=photo_id) in {"approved", "processing"}
    assert_whole(browser, photo_id, owner)


@pytest.mark.parametrize("writes", range(WRITES))
def test_a_deletion_in_the_midst_leaves_nothing_behind(owner: User, writes: int) -> None:
    browser = browser_of(owner)
    photo_id = sent(browser)
    with interrupted(after=writes, by=lambda: browser.delete(f"/api/photos/{photo_id}"), once=True):
        receive(photo_id=photo_id)
    assert browser.get(f"/api/photos/{photo_id}").status_code == 404
    assert_nothing(browser)


@pytest.mark.parametrize("writes", range(WRITES))
def test_another_picture_in_the_midst_leaves_one_of_the_two(owner: User, writes: int) -> None:
    browser = browser_of(owner)
    given = ticket(browser, fileSize=None)
    photo_id = PhotoId(given["photoId"])
    assert send(given, jpeg(60, 40)) == 204

    def another() -> None:
        assert send(given, jpeg(90, 60)) == 204
        received_anew(photo_id)

    with interrupted(after=writes, by=another, once=True):
        receive(photo_id=photo_id)
    assert received_anew(photo_id) == "approved"
    photo = browser.get(f"/api/photos/{photo_id}").json()
    size = (photo["width"], photo["height"])
    assert size == ((90, 60) if writes == 0 else (60, 40))
    assert [size_of(signed_bytes(photo["images"][name])) for name in SIZES] == [size] * 5
    original = browser.get(f"/api/photos/{photo_id}/image/original")
    assert size_of(signed_bytes(original["Location"])) == size
    assert photo["file_size"] == len(jpeg(*size))
    assert len(files_stored()) == 6


@pytest.mark.parametrize("writes", range(WRITES))
def test_a_repair_in_the_midst_leaves_a_whole_photo(owner: User, writes: int) -> None:
    browser = browser_of(owner)
    photo_id = sent(browser)
    answer: Any = None

    def other() -> None:
        cache.clear()
        repair()

    with interrupted(after=writes, by=other, once=True):
        answer = complete(browser, photo_id)
    assert answer.status_code in {200, 202}
    assert_whole(browser, photo_id, owner)


def test_a_repair_leaves_alone_what_somebody_is_at(owner: User) -> None:
    browser = browser_of(owner)
    photo_id = sent(browser)
    cache.set(f"receiving:{photo_id}", 1)
    repair()
    assert files_stored() == [f"incoming/{photo_id}"]
    assert received_anew(photo_id) == "approved"
