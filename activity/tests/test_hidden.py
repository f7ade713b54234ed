"""Nothing is told that its reader may not see: neither when it is written nor when it is read later."""

from collections.abc import Callable

import pytest

from accounts.models import User
from activity.models import Note
from activity.services import Deed, notify
from activity.tests.telling import badges, block, comment, keys, like, planted_note, told
from core.ids import new_id
from photos.models import Photo
from photos.tests.seeing import plant
from tests.cast import browser_of, person

pytestmark = pytest.mark.django_db


def deactivate(user: User) -> None:
    """Take somebody out of sight."""
    User.objects.filter(pk=user.pk).update(is_active=False)


def everything_shown(user: User) -> str:
    """Read all that somebody is told, on every way."""
    browser = browser_of(user)
    assert badges(browser)["notifications"] == len([note for note in told(user) if not note["read"]])
    answers = [browser.get("/api/notifications"), browser.get("/notifications/", headers={"HX-Request": "true"})]
    return "".join(answer.content.decode() for answer in answers)


@pytest.mark.parametrize(
    "hide",
    [
        block,
        lambda owner, stranger: block(stranger, owner),
        lambda _, stranger: deactivate(stranger),
    ],
    ids=["blocked", "blocks", "deactivated"],
)
def test_who_has_gone_from_sight_is_named_no_more_and_the_others_still_are(
    owner: User, stranger: User, hide: Callable[[User, User], None]
) -> None:
    photo, alone, third = plant(owner), plant(owner), person("third")
    like(third, photo)
    for liked in (photo, alone):
        like(stranger, liked)
    comment(stranger, photo, "Hello @third")
    assert "stranger" in everything_shown(owner)
    hide(owner, stranger)
    shown = everything_shown(owner)
    assert "stranger" not in shown
    assert alone.photo_id not in shown
    assert [note["text"] for note in told(owner)] == ["third liked your photo"]
    assert badges(browser_of(owner))["notifications"] == 1


def test_a_hidden_like_does_not_make_an_old_notification_new(owner: User, stranger: User) -> None:
    photo, third = plant(owner), person("third")
    like(third, photo)
    browser_of(owner).post("/api/notifications/read")
    like(stranger, photo)
    assert told(owner)[0]["read"] is False
    block(owner, stranger)
    assert told(owner)[0]["read"] is True
    assert badges(browser_of(owner))["notifications"] == 0


@pytest.mark.parametrize("visibility", ["me", "friends"])
def test_a_photo_that_was_hidden_since_is_told_of_no_more(owner: User, stranger: User, visibility: str) -> None:
    hidden, open_ = (plant(owner, caption="With @stranger", title=title) for title in ("Secret", "Open"))
    assert len(told(stranger)) == 2
    change = {"visibility": visibility}
    answer = browser_of(owner).patch(f"/api/photos/{hidden.photo_id}", change, content_type="application/json")
    assert answer.status_code == 200
    shown = everything_shown(stranger)
    assert "Secret" not in shown
    assert hidden.photo_id not in shown
    assert open_.photo_id in shown


def test_a_deleted_photo_takes_along_what_was_told_about_it(owner: User, stranger: User) -> None:
    third = person("third")
    gone, kept = plant(owner, title="Gone"), plant(owner)
    for photo in (gone, kept):
        like(stranger, photo)
        comment(stranger, photo, "Look, @third")
    before = [key for key in keys() if key[0] == f"ABOUT#PHOTO#{gone.photo_id}"]
    assert len(before) == 3
    assert browser_of(owner).delete(f"/api/photos/{gone.photo_id}").status_code == 204
    for user in (owner, third):
        assert gone.photo_id not in everything_shown(user)
        assert kept.photo_id in everything_shown(user)
    notes = [item for item in Note.scan() if isinstance(item, Note)]
    assert {note.photo_id for note in notes} == {kept.photo_id}
    assert not [key for key in keys() if gone.photo_id in key[0] or "SEEN" in key[1]]


def test_a_note_that_leads_nowhere_hides_none_of_the_others(owner: User, stranger: User) -> None:
    like(stranger, plant(owner))
    planted_note(owner, what="like", actor_id=stranger.pk, photo_id=new_id())
    planted_note(owner, what="like", actor_id=stranger.pk, photo_id="no id at all")
    planted_note(owner, what="comment", actor_id=999_999, photo_id=plant(owner).photo_id)
    planted_note(owner, what="friend_request", actor_id=stranger.pk)
    planted_note(owner, what="friend_accepted", actor_id=stranger.pk)
    assert [note["kind"] for note in told(owner)] == ["like"]
    assert badges(browser_of(owner))["notifications"] == 1


def deed(photo: Photo | None = None, **words: object) -> Deed:
    """Do something that somebody might be told of."""
    known: dict[str, object] = {"what": "mention", "which": "1", "photo_id": photo.photo_id if photo else ""}
    return Deed(**{**known, **words})  # type: ignore[arg-type]


@pytest.mark.parametrize("visibility", ["me", "friends"])
def test_nobody_is_told_of_a_photo_that_they_may_not_see(owner: User, stranger: User, visibility: str) -> None:
    photo = plant(owner, visibility=visibility)
    assert notify(user_id=stranger.pk, deed=deed(photo, actor_id=owner.pk)) is None
    assert notify(user_id=stranger.pk, deed=deed(photo_id=new_id(), actor_id=owner.pk)) is None
    assert notify(user_id=stranger.pk, deed=deed(photo_id="no id", actor_id=owner.pk)) is None
    assert keys() == []


@pytest.mark.parametrize("turned", [False, True])
def test_nobody_is_told_across_a_block(owner: User, stranger: User, turned: bool) -> None:  # noqa: FBT001
    photo = plant(person("third"))
    block(*((stranger, owner) if turned else (owner, stranger)))
    assert notify(user_id=stranger.pk, deed=deed(photo, actor_id=owner.pk)) is None
    assert notify(user_id=stranger.pk, deed=deed(what="friend_request", actor_id=owner.pk)) is None
    assert keys() == []


def test_nobody_who_is_gone_is_told_anything(owner: User, stranger: User) -> None:
    photo = plant(owner)
    deactivate(stranger)
    assert notify(user_id=stranger.pk, deed=deed(photo, actor_id=owner.pk)) is None
    assert notify(user_id=999_999, deed=deed(photo, actor_id=owner.pk)) is None
    assert keys() == []


def test_the_same_deed_is_told_once_however_often_its_task_runs(owner: User, stranger: User) -> None:
    photo = plant(owner)
    for _ in range(3):
        notify(user_id=owner.pk, deed=deed(photo, what="comment", which="7", actor_id=stranger.pk))
    assert len(told(owner)) == 1
    assert len(keys()) == 2


def test_what_was_told_about_a_comment_goes_with_it(owner: User, stranger: User) -> None:
    photo, third = plant(owner), person("third")
    comment(stranger, photo, "Hello @third")
    comment(stranger, photo, "Hello again, @third")
    first = browser_of(owner).get(f"/api/photos/{photo.photo_id}/comments").json()[0]["comment_id"]
    assert browser_of(owner).delete(f"/api/photos/{photo.photo_id}/comments/{first}").status_code == 204
    for reader in (owner, third):
        rows = [key for key in keys() if key[0] == f"NOTIFY#{reader.pk}" and key[1].startswith("NOTE#")]
        assert len(rows) == 1
        assert len(told(reader)) == 1
