"""Photos in messages: the sender must see them, and each reader sees what they may see and no more."""

from typing import Any

import pytest

from accounts.models import User
from core.ids import new_id
from messaging.tests.talking import HTMX, MISSING, befriend, conversations_of, messages_between, read_by, write
from photos.models import Photo
from photos.services import delete_photo
from photos.tests.seeing import plant
from tests.cast import Counted, browser_of, person


def shown_to(reader: User, other: User) -> Any:
    """Answer the last message as the page of the thread shows it."""
    page = browser_of(reader).get(f"/messages/{other.username}/")
    return page.context["days"][-1].messages[-1]


def hide_from_others(photo: Photo) -> None:
    """Let its owner keep a photo to themselves from now on."""
    photo.refresh(consistent_read=True)
    photo.update([Photo.visibility.set("me")])


def test_a_photo_goes_along_with_a_text_or_alone(owner: User, friend: User) -> None:
    photo_id = plant(owner, title="Sea").photo_id
    for text in ("Look at this", ""):
        answer = write(browser_of(owner), friend, text, photo_id=photo_id)
        assert (answer.status_code, answer.json()["photo_id"], answer.json()["text"]) == (201, photo_id, text)
        assert read_by(friend, owner).json()[-1] == answer.json()
        shown = shown_to(friend, owner)
        assert (shown.photo.id, shown.photo_gone, shown.text) == (photo_id, False, text)
    [conversation] = conversations_of(friend)
    assert (conversation["last_text"], conversation["unread"]) == ("", 0)


def test_a_photo_of_a_third_person_that_both_see_can_be_shared(owner: User, friend: User, stranger: User) -> None:
    photo_id = plant(stranger).photo_id
    assert write(browser_of(owner), friend, "", photo_id=photo_id).status_code == 201
    assert shown_to(friend, owner).photo.id == photo_id


@pytest.mark.parametrize("text", ["", "Look"])
def test_what_one_does_not_see_cannot_be_shared(owner: User, friend: User, stranger: User, text: str) -> None:
    hidden = plant(stranger, visibility="me").photo_id
    answers = [write(browser_of(owner), friend, text, photo_id=photo_id) for photo_id in (hidden, MISSING, "x", "a#b")]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.content for answer in answers}) == 1
    page = browser_of(owner).post("/messages/friend/", {"text": text, "photo": hidden})
    assert page.status_code == 404
    assert messages_between(owner, friend) == []


def test_a_reader_who_may_not_see_the_photo_gets_nothing_of_it(owner: User, friend: User) -> None:
    other = person("other")
    befriend(owner, other)
    photo = plant(other, visibility="friends", title="Secret title")
    assert write(browser_of(owner), friend, "", photo_id=photo.photo_id).status_code == 201
    assert (shown_to(owner, friend).photo.id, shown_to(owner, friend).photo_gone) == (photo.photo_id, False)
    assert (shown_to(friend, owner).photo, shown_to(friend, owner).photo_gone) == (None, True)
    [said] = read_by(friend, owner).json()
    assert (said["photo_id"], said["photo_gone"]) == (None, True)
    for path in ("/messages/owner/", "/messages/", f"/api/messages?user_id={owner.pk}", "/api/conversations"):
        answer = browser_of(friend).get(path)
        assert b"Secret title" not in answer.content
        assert photo.photo_id.encode() not in answer.content


def test_a_photo_that_goes_is_gone_from_the_thread(owner: User, friend: User) -> None:
    first, second = plant(owner), plant(owner)
    for photo in (first, second):
        write(browser_of(owner), friend, "", photo_id=photo.photo_id)
    delete_photo(actor=owner, photo_id=first.photo_id)
    hide_from_others(second)
    assert [message["photo_gone"] for message in read_by(friend, owner).json()] == [True, True]
    assert [message["photo_gone"] for message in read_by(owner, friend).json()] == [True, False]
    assert read_by(friend, owner).status_code == browser_of(friend).get("/messages/owner/").status_code == 200


def test_a_repeated_send_is_answered_also_when_the_photo_has_gone(owner: User, friend: User) -> None:
    photo = plant(owner)
    first = write(browser_of(owner), friend, "", photo_id=photo.photo_id, client_id="a")
    delete_photo(actor=owner, photo_id=photo.photo_id)
    again = write(browser_of(owner), friend, "", photo_id=photo.photo_id, client_id="a")
    assert (again.status_code, again.json()["message_id"]) == (201, first.json()["message_id"])


@pytest.mark.usefixtures("friend")
def test_somebody_to_share_with_is_chosen_among_friends(owner: User, stranger: User) -> None:
    other = person("franz")
    befriend(owner, other)
    photo = plant(stranger)
    path = f"/messages/share/{photo.photo_id}/"
    for query, names in (("", {"franz", "friend"}), ("?q=FRI", {"friend"}), ("?q=stran", set()), ("?q=%25", set())):
        page = browser_of(owner).get(path + query)
        assert page.status_code == 200
        assert {somebody.username for somebody in page.context["friends"]} == names
        assert page.context["photo"].id == photo.photo_id
        for name in names:
            assert f"/messages/{name}/?photo={photo.photo_id}" in page.text


def test_what_one_does_not_see_is_not_offered_for_sharing(owner: User, friend: User, stranger: User) -> None:  # noqa: ARG001
    hidden = plant(stranger, visibility="me").photo_id
    for photo_id in (hidden, MISSING, "x", new_id()):
        assert browser_of(owner).get(f"/messages/share/{photo_id}/").status_code == 404
        assert browser_of(owner).get(f"/messages/friend/?photo={photo_id}").status_code == 404


def test_the_chosen_photo_waits_in_the_thread_and_goes_with_the_form(owner: User, friend: User) -> None:
    photo_id = plant(owner).photo_id
    browser = browser_of(owner)
    page = browser.get(f"/messages/friend/?photo={photo_id}")
    assert page.context["share"].id == photo_id
    answer = browser.post("/messages/friend/", {"text": "", "photo": photo_id, "client_id": "a"})
    assert (answer.status_code, answer["Location"]) == (302, "/messages/friend/")
    assert browser.get("/messages/friend/").context["share"] is None
    assert shown_to(friend, owner).photo.id == photo_id


def test_a_refused_text_keeps_the_photo(owner: User, friend: User) -> None:  # noqa: ARG001
    photo_id = plant(owner).photo_id
    for headers in ({}, HTMX):
        answer = browser_of(owner).post("/messages/friend/", {"text": "x" * 4001, "photo": photo_id}, headers=headers)
        assert (answer.status_code, answer.context["share"].id) == (400, photo_id)


@pytest.mark.parametrize("number", [3, 30])
def test_a_thread_of_photos_is_read_at_once(owner: User, friend: User, counted: Counted, number: int) -> None:
    for _ in range(number):
        write(browser_of(owner), friend, "", photo_id=plant(owner).photo_id)
    browser = browser_of(friend)
    browser.get("/messages/owner/")
    with counted() as calls:
        page = browser.get("/messages/owner/")
    assert len([message for day in page.context["days"] for message in day.messages if message.photo]) == number
    # Both rows, the thread, its photos, the list beside it.
    assert calls.dynamodb == ["BatchGetItem", "Query", "BatchGetItem", "Query"]
    # The session's person, the other one, the photos' owners, the people in the list.
    assert len(calls.sql) <= 4
