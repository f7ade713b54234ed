"""What somebody who is erased did with photos that are half gone themselves: it goes, and nothing is miscounted."""

import pytest

from accounts.models import User
from photos.models import Photo, photo_key
from photos.services import add_comment, delete_photo, erase_person, like_photo, save_photo
from photos.tests.interrupting import repair, survives
from photos.tests.seeing import Uploads, traces
from tests.cast import files_stored

pytestmark = pytest.mark.django_db


def at(photo: Photo, somebody: User) -> None:
    """Do with a photo what one can do with somebody else's."""
    like_photo(actor=somebody, photo_id=photo.photo_id)
    save_photo(actor=somebody, photo_id=photo.photo_id)
    add_comment(actor=somebody, photo_id=photo.photo_id, text="Nice")


def test_what_hangs_on_a_photo_that_is_gone_goes(owner: User, stranger: User, upload: Uploads) -> None:
    photo = upload(owner)
    before = traces()
    at(photo, stranger)
    Photo(*photo_key(photo.photo_id)).delete()
    done = erase_person(person=stranger)
    assert (done["comments"], done["likes"]) == (0, 0)
    assert traces() == [key for key in before if key != photo_key(photo.photo_id)]


@pytest.mark.parametrize("writes", range(1, 10))
def test_a_photo_whose_own_end_has_stopped_half_way_comes_to_its_end(
    owner: User, stranger: User, upload: Uploads, writes: int
) -> None:
    photo = upload(owner)
    at(photo, stranger)
    assert not survives(lambda: delete_photo(actor=owner, photo_id=photo.photo_id), writes=writes)
    erase_person(person=stranger)
    repair()
    assert traces() == []
    assert files_stored() == []


def test_erasing_twice_takes_nothing_away_twice(owner: User, stranger: User, moderator: User, upload: Uploads) -> None:
    photo = upload(owner)
    at(photo, moderator)
    before = traces()
    at(photo, stranger)
    erase_person(person=stranger)
    assert set(erase_person(person=stranger).values()) == {0}
    assert traces() == before
    stored = Photo.get(*photo_key(photo.photo_id))
    assert (stored.likes, stored.comments) == (1, 1)
