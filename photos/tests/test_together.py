"""Many at once, in real threads: counters equal their rows, and one of two wins."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from accounts.models import User
from core.errors import Conflict, NotFound
from photos.models import Photo, photo_key
from photos.queries import photo_visible_to
from photos.services import (
    add_comment,
    count_view,
    delete_comment,
    delete_photo,
    edit_photo,
    like_photo,
    save_photo,
    unlike_photo,
    unsave_photo,
)
from photos.tests.seeing import Uploads, crowd, plant, traces
from photos.words import checked
from tests.cast import items_stored

# Threads see each other's people only when those are committed.
pytestmark = pytest.mark.django_db(transaction=True)


def together(works: Sequence[Callable[[], object]]) -> list[object]:
    """Do all at once, each in a thread, and answer what came out: a value, or the error."""
    start = Barrier(len(works))

    def one(work: Callable[[], object]) -> object:
        start.wait(20)
        try:
            return work()
        except (Conflict, NotFound) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(one, works))


def stored(photo: Photo) -> Photo:
    """Read the photo as it is."""
    return Photo.get(*photo_key(photo.photo_id), consistent_read=True)


def likes_stored(photo: Photo) -> tuple[int, int, int]:
    """Count the likes of a photo in the three places where they are."""
    keys = items_stored()
    rows = [key for key in keys if key[0] == f"PHOTO#{photo.photo_id}" and key[1].startswith("LIKE#")]
    entries = [key for key in keys if key[0].startswith("LIKED#") and key[1] == f"PHOTO#{photo.photo_id}"]
    return int(stored(photo).likes), len(rows), len(entries)


def test_32_people_who_like_at_once_are_32_likes(owner: User) -> None:
    photo = plant(owner)
    people = crowd(32)
    outcomes = together([lambda user=user: like_photo(actor=user, photo_id=photo.photo_id) for user in people])  # type: ignore[misc]
    assert all(getattr(outcome, "liked", False) for outcome in outcomes)
    assert likes_stored(photo) == (32, 32, 32)
    together([lambda user=user: unlike_photo(actor=user, photo_id=photo.photo_id) for user in people])  # type: ignore[misc]
    assert likes_stored(photo) == (0, 0, 0)


def test_one_person_in_many_windows_likes_once(owner: User, stranger: User) -> None:
    photo = plant(owner)
    for change, count in ((like_photo, 1), (unlike_photo, 0), (like_photo, 1)):
        outcomes: list[Any] = together([lambda: change(actor=stranger, photo_id=photo.photo_id)] * 8)  # noqa: B023
        assert {(outcome.likes, outcome.liked) for outcome in outcomes} == {(count, bool(count))}
        assert likes_stored(photo) == (count, count, count)


def test_a_thousand_random_likes_and_unlikes_end_equal_to_their_rows(owner: User) -> None:
    photos, people = [plant(owner) for _ in range(2)], crowd(6)

    def wandering(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 -- a seed makes the run repeatable
        for _ in range(250):
            change = chance.choice([like_photo, unlike_photo])
            change(actor=chance.choice(people), photo_id=chance.choice(photos).photo_id)

    together([lambda number=number: wandering(number) for number in range(4)])  # type: ignore[misc]
    for photo in photos:
        count, rows, entries = likes_stored(photo)
        assert count == rows == entries
        assert count == sum(photo_visible_to(user, photo.photo_id).liked for user in people)
        assert 0 <= count <= len(people)


def test_comments_that_come_and_go_at_once_are_counted(owner: User, stranger: User) -> None:
    photo = plant(owner)

    def talking(actor: User, *, keeps: int) -> None:
        for number in range(10):
            comment = add_comment(actor=actor, photo_id=photo.photo_id, text=str(number))
            if number >= keeps:
                delete_comment(actor=actor, photo_id=photo.photo_id, comment_id=comment.comment_id)

    together([lambda: talking(owner, keeps=4), lambda: talking(stranger, keeps=3), lambda: talking(owner, keeps=0)])
    comments = [listing for listing, row in items_stored() if row.startswith("COMMENT#")]
    assert comments.count(f"PHOTO#{photo.photo_id}") == stored(photo).comments == 7
    # Each with its entry for moderators.
    assert len(comments) == 14


def test_one_comment_is_deleted_once(owner: User) -> None:
    photo = plant(owner)
    ids = [add_comment(actor=owner, photo_id=photo.photo_id, text="x").comment_id for _ in range(2)]
    outcomes = together([lambda: delete_comment(actor=owner, photo_id=photo.photo_id, comment_id=ids[0])] * 6)
    assert [outcome for outcome in outcomes if outcome is None] == [None]
    assert stored(photo).comments == 1


def test_of_many_who_edit_at_once_one_wins(owner: User) -> None:
    photo = plant(owner, tags="old", topic="old")
    seen = int(stored(photo).updated_at)

    def saying(word: str) -> Photo:
        words = checked(tags=word, topic=word, title=word)
        return edit_photo(actor=owner, photo_id=photo.photo_id, words=words, seen=seen)

    outcomes = together([lambda number=number: saying(f"new{number}") for number in range(6)])  # type: ignore[misc]
    [won] = [outcome for outcome in outcomes if isinstance(outcome, Photo)]
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 5
    assert stored(photo).title == won.title
    listings = {listing for listing, _ in traces()}
    assert {listing for listing in listings if listing.startswith("TAG#")} == {f"TAG#{won.title}"}
    assert {listing for listing in listings if listing.startswith("TOPIC#")} == {f"TOPIC#{won.title}"}


def test_what_is_done_while_a_photo_is_deleted_leaves_nothing(owner: User, stranger: User, upload: Uploads) -> None:
    people = crowd(3)
    for _ in range(4):
        photo_id = upload(owner, tags="sea").photo_id
        seen = int(photo_visible_to(owner, photo_id).photo.updated_at)
        add_comment(actor=stranger, photo_id=photo_id, text="before")
        like_photo(actor=stranger, photo_id=photo_id)
        works: list[Callable[[], object]] = [
            lambda: delete_photo(actor=owner, photo_id=photo_id),  # noqa: B023
            lambda: delete_photo(actor=owner, photo_id=photo_id),  # noqa: B023
            lambda: like_photo(actor=people[0], photo_id=photo_id),  # noqa: B023
            lambda: unlike_photo(actor=stranger, photo_id=photo_id),  # noqa: B023
            lambda: save_photo(actor=people[1], photo_id=photo_id),  # noqa: B023
            lambda: unsave_photo(actor=people[1], photo_id=photo_id),  # noqa: B023
            lambda: add_comment(actor=people[2], photo_id=photo_id, text="x"),  # noqa: B023
            lambda: edit_photo(actor=owner, photo_id=photo_id, words=checked(tags="new"), seen=seen),  # noqa: B023
            lambda: count_view(viewer=people[0], seen=photo_visible_to(people[0], photo_id)),  # noqa: B023
        ]
        together(works)
        # Whoever came between the two moments of the deletion made it give way; then it is asked for again.
        together([lambda: delete_photo(actor=owner, photo_id=photo_id)])  # noqa: B023
        assert traces() == []
