"""A comment that a moderator takes away: nobody sees it, it is not counted, and it can come back."""

from itertools import count
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from core.ids import PhotoId
from photos.models import Comment
from photos.services import add_comment, delete_comment, set_comment_removed
from photos.signals import comment_deleted, comment_moderated
from photos.tests.interrupting import interrupted, survives
from photos.tests.seeing import MISSING, plant, traces
from photos.tests.standings import heard, stored
from tests.cast import browser_of, staff


@pytest.fixture
def comment(owner: User, stranger: User) -> Comment:
    """Let the stranger say something under a photo of the owner's, who answers."""
    photo = plant(owner)
    made = add_comment(actor=stranger, photo_id=photo.photo_id, text="Buy my WATCHES")
    add_comment(actor=owner, photo_id=photo.photo_id, text="No thanks")
    return made


def take_away(comment: Comment, *, removed: bool = True) -> Comment | None:
    """Take it away, or bring it back."""
    return set_comment_removed(photo_id=PhotoId(comment.photo_id), comment_id=comment.comment_id, removed=removed)


def delete(actor: User, comment: Comment) -> int:
    """Delete it as a program does and answer the status."""
    path = f"/api/photos/{comment.photo_id}/comments/{comment.comment_id}"
    return browser_of(actor).delete(path).status_code


def test_nobody_sees_it_on_any_surface_and_it_comes_back(
    owner: User, stranger: User, moderator: User, comment: Comment
) -> None:
    path = f"/p/{comment.photo_id}/"
    pages = (path, f"{path}comments/", f"{path}live/", f"/api/photos/{comment.photo_id}/comments")
    for removed in (True, True, False, False):
        assert take_away(comment, removed=removed) is not None
        for user in (owner, stranger, moderator):
            browser = browser_of(user)
            assert [("WATCHES" in browser.get(page).text) for page in pages] == [not removed] * 4
            assert browser.get(f"/api/photos/{comment.photo_id}").json()["comments"] == (1 if removed else 2)
            assert browser.get(f"{path}comments/{comment.comment_id}/delete/").status_code == (404 if removed else 200)
        report = {"target_type": "comment", "target_id": f"{comment.photo_id}:{comment.comment_id}", "reason": "spam"}
        answer = browser_of(owner).post("/api/reports", report, content_type="application/json")
        assert (answer.status_code == 404) == removed


@pytest.mark.parametrize("who", ["owner", "stranger"])
def test_who_may_deletes_it_for_good_and_it_is_counted_once(comment: Comment, who: str, request: Any) -> None:
    take_away(comment)
    assert delete(request.getfixturevalue(who), comment) == 204
    assert stored(comment.photo_id).comments == 1
    assert [sk for _, sk in traces() if comment.comment_id in sk] == []
    assert take_away(comment, removed=False) is None
    assert delete(request.getfixturevalue(who), comment) == 404


def test_a_moderators_deletion_only_takes_it_from_sight(moderator: User, comment: Comment) -> None:
    with heard(comment_deleted) as deleted:
        assert delete(moderator, comment) == 204
        assert delete(moderator, comment) == 404
    assert deleted == []
    assert stored(comment.photo_id).comments == 1
    assert take_away(comment, removed=False) is not None
    assert stored(comment.photo_id).comments == 2


def test_who_listens_decides_and_a_refusal_reaches_the_moderator(moderator: User, comment: Comment) -> None:
    clerk = staff("clerk", "")
    clerk.user_permissions.set(Permission.objects.filter(codename="change_comment"))
    assert delete(clerk, comment) == 403
    assert stored(comment.photo_id).comments == 2
    with heard(comment_moderated) as asked:
        delete_comment(actor=moderator, photo_id=comment.photo_id, comment_id=comment.comment_id)
    assert [(what["comment"].comment_id, what["actor"]) for what in asked] == [(comment.comment_id, moderator)]
    assert asked[0]["photo"].photo_id == comment.photo_id
    assert stored(comment.photo_id).comments == 1


def test_what_dies_leaves_comment_and_count_together(comment: Comment) -> None:
    for removed in (True, False):
        for writes in count():
            ended = survives(lambda: take_away(comment, removed=removed), writes=writes)  # noqa: B023
            hidden = Comment.get(comment.pk, comment.sk).removed
            assert stored(comment.photo_id).comments == (1 if hidden else 2)
            if ended:
                break
        assert (writes, hidden) == (1, removed)


def test_a_deletion_in_the_same_moment_is_counted_once(stranger: User, comment: Comment) -> None:
    with interrupted(after=0, by=lambda: delete(stranger, comment), once=True):
        assert take_away(comment) is None
    assert stored(comment.photo_id).comments == 1


def test_a_removal_in_the_midst_of_a_deletion_is_counted_once(stranger: User, comment: Comment) -> None:
    with interrupted(after=0, by=lambda: take_away(comment), once=True):
        assert delete(stranger, comment) == 204
    assert stored(comment.photo_id).comments == 1


def test_there_is_nothing_to_take_away_where_there_is_no_comment(comment: Comment) -> None:
    for photo_id, comment_id in ((comment.photo_id, MISSING), (MISSING, comment.comment_id), (comment.photo_id, "x")):
        assert set_comment_removed(photo_id=PhotoId(photo_id), comment_id=comment_id, removed=True) is None
