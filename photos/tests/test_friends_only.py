"""Photos for friends: a friend sees and does everything, for everybody else there is no such photo."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from core.ids import UserId
from photos.models import Photo
from photos.queries import photo_count
from photos.tests.seeing import MISSING, SIZES, Uploads, ids_in, plant, signed_bytes, size_of, tiles_in
from social.queries import people
from social.tests.circles import ask, befriend, without_names
from tests.cast import browser_of, person

JSON = "application/json"
WORDS = {"title": "Secret lake", "caption": "hiddencaption", "tags": "hiddentag", "topic": "Hiddentopic"}
Relate = Callable[[User, User], object]


def declined(owner: User, somebody: User) -> None:
    """Let somebody ask the owner, who declines."""
    answer = {"request_id": ask(somebody, owner), "accept": False}
    assert browser_of(owner).post("/api/friends/respond", answer, content_type=JSON).status_code == 200


BEGINNINGS: dict[str, Relate] = {
    "stranger": lambda *_: None,
    "asks": lambda owner, somebody: ask(somebody, owner),
    "is asked": ask,
    "declined": declined,
}
# What makes a friend a former one.
ENDS: dict[str, Relate] = {
    "unfriends": lambda owner, somebody: browser_of(somebody).delete(f"/api/friends/{owner.pk}"),
    "is unfriended": lambda owner, somebody: browser_of(owner).delete(f"/api/friends/{somebody.pk}"),
    "is blocked": lambda owner, somebody: browser_of(owner).put(f"/api/blocks/{somebody.pk}"),
    "blocks": lambda owner, somebody: browser_of(somebody).put(f"/api/blocks/{owner.pk}"),
    "owner left": lambda owner, _: User.objects.filter(pk=owner.pk).update(is_active=False),
}
OTHERS = (*BEGINNINGS, *ENDS)


def viewer(owner: User, role: str) -> User:
    """Make somebody who is, or was, this to the owner."""
    somebody = person("viewer")
    BEGINNINGS.get(role, befriend)(owner, somebody)
    if role in ENDS:
        ENDS[role](owner, somebody)
    return somebody


def counted_by(user: User, owner: User) -> list[int]:
    """Answer the number of photos that somebody sees on the owner's page; nothing when there is no such page."""
    return [photo_count(person) for person in people([UserId(owner.pk)], user).values()]


@pytest.fixture
def photo(owner: User, upload: Uploads) -> Photo:
    """Upload a photo for friends."""
    return upload(owner, visibility="friends", **WORDS)


def everything(browser: Any, photo_id: str) -> list[Any]:
    """Try everything that can be tried with a photo of somebody else."""
    path, page = f"/api/photos/{photo_id}", f"/p/{photo_id}/"
    fragment = {"HX-Request": "true"}
    return [
        *(browser.get(path), browser.get(page), browser.get(page, headers=fragment), browser.get(f"{page}live/")),
        *(browser.get(f"{path}/image/{size}") for size in SIZES),
        *(browser.get(f"{path}/likes"), browser.get(f"{page}likes/")),
        *(browser.get(f"{path}/comments"), browser.get(f"{page}comments/")),
        *(browser.post(f"{path}/like"), browser.delete(f"{path}/like"), browser.post(f"{page}like/", {"liked": "1"})),
        *(browser.put(f"{path}/save"), browser.delete(f"{path}/save"), browser.post(f"{page}save/", {"saved": "1"})),
        browser.post(f"{path}/comments", {"text": "Hello"}, content_type=JSON),
        browser.post(f"{page}comments/", {"text": "Hello"}),
    ]


def test_a_friend_sees_and_does_everything(owner: User, photo: Photo) -> None:
    browser = browser_of(viewer(owner, "friend"))
    answers = everything(browser, photo.photo_id)
    assert {answer.status_code for answer in answers} == {200, 201, 204, 302}
    seen = browser.get(f"/api/photos/{photo.photo_id}").json()
    assert (seen["title"], seen["visibility"], seen["likes"], seen["comments"]) == ("Secret lake", "friends", 1, 2)
    for size in SIZES:
        location = browser.get(f"/api/photos/{photo.photo_id}/image/{size}")["Location"]
        assert size_of(signed_bytes(location)) == (60, 40)
    assert WORDS["title"] in browser.get(f"/p/{photo.photo_id}/").text
    assert browser.get(f"/api/photos/{photo.photo_id}/image/original").status_code == 404
    assert browser.delete(f"/api/photos/{photo.photo_id}").status_code == 403
    assert browser.patch(f"/api/photos/{photo.photo_id}", {"title": "mine"}, content_type=JSON).status_code == 403


def test_a_friend_finds_it_on_the_profile_and_among_what_was_liked_and_saved(owner: User, photo: Photo) -> None:
    friend = viewer(owner, "friend")
    browser = browser_of(friend)
    everything(browser, photo.photo_id)
    for query in ("?user=owner", "?scope=liked", "?scope=saved", "?scope=saved&user=owner"):
        assert ids_in(browser, query) == [photo.photo_id]
    for path in ("/u/owner/", "/liked/", "/saved/"):
        assert tiles_in(browser.get(path)) == [photo.photo_id]
    assert counted_by(friend, owner) == [1]


@pytest.mark.parametrize("role", ["stranger", "friend"])
def test_search_and_explore_find_only_what_everyone_may_see(owner: User, photo: Photo, role: str) -> None:
    browser = browser_of(viewer(owner, role))
    for query in ("", "q=lake", "tag=hiddentag", "topic=hiddentopic", "title=Secret+lake", "user=owner"):
        assert ids_in(browser, f"?scope=all&{query}") == []
    for query in ("q=lake", "tag=hiddentag", "topic=hiddentopic", "title=Secret+lake"):
        assert ids_in(browser, f"?{query}") == ids_in(browser, f"?user=owner&{query}") == []
    for path in ("/explore/", "/trending/", "/search/?q=lake", "/tags/hiddentag/", "/topics/hiddentopic/"):
        assert tiles_in(browser.get(path)) == []
    assert browser.get("/api/topics").json() == []
    assert photo.visibility == "friends"


@pytest.mark.parametrize("role", OTHERS)
def test_for_everybody_else_there_is_no_such_photo(owner: User, photo: Photo, role: str) -> None:
    browser = browser_of(viewer(owner, role))
    hidden = [without_names(answer, photo.photo_id) for answer in everything(browser, photo.photo_id)]
    missing = [without_names(answer, MISSING) for answer in everything(browser, MISSING)]
    assert {status for status, _ in hidden} == {404}
    assert hidden == missing
    told = " ".join(text for _, text in hidden).lower()
    assert not any(word.lower() in told for word in (*WORDS.values(), "owner"))


@pytest.mark.parametrize("role", OTHERS)
def test_for_everybody_else_no_list_has_it(owner: User, photo: Photo, role: str) -> None:
    somebody = viewer(owner, role)
    browser = browser_of(somebody)
    paths = [
        *("/", "/explore/", "/trending/", "/saved/", "/liked/", "/u/owner/", "/search/?q=lake", "/friends/"),
        *("/api/photos", "/api/photos?user=owner", "/api/photos?scope=all&user=owner", "/api/photos?user=owner&q=lake"),
    ]
    told = " ".join(browser.get(path).text for path in paths)
    assert photo.photo_id not in told
    assert "hiddencaption" not in told
    assert set(counted_by(somebody, owner)) <= {0}


@pytest.mark.parametrize("end", ENDS)
def test_what_a_former_friend_has_liked_and_saved_is_hidden_too(owner: User, photo: Photo, end: str) -> None:
    somebody = viewer(owner, "friend")
    browser = browser_of(somebody)
    everything(browser, photo.photo_id)
    ENDS[end](owner, somebody)
    assert ids_in(browser, "?scope=liked") == ids_in(browser, "?scope=saved") == ids_in(browser) == []
    assert browser.get(f"/api/photos/{photo.photo_id}").status_code == 404


@pytest.mark.parametrize(("end", "shown"), [("unfriends", 2), ("is unfriended", 2), ("blocks", 0), ("is blocked", 0)])
def test_what_a_former_friend_has_said_stays_unless_there_is_a_block(
    owner: User, photo: Photo, end: str, shown: int
) -> None:
    somebody = viewer(owner, "friend")
    everything(browser_of(somebody), photo.photo_id)
    ENDS[end](owner, somebody)
    comments = browser_of(owner).get(f"/api/photos/{photo.photo_id}/comments").json()
    assert [comment["username"] for comment in comments] == ["viewer"] * shown


@pytest.mark.parametrize(
    ("visibility", "may_see"),
    [("everyone", {"owner", "viewer", "other"}), ("friends", {"owner", "viewer"}), ("me", {"owner"})],
)
def test_each_visibility_shows_and_counts_for_whom_it_says(
    owner: User, upload: Uploads, visibility: str, may_see: set[str]
) -> None:
    photo_id = upload(owner, visibility=visibility).photo_id
    everybody = [owner, viewer(owner, "friend"), person("other")]
    shown = {user.username for user in everybody if browser_of(user).get(f"/api/photos/{photo_id}").status_code == 200}
    counted = {user.username for user in everybody if counted_by(user, owner) == [1]}
    assert shown == counted == may_see


@pytest.mark.parametrize("path", ["/u/owner/", "/p/{}/"])
def test_search_engines_list_nobody_who_does_not_wish_it(owner: User, stranger: User, path: str) -> None:
    page = path.format(plant(owner).photo_id)
    browser = browser_of(stranger)
    assert browser.get(page)["X-Robots-Tag"] == "noindex"
    assert browser_of(owner).post("/settings/privacy/", {"default_visibility": "everyone", "search_engines": "on"})
    assert "X-Robots-Tag" not in browser.get(page)
