"""Home feeds: what friends publish is there, and what one may not see any more is not."""

import io
from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from core.ids import UserId
from photos import models
from photos.models import Photo
from photos.services import exchange_feeds, share_with_friends
from photos.tests.feeding import (
    add_to_feed,
    edit,
    feed,
    feed_name,
    friend_of,
    home,
    marks,
    take_from_feed,
)
from photos.tests.seeing import Uploads, crowd, ids_in, pages_of, plant
from social.models import FriendRequest
from social.tests.circles import ask, befriend, committed
from tests.cast import Counted, browser_of, items_stored, person


@pytest.fixture
def friend(owner: User) -> User:
    """Make a friend of the owner."""
    return friend_of(owner, "friend")


@pytest.mark.parametrize("visibility", ["everyone", "friends"])
def test_publishing_shows_a_photo_in_the_home_of_each_friend(
    owner: User, friend: User, stranger: User, upload: Uploads, visibility: str
) -> None:
    other = friend_of(owner, "other")
    ask(stranger, owner)
    ask(owner, person("asked"))
    photo_id = upload(owner, visibility=visibility).photo_id
    assert home(owner) == home(friend) == home(other) == [photo_id]
    assert home(stranger) == home(User.objects.get(username="asked")) == []
    feeds = {pk for pk, _ in items_stored() if pk.startswith("FEED#")}
    assert feeds == {feed_name(user) for user in (owner, friend, other)}
    assert marks() == []


def test_what_is_for_oneself_is_in_nobody_elses_feed(owner: User, friend: User, upload: Uploads) -> None:
    photo_id = upload(owner, visibility="me").photo_id
    assert home(owner) == [photo_id]
    assert home(friend) == feed(friend) == []
    assert marks() == []


def test_home_is_newest_first_and_shows_each_photo_once_over_its_pages(owner: User, friend: User) -> None:
    other = friend_of(friend, "other")
    made = [plant((owner, other, friend)[number % 3]).photo_id for number in range(40)][::-1]
    for limit in (7, 24, 40):
        pages = pages_of(browser_of(friend), f"/api/photos?limit={limit}")
        assert [photo["id"] for photo in chain(*pages)] == made


ENDS: dict[str, Callable[[User, User, Photo], object]] = {
    "narrowing": lambda owner, _, photo: edit(owner, photo, "me"),
    "unfriending": lambda owner, friend, _: browser_of(owner).delete(f"/api/friends/{friend.pk}"),
    "being unfriended": lambda owner, friend, _: browser_of(friend).delete(f"/api/friends/{owner.pk}"),
    "blocking": lambda owner, friend, _: browser_of(owner).put(f"/api/blocks/{friend.pk}"),
    "being blocked": lambda owner, friend, _: browser_of(friend).put(f"/api/blocks/{owner.pk}"),
    "deleting": lambda owner, _, photo: browser_of(owner).delete(f"/api/photos/{photo.photo_id}"),
    "leaving": lambda owner, *_: User.objects.filter(pk=owner.pk).update(is_active=False),
}


@pytest.mark.parametrize("visibility", ["everyone", "friends"])
@pytest.mark.parametrize("end", ENDS)
def test_what_ends_takes_effect_at_the_next_look_though_no_feed_was_cleared_yet(
    owner: User, friend: User, end: str, visibility: str
) -> None:
    photo = plant(owner, visibility=visibility)
    mine = plant(friend).photo_id
    assert home(friend) == [mine, photo.photo_id]
    # Nothing is committed here, so that the feeds stay as they were.
    ENDS[end](owner, friend, photo)
    assert home(friend) == [mine]


@pytest.mark.parametrize("end", ["unfriending", "being unfriended", "blocking", "being blocked"])
def test_who_part_have_nothing_of_each_other_in_their_feeds(owner: User, friend: User, end: str) -> None:
    other = friend_of(friend, "other")
    theirs, mine, others = plant(owner), plant(friend), plant(other)
    assert feed(friend) == [others.photo_id, mine.photo_id, theirs.photo_id]
    assert feed(owner) == [mine.photo_id, theirs.photo_id]
    with committed():
        ENDS[end](owner, friend, theirs)
    assert feed(friend) == home(friend) == [others.photo_id, mine.photo_id]
    assert feed(owner) == home(owner) == [theirs.photo_id]


def test_a_photo_that_is_shown_to_friends_later_is_in_their_home(owner: User, friend: User) -> None:
    first, second = plant(owner, visibility="me"), plant(owner, visibility="me")
    plant(owner, visibility="me")
    assert home(friend) == []
    edit(owner, first, "friends")
    edit(owner, second, "everyone")
    assert home(friend) == [second.photo_id, first.photo_id]
    edit(owner, first, "me")
    assert home(friend) == [second.photo_id]
    edit(owner, first, "everyone")
    edit(owner, second, "friends")
    assert home(friend) == [second.photo_id, first.photo_id]
    assert ids_in(browser_of(friend), "?scope=all") == [first.photo_id]
    assert marks() == []


def test_new_friends_have_each_others_newest_photos_but_not_those_for_oneself(owner: User, stranger: User) -> None:
    theirs = [plant(stranger).photo_id for _ in range(2)][::-1]
    plant(stranger, visibility="me")
    made = [plant(owner, visibility="friends" if number % 2 else "everyone").photo_id for number in range(104)]
    for _ in range(3):
        plant(owner, visibility="me")
    newest = made[::-1][:100]
    with committed():
        befriend(stranger, owner)
    pages = pages_of(browser_of(stranger), "/api/photos?limit=100")
    shown = [photo["id"] for photo in chain(*pages) if photo["username"] == "owner"]
    assert shown == newest
    assert [photo_id for photo_id in feed(owner) if photo_id in theirs] == theirs
    assert len(feed(stranger)) == 103
    assert FriendRequest.objects.get().feeds_filled
    # What is older is on the profile.
    profile = pages_of(browser_of(stranger), "/api/photos?user=owner&limit=100")
    assert [photo["id"] for photo in chain(*profile)] == made[::-1]


def test_friends_who_part_and_come_together_again_have_all_again(owner: User, friend: User) -> None:
    photo_id = plant(owner).photo_id
    with committed():
        browser_of(owner).delete(f"/api/friends/{friend.pk}")
    assert feed(friend) == []
    with committed():
        befriend(owner, friend)
    assert home(friend) == [photo_id]


def test_doing_it_twice_shows_nothing_twice(owner: User, friend: User) -> None:
    photo = plant(owner)
    for _ in range(2):
        share_with_friends(photo_id=photo.id)
        exchange_feeds(one=UserId(owner.pk), other=UserId(friend.pk), friendship_id=FriendRequest.objects.get().pk)
    assert home(friend) == feed(friend) == [photo.photo_id]


def test_sharing_what_is_gone_or_hidden_meanwhile_shows_nothing(owner: User, friend: User) -> None:
    gone, hidden = plant(owner), plant(owner)
    browser_of(owner).delete(f"/api/photos/{gone.photo_id}")
    edit(owner, hidden, "me")
    for photo in (gone, hidden):
        models.entry(models.with_status(models.SHARING), photo).save()
        share_with_friends(photo_id=photo.id)
    assert home(friend) == []
    assert marks() == []


def test_an_entry_of_a_photo_that_is_gone_is_dropped_when_it_is_met(owner: User, friend: User) -> None:
    photo, kept = plant(owner), plant(owner).photo_id
    browser_of(owner).delete(f"/api/photos/{photo.photo_id}")
    # A worker that was slow writes it again.
    add_to_feed(friend, photo)
    assert feed(friend) == [kept, photo.photo_id]
    assert home(friend) == feed(friend) == [kept]


def test_home_goes_on_behind_many_entries_that_are_hidden(owner: User, friend: User) -> None:
    other = friend_of(friend, "other")
    first = plant(other).photo_id
    for _ in range(110):
        plant(owner, visibility="friends")
    last = plant(other).photo_id
    # The feeds are not cleared, as when the broker is away.
    browser_of(owner).delete(f"/api/friends/{friend.pk}")
    assert len(feed(friend)) == 112
    pages = pages_of(browser_of(friend), "/api/photos")
    assert [photo["id"] for photo in chain(*pages)] == [last, first]


def test_the_command_rebuilds_feeds(owner: User, friend: User) -> None:
    other = friend_of(friend, "other")
    made = [plant(user, visibility=visibility) for user in (owner, other, friend) for visibility in ("friends", "me")]
    expected = {user: home(user) for user in (owner, friend, other)}
    gone = person("gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)

    def lose_all() -> None:
        for user in expected:
            for photo in made:
                take_from_feed(user, photo)

    def rebuild(*names: str) -> str:
        said = io.StringIO()
        call_command("rebuild_feeds", *names, stdout=said)
        return said.getvalue()

    lose_all()
    assert {tuple(home(user)) for user in expected} == {()}
    assert rebuild("FRIEND") == "friend: 4 photos\n"
    assert home(friend) == expected[friend]
    assert home(owner) == []
    lose_all()
    assert rebuild() == "owner: 3 photos\nfriend: 4 photos\nother: 3 photos\n"
    assert {user: home(user) for user in expected} == expected
    assert rebuild() == "owner: 3 photos\nfriend: 4 photos\nother: 3 photos\n"
    assert {user: feed(user) for user in expected} == expected


@pytest.mark.parametrize("friends", [1, 40])
def test_home_costs_the_same_with_many_friends(
    owner: User, stranger: User, counted: Counted, settings: Any, friends: int
) -> None:
    settings.RATE_LIMITS = False
    everybody = [stranger, *crowd(friends - 1)]
    for somebody in everybody:
        befriend(somebody, owner)
    for number in range(30):
        plant(everybody[number % friends])
    shared = plant(owner).photo_id
    assert sum(sk == f"PHOTO#{shared}" and pk.startswith("FEED#") for pk, sk in items_stored()) == friends + 1
    browser = browser_of(owner)
    for path in ("/", "/api/photos", "/api/photos?scope=home&limit=24"):
        with counted() as calls:
            answer = browser.get(path)
        assert answer.content.count(b"_small.jpg") >= 24
        assert calls.dynamodb == ["Query", "BatchGetItem"]
        assert len(calls.sql) <= 3
