"""Comments as JSON: written, listed in pages from the newest, deleted by those who may."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from photos.tests.seeing import MISSING, pages_of, plant, traces
from tests.cast import browser_of, person

LONG_GONE = "01890a5d-ac96-774b-bcce-b302099a8058"


def write(browser: Client, photo_id: str, text: object) -> Any:
    """Send a comment."""
    return browser.post(f"/api/photos/{photo_id}/comments", {"text": text}, content_type="application/json")


def texts_in(answer: Any) -> list[str]:
    """List what the comments of a page say."""
    assert answer.status_code == 200
    return [comment["text"] for comment in answer.json()]


def test_a_comment_is_read_by_everybody_who_sees_the_photo(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    answer = write(browser_of(stranger), photo_id, "  Hello\r\nthere <b>  ")
    comment = answer.json()
    assert answer.status_code == 201
    assert set(comment) == {"comment_id", "photo_id", "user_id", "username", "text", "timestamp", "created_at"}
    expected = {"photo_id": photo_id, "user_id": stranger.pk, "username": "stranger", "text": "Hello\nthere <b>"}
    assert {name: comment[name] for name in expected} == expected
    assert browser_of(owner).get(f"/api/photos/{photo_id}/comments").json() == [comment]
    assert browser_of(owner).get(f"/api/photos/{photo_id}").json()["comments"] == 1


@pytest.mark.parametrize("text", ["x", "x" * 2000, "  " + "ü" * 2000 + "\n", "👩‍👩‍👧", "\r\n".join("x" * 1000)])
def test_a_comment_has_1_to_2000_characters(owner: User, text: str) -> None:
    assert write(browser_of(owner), plant(owner).photo_id, text).status_code == 201


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "\u200b\u200e\ufeff", "x" * 2001, "nul\0", "esc\x1b", None, 5, ["x"]], ids=range(9)
)
def test_what_is_no_comment_is_refused(owner: User, text: object) -> None:
    photo_id = plant(owner).photo_id
    before = traces()
    answer = write(browser_of(owner), photo_id, text)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["text"])
    assert traces() == before
    assert browser_of(owner).get(f"/api/photos/{photo_id}").json()["comments"] == 0


def test_a_comment_without_text_is_refused(owner: User) -> None:
    path = f"/api/photos/{plant(owner).photo_id}/comments"
    assert browser_of(owner).post(path, {}, content_type="application/json").status_code == 400
    assert browser_of(owner).post(path, {"text": "a form"}).status_code == 400


def test_under_what_is_hidden_nobody_writes_or_reads(owner: User, stranger: User) -> None:
    hidden = plant(owner, visibility="me").photo_id
    write(browser_of(owner), hidden, "for me")
    before = traces()
    browser = browser_of(stranger)
    for send in (lambda photo_id: write(browser, photo_id, "x"), lambda p: browser.get(f"/api/photos/{p}/comments")):
        answers = [send(photo_id) for photo_id in (hidden, MISSING, "x")]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert answers[0].content == answers[1].content
    assert write(Client(), hidden, "x").status_code == 401
    assert traces() == before


def test_pages_go_from_the_newest_back_each_oldest_first(owner: User) -> None:
    photo_id = plant(owner).photo_id
    browser, path = browser_of(owner), f"/api/photos/{photo_id}/comments"
    said = [str(number) for number in range(30)]
    ids = [write(browser, photo_id, text).json()["comment_id"] for text in said]
    assert texts_in(browser.get(path)) == said[6:]
    for query, sizes in (("", [24, 6]), ("?limit=8", [8, 8, 8, 6]), ("?limit=10", [10, 10, 10]), ("?limit=30", [30])):
        pages = pages_of(browser, path + query)
        assert [len(page) for page in pages] == sizes
        assert [comment["text"] for page in reversed(pages) for comment in page] == said
    assert texts_in(browser.get(f"{path}?before={ids[3]}")) == said[:3]
    assert texts_in(browser.get(f"{path}?before={ids[0]}")) == []
    assert texts_in(browser.get(f"{path}?after={ids[29]}")) == []
    assert texts_in(browser.get(f"{path}?after={ids[26]}")) == said[27:]
    newer = pages_of(browser, f"{path}?after={ids[0]}&limit=10")
    assert [len(page) for page in newer] == [10, 10, 9]
    assert [comment["text"] for page in newer for comment in page] == said[1:]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "before=x", "after=x", "before=%00", f"after={MISSING.upper()}"]
)
def test_a_page_of_comments_that_nobody_can_mean_is_refused(owner: User, query: str) -> None:
    answer = browser_of(owner).get(f"/api/photos/{plant(owner).photo_id}/comments?{query}")
    assert answer.status_code == 400


def test_its_author_and_the_photos_owner_delete_a_comment(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    before = traces()
    for user in (stranger, owner):
        path = f"/api/photos/{photo_id}/comments/{write(browser_of(stranger), photo_id, 'x').json()['comment_id']}"
        answer = browser_of(user).delete(path)
        assert (answer.status_code, answer.content) == (204, b"")
        assert browser_of(user).delete(path).status_code == 404
    assert browser_of(owner).get(f"/api/photos/{photo_id}").json()["comments"] == 0
    assert traces() == before


def test_nobody_else_deletes_a_comment(owner: User, stranger: User) -> None:
    photo_id, other_photo = plant(owner).photo_id, plant(stranger).photo_id
    comment_id = write(browser_of(stranger), photo_id, "x").json()["comment_id"]
    bystander = browser_of(person("bystander"))
    answer = bystander.delete(f"/api/photos/{photo_id}/comments/{comment_id}")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert Client().delete(f"/api/photos/{photo_id}/comments/{comment_id}").status_code == 401
    # Under another photo it is not, whoever owns that one.
    path = f"/api/photos/{other_photo}/comments/{comment_id}"
    assert browser_of(stranger).delete(path).status_code == 404
    for missing in (LONG_GONE, "x", "%00", comment_id.upper()):
        assert browser_of(owner).delete(f"/api/photos/{photo_id}/comments/{missing}").status_code == 404
    assert texts_in(bystander.get(f"/api/photos/{photo_id}/comments")) == ["x"]


def test_of_a_photo_that_was_hidden_its_comments_are_nobodys_to_delete(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    comment_id = write(browser_of(stranger), photo_id, "x").json()["comment_id"]
    browser_of(owner).patch(f"/api/photos/{photo_id}", {"visibility": "me"}, content_type="application/json")
    assert browser_of(stranger).delete(f"/api/photos/{photo_id}/comments/{comment_id}").status_code == 404
    assert texts_in(browser_of(owner).get(f"/api/photos/{photo_id}/comments")) == ["x"]


def test_comments_of_a_deactivated_person_are_not_shown(owner: User, stranger: User) -> None:
    photo_id = plant(owner).photo_id
    write(browser_of(stranger), photo_id, "theirs")
    write(browser_of(owner), photo_id, "mine")
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    assert texts_in(browser_of(owner).get(f"/api/photos/{photo_id}/comments")) == ["mine"]
