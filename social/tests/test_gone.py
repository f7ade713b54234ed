"""Who is blocked, either way, deactivated, or limited is gone: on every surface that showed them a moment before."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.services import limit
from social.tests.circles import JSON, NOBODY, ask, befriend, without_names
from tests.cast import Uploads, browser_of

WAYS = ("I block them", "they block me", "they are deactivated")
# Friends still see who is limited.
FOR_STRANGERS = (*WAYS, "they are limited")
WORDS = {"title": "The lake", "caption": "seaside", "tags": "sea", "topic": "Travel"}
MISSING = "01890a5d-ac96-774b-bcce-b302099a8057"


def hide(anna: User, bert: User, way: str) -> None:
    """Make Bert disappear for Anna."""
    if way == "they are deactivated":
        User.objects.filter(pk=bert.pk).update(is_active=False)
    elif way == "they are limited":
        limit(user_id=bert.pk)
    else:
        one, other = (anna, bert) if way == "I block them" else (bert, anna)
        assert browser_of(one).put(f"/api/blocks/{other.pk}").status_code == 204


@dataclass
class Scene:
    """Anna, who looks; what Bert has left: a photo, and a like and a comment on Carl's."""

    browser: Client
    photo_id: str
    carls: str
    bert: User

    def told(self, path: str) -> bool:
        """Say whether an answer has anything of Bert."""
        answer: Any = self.browser.get(path)
        assert answer.status_code in {200, 302, 404}, path
        text = f"{answer.get('Location', '')}\n{answer.content.decode()}"
        return "bert" in text.replace(path, "") or (answer.status_code != 404 and self.photo_id in text)


@pytest.fixture
def scene(anna: User, bert: User, carl: User, upload: Uploads) -> Scene:
    """Let Bert be everywhere: his friend Carl is Anna's friend too."""
    User.objects.filter(pk=bert.pk).update(avatar_key="berts", bio="I am bert")
    befriend(anna, carl)
    befriend(bert, carl)
    photo_id, carls = upload(bert, **WORDS).photo_id, upload(carl).photo_id
    for one, photo in ((anna, photo_id), (bert, photo_id), (bert, carls)):
        browser = browser_of(one)
        assert browser.post(f"/api/photos/{photo}/like").status_code == 200
        assert browser.put(f"/api/photos/{photo}/save").status_code == 204
        said = browser.post(f"/api/photos/{photo}/comments", {"text": "Hello"}, content_type=JSON)
        assert said.status_code == 201
    return Scene(browser_of(anna), photo_id, carls, bert)


def surfaces(scene: Scene) -> list[str]:
    """List everything that shows Bert or his photo to a member who is no friend of his."""
    lists = ("scope=all", "scope=trending", "scope=saved", "scope=liked", "user=bert", "scope=all&user=bert")
    words = ("q=lake", "q=bert", "tag=sea", "topic=travel", "title=The+lake")
    own, carls = f"/api/photos/{scene.photo_id}", f"/api/photos/{scene.carls}"
    return [
        *("/api/users/lookup?username=bert", "/api/users/search?q=be", "/friends/?q=be", "/friends/", "/u/bert/"),
        *("/explore/", "/trending/", "/saved/", "/liked/", "/search/?q=lake", "/tags/sea/", "/topics/travel/"),
        *(f"/api/photos?{query}" for query in lists),
        *(f"/api/photos?scope=all&{query}" for query in words),
        *(own, f"{own}/likes", f"{own}/comments", f"{own}/image/full", f"/p/{scene.photo_id}/"),
        *(f"/p/{scene.photo_id}/likes/", f"/p/{scene.photo_id}/comments/"),
        *(f"{carls}/likes", f"{carls}/comments", f"/p/{scene.carls}/", f"/p/{scene.carls}/likes/"),
        *(f"/p/{scene.carls}/comments/", f"/api/users/{scene.bert.pk}/profile-picture/thumb"),
    ]


@pytest.mark.parametrize("way", FOR_STRANGERS)
def test_who_is_hidden_is_gone_on_every_surface(scene: Scene, anna: User, way: str) -> None:
    everywhere = surfaces(scene)
    assert [path for path in everywhere if not scene.told(path)] == []
    hide(anna, scene.bert, way)
    assert [path for path in everywhere if scene.told(path)] == []


@pytest.mark.parametrize("way", FOR_STRANGERS)
def test_nothing_can_be_done_with_what_who_is_hidden_has_made(scene: Scene, anna: User, way: str) -> None:
    hide(anna, scene.bert, way)
    for photo_id in (scene.photo_id, MISSING):
        path = f"/api/photos/{photo_id}"
        answers = [
            *(scene.browser.post(f"{path}/like"), scene.browser.delete(f"{path}/like")),
            *(scene.browser.put(f"{path}/save"), scene.browser.delete(f"{path}/save"), scene.browser.delete(path)),
            scene.browser.post(f"{path}/comments", {"text": "Hello"}, content_type=JSON),
            scene.browser.patch(path, {"title": "mine"}, content_type=JSON),
            *(scene.browser.get(f"/p/{photo_id}/{end}") for end in ("", "edit/", "delete/", "likes/", "comments/")),
        ]
        assert {answer.status_code for answer in answers} == {404}
    reports = [("user", str(scene.bert.pk)), ("photo", scene.photo_id), ("photo", MISSING), ("user", str(2**40))]
    said = {
        scene.browser.post(
            "/api/reports", {"target_type": kind, "target_id": target, "reason": "spam"}, content_type=JSON
        ).content
        for kind, target in reports
    }
    assert len(said) == 1


@pytest.mark.parametrize("way", FOR_STRANGERS)
def test_who_is_hidden_looks_like_nobody(scene: Scene, anna: User, way: str) -> None:
    hide(anna, scene.bert, way)
    browser = scene.browser
    pairs = [
        *((f"/api/users/lookup?username={name}", name) for name in ("bert", NOBODY)),
        *((f"/u/{name}/", name) for name in ("bert", NOBODY)),
        *((f"/api/photos?user={name}", name) for name in ("bert", NOBODY)),
        *((f"/api/photos/{photo}", photo) for photo in (scene.photo_id, MISSING)),
        *((f"/p/{photo}/", photo) for photo in (scene.photo_id, MISSING)),
        *((f"/api/photos/{photo}/image/full", photo) for photo in (scene.photo_id, MISSING)),
        *((f"/api/users/{number}/profile-picture/full", str(number)) for number in (scene.bert.pk, 2**40)),
    ]
    answers = [without_names(browser.get(path), name) for path, name in pairs]
    assert {status for status, _ in answers} == {404}
    assert answers[::2] == answers[1::2]


@pytest.mark.parametrize("way", WAYS)
def test_a_friend_who_is_hidden_is_gone_from_home_and_the_lists_of_friends(
    anna: User, bert: User, upload: Uploads, way: str
) -> None:
    befriend(anna, bert)
    photo_id = upload(bert, visibility="friends").photo_id
    scene = Scene(browser_of(anna), photo_id, "", bert)
    everywhere = ("/", "/api/photos", "/api/photos?user=bert", "/api/friends", "/api/friends/list", "/friends/")
    assert [path for path in everywhere if not scene.told(path)] == []
    hide(anna, bert, way)
    assert [path for path in everywhere if scene.told(path)] == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_a_request_of_who_is_hidden_is_gone(anna: User, bert: User, way: str, direction: str) -> None:
    ask(*((anna, bert) if direction == "outgoing" else (bert, anna)))
    scene = Scene(browser_of(anna), MISSING, "", bert)
    everywhere = (f"/api/friends/requests?direction={direction}", "/friends/")
    assert [path for path in everywhere if not scene.told(path)] == []
    hide(anna, bert, way)
    assert [path for path in everywhere if scene.told(path)] == []


@pytest.mark.parametrize("way", WAYS[:2])
def test_a_block_that_is_taken_back_shows_everything_again(scene: Scene, anna: User, way: str) -> None:
    hide(anna, scene.bert, way)
    one, other = (anna, scene.bert) if way == "I block them" else (scene.bert, anna)
    assert browser_of(one).delete(f"/api/blocks/{other.pk}").status_code == 204
    assert [path for path in surfaces(scene) if not scene.told(path)] == []
