"""Pages and JSON show the same things to everybody: photos, comments, people, whatever stands between two."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from photos.models import Photo
from photos.services import add_comment, like_photo
from photos.tests.seeing import plant, tiles_in
from social.services import block
from tests.access import ROLES
from tests.cast import befriended, browser_of, person
from tests.roles import browser_in_role

pytestmark = pytest.mark.django_db
SEES_NOTHING = {"visitor", "deactivated", "ended", "token"}
MEMBERS = [role for role in ROLES if role not in SEES_NOTHING]
WORDS = {"title": "Boat", "tags": "sea", "topic": "Travel"}
# A page, and the call that has to show the same photos.
GALLERIES = [
    ("/", "scope=home"),
    ("/explore/", "scope=all"),
    ("/trending/", "scope=trending"),
    ("/saved/", "scope=saved"),
    ("/liked/", "scope=liked"),
    ("/u/owner/", "user=owner"),
    ("/u/bystander/", "user=bystander"),
    ("/tags/sea/", "scope=all&tag=sea"),
    ("/topics/Travel/", "scope=all&topic=travel"),
    ("/search/?q=boat", "scope=all&q=boat"),
]


@pytest.fixture
def photos(owner: User) -> list[Photo]:
    """Plant photos of each kind, of the owner's and of somebody's who is the owner's friend, who both talk and like."""
    bystander, blocked = person("bystander"), person("unseen")
    befriended(bystander, owner)
    kinds = ("everyone", "friends", "me")
    planted = [plant(who, visibility=kind, **WORDS) for who in (owner, bystander) for kind in kinds]
    for photo in planted[:2]:
        for who in (owner, bystander):
            like_photo(actor=who, photo_id=photo.photo_id)
            add_comment(actor=who, photo_id=photo.photo_id, text=f"Words of {who.username}")
    like_photo(actor=blocked, photo_id=planted[0].photo_id)
    add_comment(actor=blocked, photo_id=planted[0].photo_id, text="Words of somebody else")
    block(actor=owner, user_id=blocked.pk)
    return planted


def look(role: str, owner: User, photos: list[Photo]) -> Client:
    """Open the browser of a role, who has liked and saved what they may see."""
    browser = browser_in_role(role, owner)
    for photo in photos:
        browser.post(f"/api/photos/{photo.photo_id}/like")
        browser.put(f"/api/photos/{photo.photo_id}/save")
    return browser


def names_in(page: Any) -> list[str]:
    """List the people that a page shows in lists."""
    return re.findall(r'class="person(?:-link)?" href="/u/([^/]+)/"', page.content.decode())


def comments_in(page: Any) -> list[tuple[str, str, str]]:
    """List the comments of a page: id, writer, words."""
    return re.findall(
        r'id="comment-([0-9a-f-]{36})".*?href="/u/([^/]+)/".*?<div class="comment-text"><p>([^<]*)</p>',
        page.content.decode(),
        re.DOTALL,
    )


def listed(browser: Client, path: str) -> Any:
    """Ask for a list, or answer None when there is none for this caller."""
    answer = browser.get(path)
    assert answer.status_code in {200, 404}
    return answer.json() if answer.status_code == 200 else None


@pytest.mark.parametrize("role", MEMBERS)
def test_galleries(owner: User, photos: list[Photo], role: str) -> None:
    browser = look(role, owner, photos)
    shown: dict[str, list[str]] = {}
    for path, query in GALLERIES:
        page, found = browser.get(path), listed(browser, f"/api/photos?{query}")
        assert page.status_code == (404 if found is None else 200), path
        # An error page has links of its own.
        shown[path] = tiles_in(page) if page.status_code == 200 else []
        assert shown[path] == [photo["id"] for photo in found or []], path
    # All of them, but for the private ones of others: what is compared is not nothing.
    seen = {"owner": 5, "friend": 3, "blocked": 1, "blocker": 1}.get(role, 2)
    assert len(set().union(*shown.values())) == seen


@pytest.mark.parametrize("role", MEMBERS)
def test_one_photo_with_its_comments_and_likers(owner: User, photos: list[Photo], role: str) -> None:
    browser = look(role, owner, photos)
    for photo in photos:
        path = f"/api/photos/{photo.photo_id}"
        page, answer = browser.get(f"/p/{photo.photo_id}/"), browser.get(path)
        assert page.status_code == answer.status_code
        likers = browser.get(f"/p/{photo.photo_id}/likes/")
        found = listed(browser, f"{path}/likes")
        assert sorted(names_in(likers)) == sorted(liker["username"] for liker in found or [])
        said = [(c["comment_id"], c["username"], c["text"]) for c in listed(browser, f"{path}/comments") or []]
        assert comments_in(page) == said
        if answer.status_code == 200:
            told = answer.json()
            text = page.content.decode()
            assert (">Boat<" in text, told["title"]) == (True, "Boat")
            assert f'datetime="{told["created_at"][:19]}' in text


@pytest.mark.parametrize("role", MEMBERS)
def test_somebody_and_their_relation(owner: User, photos: list[Photo], role: str) -> None:
    assert photos
    browser = browser_in_role(role, owner)
    for name in ("owner", "bystander", "unseen"):
        page, found = browser.get(f"/u/{name}/"), listed(browser, f"/api/users/lookup?username={name}")
        assert page.status_code == (404 if found is None else 200)
        searched = listed(browser, f"/api/users/search?q={name}")
        assert names_in(browser.get(f"/friends/?q={name}")) == [one["username"] for one in searched]


@pytest.mark.parametrize("role", MEMBERS)
def test_friends_requests_and_what_has_happened(owner: User, photos: list[Photo], role: str) -> None:
    assert photos
    browser_in_role(role, owner)
    for browser in (browser_of(owner), browser_of(User.objects.get(username=role))):
        page = browser.get("/friends/").content.decode()
        sections = {part.split('"')[0]: part for part in page.split('aria-labelledby="')[1:]}
        pairs = (
            ("friends-title", "/api/friends", "username"),
            ("incoming-title", "/api/friends/requests", "requester_username"),
            ("outgoing-title", "/api/friends/requests?direction=outgoing", "receiver_username"),
        )
        for section, path, name in pairs:
            shown = re.findall(r'class="person-link" href="/u/([^/]+)/"', sections.get(section, ""))
            assert shown == [one[name] for one in listed(browser, path)]
        notes = [note["text"] for note in listed(browser, "/api/notifications")]
        told = re.findall(r'class="note-text">([^<]+)<', browser.get("/notifications/").content.decode())
        assert told == notes
