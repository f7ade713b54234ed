"""How the tests of feeds look at homes, from outside, and at the feeds that are stored."""

import io

from django.core.management import call_command

from accounts.models import User
from core.ids import UserId
from photos import models
from photos.models import Photo
from photos.tests.seeing import ids_in, tiles_in
from social.tests.circles import befriend, committed
from tests.cast import browser_of, items_stored, person

JSON = "application/json"


def friend_of(owner: User, name: str) -> User:
    """Make a person and a friendship, with all that follows from it."""
    somebody = person(name)
    with committed():
        befriend(somebody, owner)
    return somebody


def home(user: User) -> list[str]:
    """List the ids in somebody's home, and expect the page to show the same as JSON does."""
    browser = browser_of(user)
    ids = ids_in(browser)
    assert tiles_in(browser.get("/")) == ids
    return ids


def feed(user: User) -> list[str]:
    """List what is stored in somebody's feed, the newest first."""
    found = [sk.removeprefix("PHOTO#") for pk, sk in items_stored() if pk == feed_name(user)]
    return found[::-1]


def marks() -> list[tuple[str, str]]:
    """List what is still to be done."""
    return [key for key in items_stored() if key[0].startswith("STATUS#")]


def edit(owner: User, photo: Photo, visibility: str) -> None:
    """Change who may see a photo."""
    answer = browser_of(owner).patch(f"/api/photos/{photo.photo_id}", {"visibility": visibility}, content_type=JSON)
    assert answer.status_code == 200


def check() -> tuple[int, str]:
    """Look for what is half done; answer the exit status and what was said."""
    said = io.StringIO()
    try:
        call_command("check_integrity", "--older-than", "0", stdout=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def feed_name(user: User) -> str:
    """Name the partition of somebody's feed."""
    return models.feed_of(UserId(user.pk))


def add_to_feed(user: User, photo: Photo) -> None:
    """Write an entry as a slow worker may."""
    models.entry(feed_name(user), photo).save()


def take_from_feed(user: User, photo: Photo) -> None:
    """Lose an entry."""
    models.entry(feed_name(user), photo).delete()
