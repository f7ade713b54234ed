"""Changing the words of a photo as JSON: some or all, one's own only, and one of two who change it at once."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.errors import Conflict
from photos.queries import photo_owned_by
from photos.services import edit_photo, words_of
from photos.tests.interrupting import interrupted
from photos.tests.seeing import MISSING, Uploads, ids_in, plant
from photos.words import checked
from tests.cast import browser_of, items_stored

WORDS = {
    "title": "The beach",
    "caption": "In the evening",
    "description": "Line 1\nLine 2",
    "topic": "Travel",
    "tags": "Sea, boat",
    "alt": "A red boat",
}
STORED = {**WORDS, "tags": ["sea", "boat"], "visibility": "everyone"}


def patch(browser: Client, photo_id: str, change: object) -> Any:
    """Send a change."""
    return browser.patch(f"/api/photos/{photo_id}", change, content_type="application/json")


def words_in(answer: Any) -> dict[str, object]:
    """Pick the words out of a photo."""
    photo = answer.json()
    return {name: photo[name] for name in STORED}


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, {}),
        ({"title": "Über"}, {"title": "Über"}),
        ({"caption": "  two\r\nlines  "}, {"caption": "two\nlines"}),
        ({"tags": ["New", " new ", "#Two"]}, {"tags": ["new", "two"]}),
        ({"tags": "New, new,#Two,,"}, {"tags": ["new", "two"]}),
        ({"visibility": "me"}, {"visibility": "me"}),
        ({"title": "\u200b ", "tags": []}, {"title": "", "tags": []}),
        (dict.fromkeys(WORDS, ""), {**dict.fromkeys(WORDS, ""), "tags": []}),
    ],
    ids=range(8),
)
def test_what_is_sent_changes_and_the_rest_stays(
    owner: User, change: dict[str, object], outcome: dict[str, object]
) -> None:
    photo_id = plant(owner, **WORDS).photo_id
    browser = browser_of(owner)
    answer = patch(browser, photo_id, change)
    assert answer.status_code == 200
    assert words_in(answer) == {**STORED, **outcome}
    assert words_in(browser.get(f"/api/photos/{photo_id}")) == {**STORED, **outcome}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("title", value) for value in ("x" * 201, "nul\0", 5, None, ["x"])),
        *(("caption", "x" * 2001), ("description", "x" * 5001), ("topic", "x" * 61), ("alt", "x" * 1001)),
        *(("tags", value) for value in ([str(n) for n in range(21)], ["x" * 41], ["nul\0"], 5, [5], {"a": "b"})),
        *(("visibility", value) for value in ("everybody", "", "ME", ["me"], None)),
    ],
    ids=range(20),
)
def test_what_will_not_do_is_refused_and_changes_nothing(owner: User, field: str, value: object) -> None:
    photo_id = plant(owner, **WORDS).photo_id
    browser = browser_of(owner)
    answer = patch(browser, photo_id, {"alt": "another", field: value})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert list(answer.json()["fields"])
    assert words_in(browser.get(f"/api/photos/{photo_id}")) == STORED


@pytest.mark.parametrize("body", ["", "[]", "5", "null", '{"title": NaN}', "{", '{"title": "\\ud800"}'])
def test_a_body_that_is_no_object_changes_nothing(owner: User, body: str) -> None:
    photo_id = plant(owner, **WORDS).photo_id
    browser = browser_of(owner)
    answer = browser.generic("PATCH", f"/api/photos/{photo_id}", body, "application/json")
    assert answer.status_code in ({200, 400} if not body else {400})
    assert words_in(browser.get(f"/api/photos/{photo_id}")) == STORED


def test_nobody_appoints_themselves_anything(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    browser = browser_of(owner)
    before = browser.get(f"/api/photos/{photo_id}").json()
    sent = {
        **dict.fromkeys(("likes", "comments", "views", "width", "timestamp", "user_id", "file_size"), 99),
        "id": MISSING,
        "photo_id": MISSING,
        "username": "stranger",
        "status": "failed",
        "owner": stranger.pk,
        "sha256": "x",
        "created_at": "2001-01-01T00:00:00Z",
    }
    after = patch(browser, photo_id, sent).json()
    assert {**after, "updated_at": ""} == {**before, "updated_at": ""}


def test_only_the_owner_changes_a_photo(owner: User, stranger: User, moderator: User) -> None:
    public, hidden = plant(owner).photo_id, plant(owner, visibility="me").photo_id
    for user in (stranger, moderator):
        browser = browser_of(user)
        assert patch(browser, public, {"title": "Mine"}).status_code == 403
        refused = [patch(browser, photo_id, {"title": "Mine"}) for photo_id in (hidden, MISSING, "x")]
        assert [answer.status_code for answer in refused] == [404, 404, 404]
        assert refused[0].content == refused[1].content
    assert patch(Client(), public, {"title": "Mine"}).status_code == 401
    assert [photo["title"] for photo in browser_of(owner).get("/api/photos").json()] == ["", ""]


def test_a_change_counts_at_once_everywhere(owner: User, stranger: User) -> None:
    photo_id = plant(owner, **WORDS).photo_id
    mine, theirs = browser_of(owner), browser_of(stranger)
    patch(mine, photo_id, {"tags": "lake", "title": "The lake", "topic": "City"})
    old = ("tag=sea", "title=The+beach", "topic=travel", "q=beach")
    new = ("tag=lake", "title=The+lake", "topic=city", "q=lake", "q=evening")
    assert all(ids_in(theirs, f"?scope=all&{query}") == [] for query in old)
    assert all(ids_in(theirs, f"?scope=all&{query}") == [photo_id] for query in new)
    patch(mine, photo_id, {"visibility": "me"})
    assert all(ids_in(theirs, f"?scope=all&{query}") == [] for query in new)
    assert ids_in(theirs, "?user=owner") == ids_in(theirs, "?scope=all") == []
    patch(mine, photo_id, {"visibility": "everyone"})
    assert all(ids_in(theirs, f"?scope=all&{query}") == [photo_id] for query in new)


def test_of_two_who_edit_at_once_one_wins_and_the_other_is_told(owner: User) -> None:
    photo_id = plant(owner, **WORDS).photo_id
    browser, other = browser_of(owner), browser_of(owner)
    answers: list[Any] = []
    with interrupted(after=0, by=lambda: answers.append(patch(other, photo_id, {"title": "First"})), once=True):
        answers.append(patch(browser, photo_id, {"tags": "second"}))
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[1].json()["code"] == "conflict"
    photo = browser.get(f"/api/photos/{photo_id}").json()
    assert (photo["title"], photo["tags"]) == ("First", ["sea", "boat"])
    assert [key for key, _ in items_stored() if key.startswith("TAG#")] == ["TAG#boat", "TAG#sea"]


def test_words_made_from_an_older_photo_overwrite_nothing(owner: User) -> None:
    photo_id = plant(owner, **WORDS).photo_id
    browser = browser_of(owner)
    old = photo_owned_by(owner, photo_id)
    assert patch(browser, photo_id, {"title": "Newer"}).status_code == 200
    made = checked(**{**vars(words_of(old)), "caption": "Made from the old one"})
    with pytest.raises(Conflict):
        edit_photo(actor=owner, photo_id=photo_id, words=made, seen=int(old.updated_at))
    answer = patch(browser, photo_id, {"caption": "Later"}).json()
    assert (answer["title"], answer["caption"]) == ("Newer", "Later")


def test_a_change_while_the_photo_is_deleted_leaves_nothing(owner: User, upload: Uploads) -> None:
    photo_id = upload(owner, **WORDS).photo_id
    browser, other = browser_of(owner), browser_of(owner)
    with interrupted(after=0, by=lambda: other.delete(f"/api/photos/{photo_id}"), once=True):
        assert patch(browser, photo_id, {"title": "Too late"}).status_code == 404
    assert [key for key, _ in items_stored() if key != "TOPICS"] == []
