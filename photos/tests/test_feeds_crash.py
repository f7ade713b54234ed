"""Feeds after a crash, or while the broker is away: the repair brings everything to its end, and nothing is lost."""

from collections.abc import Iterator
from itertools import count

import pytest

from accounts.models import User
from photos.tasks import share
from photos.tests.feeding import check, edit, feed, friend_of, home, marks, take_from_feed
from photos.tests.interrupting import repair, survives
from photos.tests.seeing import plant, post_photo
from social.tests.circles import befriend, committed
from tests.cast import browser_of, person


@pytest.fixture
def friend(owner: User) -> User:
    """Make a friend of the owner."""
    return friend_of(owner, "friend")


def test_an_upload_that_dies_anywhere_is_shared_by_the_repair(owner: User, friend: User) -> None:
    browser = browser_of(owner)
    interrupted_sharing = 0
    for writes in count():
        if survives(lambda: post_photo(browser), writes=writes):
            break
        if "sharing not finished" in check()[1]:
            interrupted_sharing += 1
            assert check()[0] == 1
            assert home(owner)
        repair()
        assert home(friend) == home(owner) == feed(friend)
        assert check() == (0, "Nothing is half done.\n")
        for photo_id in home(owner):
            browser.delete(f"/api/photos/{photo_id}")
    # Before the feeds are written, and before the mark is taken away.
    assert interrupted_sharing == 2
    assert home(friend) == home(owner)
    assert len(home(owner)) == 1


def test_an_edit_that_dies_anywhere_is_shared_by_the_repair(owner: User, friend: User) -> None:
    photo = plant(owner, visibility="me")
    for writes in count():
        ended = survives(lambda: edit(owner, photo, "friends"), writes=writes)
        repair()
        shown = browser_of(owner).get(f"/api/photos/{photo.photo_id}").json()["visibility"] == "friends"
        assert shown == (writes > 0)
        assert home(friend) == feed(friend) == ([photo.photo_id] if shown else [])
        assert marks() == []
        if ended:
            break
        edit(owner, photo, "me")
        take_from_feed(friend, photo)
    assert writes >= 3


def test_a_friendship_that_dies_anywhere_has_its_feeds_filled_by_the_repair(owner: User) -> None:
    photo_id = plant(owner).photo_id

    def begin(somebody: User) -> None:
        with committed():
            befriend(somebody, owner)

    for writes in count():
        somebody = person(f"person{writes}")
        theirs = plant(somebody).photo_id
        ended = survives(lambda: begin(somebody), writes=writes)  # noqa: B023
        if not ended:
            status, said = check()
            assert (status, "feeds not filled" in said) == (1, True)
        repair()
        assert check() == (0, "Nothing is half done.\n")
        assert home(somebody) == [theirs, photo_id]
        assert theirs in home(owner)
        if ended:
            break
    assert writes >= 2


@pytest.fixture
def broker_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have work handed to a broker that is not there."""
    app = share.app
    away = {"task_always_eager": False, "broker_url": "redis://127.0.0.1:1/0"}
    for name, value in away.items():
        monkeypatch.setitem(app.conf, name, value)
    # What Celery keeps of a broker is made anew, before and after.
    vars(app).pop("amqp", None)
    yield
    vars(app).pop("amqp", None)


@pytest.mark.usefixtures("broker_away")
def test_a_broker_that_is_away_loses_nothing(owner: User, stranger: User) -> None:
    older = plant(owner).photo_id
    with committed():
        befriend(stranger, owner)
    newer = plant(owner, visibility="friends").photo_id
    assert home(owner) == [newer, older]
    assert home(stranger) == []
    status, said = check()
    assert (status, "sharing not finished" in said, "feeds not filled" in said) == (1, True, True)
    repair()
    assert home(stranger) == [newer, older]
    assert check() == (0, "Nothing is half done.\n")
    # The end of a friendship counts without the broker.
    with committed():
        browser_of(owner).delete(f"/api/friends/{stranger.pk}")
    assert home(stranger) == []
