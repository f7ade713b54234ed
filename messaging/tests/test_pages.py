"""The pages of messages: the list, a thread in parts, writing, deleting and hiding; with htmx and without."""

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from messaging.models import Message, id_after, message_key
from messaging.tests.talking import (
    HTMX,
    MISSING,
    befriend,
    chat,
    conversations_of,
    friends_of,
    messages_between,
    row_of,
    texts_in,
    write,
)
from messaging.tests.talking import read_by as read_as_json
from photos.tests.seeing import forms_in
from photos.tests.test_pages_doing import templates_of
from tests.cast import Counted, browser_of, person

HOSTILE = "\"><script>alert(1)</script>'{{ 7|add:7 }}"


def messages_in(page: Any) -> list[str]:
    """List what the messages of a page say, and expect that it shows them in this order."""
    texts = [message.text for day in page.context["days"] for message in day.messages]
    places = [page.text.index(f">{text}<") for text in texts]
    assert places == sorted(places)
    return texts


def test_the_list_shows_conversations_and_friends_to_begin_with(owner: User) -> None:
    people = friends_of(owner, 15)
    write(browser_of(people[3]), owner, "Hello from three")
    write(browser_of(owner), people[5], "Hello to five")
    page = browser_of(owner).get("/messages/")
    assert (page.status_code, page.context["nav"]) == (200, "messages")
    assert "messaging/inbox.html" in templates_of(page)
    shown = page.context["conversations"]
    assert [(one.person.username, one.unread, one.last_is_mine, one.last_photo, one.url) for one in shown] == [
        ("friend05", 0, True, False, "/messages/friend05/"),
        ("friend03", 1, False, False, "/messages/friend03/"),
    ]
    assert all(one.last_text in page.text for one in shown)
    assert 'href="/messages/friend03/"' in page.text
    offered = [somebody.username for somebody in page.context["friends"]]
    assert len(offered) == 12
    assert not {"friend03", "friend05"} & set(offered)


def test_nobody_wrote_anything_and_there_are_no_friends(owner: User) -> None:
    page = browser_of(owner).get("/messages/")
    assert (page.status_code, page.context["conversations"], page.context["friends"]) == (200, [], [])


def test_more_conversations_come_on_demand(owner: User) -> None:
    for somebody in friends_of(owner, 26):
        write(browser_of(somebody), owner)
    browser = browser_of(owner)
    first = browser.get("/messages/")
    more = first.context["more_url"]
    assert f'href="{more}"' in first.text
    part, whole = browser.get(more, headers=HTMX), browser.get(more)
    assert "messaging/_conversations.html" in templates_of(part)
    assert "<html" not in part.text
    for page in (part, whole):
        assert [one.person.username for one in page.context["conversations"]] == ["friend01", "friend00"]
        assert page.context["more_url"] == ""


def test_a_thread_shows_who_wrote_what_by_day(owner: User, friend: User) -> None:
    def plant(moment: datetime, writer: User, reader: User, text: str) -> None:
        ms = f"{int(moment.timestamp() * 1000):012x}"
        message_id = f"{ms[:8]}-{ms[8:]}{id_after('')[13:]}"
        key = message_key(writer.pk, reader.pk, message_id)
        made = Message(*key, message_id=message_id, from_user_id=writer.pk, to_user_id=reader.pk, from_username="x")
        made.text = text
        made.save()

    plant(datetime(2025, 3, 1, 23, 59, tzinfo=UTC), owner, friend, "late")
    plant(datetime(2025, 3, 2, 0, 1, tzinfo=UTC), friend, owner, "early")
    plant(datetime(2025, 3, 2, 12, 0, tzinfo=UTC), owner, friend, "noon")
    page = browser_of(owner).get("/messages/FRIEND/")
    assert (page.status_code, page.context["nav"], page.context["person"].username) == (200, "messages", "friend")
    assert messages_in(page) == ["late", "early", "noon"]
    days = page.context["days"]
    assert [day.day for day in days] == [date(2025, 3, 1), date(2025, 3, 2)]
    assert [[(said.person.username, said.is_mine) for said in day.messages] for day in days] == [
        [("owner", True)],
        [("friend", False), ("owner", True)],
    ]
    last = days[-1].messages[-1]
    assert page.context["newest_id"] == last.id
    assert last.delete_url in page.text
    assert days[1].messages[0].delete_url == ""
    assert page.context["may_write"] is True


def test_a_thread_of_friends_begins_empty(owner: User, friend: User) -> None:  # noqa: ARG001
    page = browser_of(owner).get("/messages/friend/")
    assert page.status_code == 200
    empty: dict[str, object] = {
        "days": [],
        "older_url": "",
        "seen_id": "",
        "newest_id": "",
        "share": None,
        "may_write": True,
    }
    assert {name: page.context[name] for name in empty} == empty


def test_older_messages_come_on_demand(owner: User, friend: User) -> None:
    ids, said = chat(owner, friend, 55), [f"number {number}" for number in range(55)]
    browser = browser_of(owner)
    page = browser.get("/messages/friend/")
    assert messages_in(page) == said[5:]
    older = page.context["older_url"]
    assert older == f"/messages/friend/?before={ids[5]}"
    assert f'href="{older}"' in page.text
    part, whole = browser.get(older, headers=HTMX), browser.get(older)
    assert "messaging/_older.html" in templates_of(part)
    assert "<html" not in part.text
    assert "messaging/thread.html" in templates_of(whole)
    assert messages_in(part) == messages_in(whole) == said[:5]
    assert part.context["older_url"] == whole.context["older_url"] == ""


def test_what_came_since_is_fetched_without_the_page(owner: User, friend: User) -> None:
    ids = chat(owner, friend, 5)
    browser = browser_of(owner)
    part = browser.get(f"/messages/friend/?after={ids[2]}", headers=HTMX)
    assert part.status_code == 200
    assert "messaging/_messages.html" in templates_of(part)
    assert "<html" not in part.text
    assert [message.id for message in part.context["messages"]] == ids[3:]
    nothing = browser.get(f"/messages/friend/?after={ids[4]}", headers=HTMX)
    assert (nothing.status_code, nothing.content) == (204, b"")


@pytest.mark.parametrize("query", ["before=x", "before=%00", f"before={MISSING.upper()}"])
def test_messages_before_nothing_are_refused(owner: User, friend: User, query: str) -> None:  # noqa: ARG001
    for headers in ({}, HTMX):
        assert browser_of(owner).get(f"/messages/friend/?{query}", headers=headers).status_code == 400
    assert browser_of(owner).get("/messages/friend/?after=x", headers=HTMX).status_code == 400


def test_opening_a_thread_reads_it_and_the_writer_sees_how_far(owner: User, friend: User) -> None:
    ids = chat(owner, friend, 4)
    assert browser_of(owner).get("/messages/friend/").context["seen_id"] == ""
    page = browser_of(friend).get("/messages/owner/")
    assert row_of(friend, owner).unread == 0
    assert page.context["conversations"][0].unread == 0
    write(browser_of(owner), friend, "one more")
    assert browser_of(owner).get("/messages/friend/").context["seen_id"] == ids[2]


@pytest.mark.parametrize("way", ["older", "fragment", "prefetch", "head", "reload"])
def test_only_who_sees_the_newest_messages_has_read_them(owner: User, friend: User, way: str) -> None:
    ids = chat(owner, friend, 3)
    browser = browser_of(friend)
    answers = {
        "older": lambda: browser.get(f"/messages/owner/?before={ids[2]}"),
        "fragment": lambda: browser.get(f"/messages/owner/?before={ids[2]}", headers=HTMX),
        "prefetch": lambda: browser.get("/messages/owner/", headers={"Sec-Purpose": "prefetch;prerender"}),
        "head": lambda: browser.head("/messages/owner/"),
        "reload": lambda: browser.get(f"/messages/owner/?after={ids[0]}", headers=HTMX),
    }
    assert answers[way]().status_code == 200
    assert row_of(friend, owner).unread == 2


def test_a_page_says_that_it_is_read(owner: User, friend: User) -> None:
    chat(owner, friend, 3)
    answer = browser_of(friend).post("/messages/owner/read/")
    assert (answer.status_code, answer.content) == (204, b"")
    assert row_of(friend, owner).unread == 0
    assert browser_of(friend).get("/messages/owner/read/").status_code == 405


def test_the_form_of_the_page_writes_without_script(owner: User, friend: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    forms = {form.action: form.fields for form in forms_in(browser.get("/messages/friend/"))}
    sent = {**forms["/messages/friend/"], "text": "Hello\r\nthere"}
    answer = browser.post("/messages/friend/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/messages/friend/")
    assert texts_in(read_as_json(friend, owner)) == ["Hello\nthere"]
    assert browser.post("/messages/friend/", {"text": "without the token"}).status_code == 403


def test_htmx_gets_the_one_message_and_a_repeated_send_the_same(owner: User, friend: User) -> None:
    sent = {"text": "Hello there", "client_id": str(uuid4())}
    answers = [browser_of(owner).post("/messages/friend/", sent, headers=HTMX) for _ in range(2)]
    for answer in answers:
        assert answer.status_code == 201
        assert "messaging/_message.html" in templates_of(answer)
        assert "Hello there" in answer.text
        assert "<html" not in answer.text
        assert answer.context["message"].client_id == sent["client_id"]
    assert len({answer.context["message"].id for answer in answers}) == 1
    assert len(messages_between(owner, friend)) == 1


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "x" * 4001, "nul\0", None], ids=range(6))
def test_what_is_no_message_is_refused_in_place(owner: User, friend: User, text: str | None) -> None:
    sent = {} if text is None else {"text": text}
    for headers, template in (({}, "messaging/thread.html"), (HTMX, "messaging/_form.html")):
        answer = browser_of(owner).post("/messages/friend/", sent, headers=headers)
        assert answer.status_code == 400
        assert template in templates_of(answer)
        [reason] = answer.context["form"].errors["text"]
        assert reason in answer.text
        assert len(text or "") < 9 or str(text) in answer.text
    assert messages_between(owner, friend) == []


def test_a_client_id_that_will_not_do_is_said_on_the_page(owner: User, friend: User) -> None:  # noqa: ARG001
    for headers in ({}, HTMX):
        answer = browser_of(owner).post("/messages/friend/", {"text": "x", "client_id": "a b"}, headers=headers)
        assert answer.status_code == 400
        [reason] = answer.context["form"].non_field_errors()
        assert reason in answer.text


def test_a_message_is_deleted_from_its_page(owner: User, friend: User) -> None:
    ids = chat(owner, friend, 3)
    browser = browser_of(owner)
    path = f"/messages/friend/{ids[0]}/delete/"
    asked = browser.get(path)
    assert (asked.status_code, "number 0" in asked.text) == (200, True)
    [form] = [form for form in forms_in(asked) if form.action in {"", path}]
    answer = browser.post(path, form.fields)
    assert (answer.status_code, answer["Location"]) == (302, "/messages/friend/")
    page = browser.get("/messages/friend/")
    assert "The message is deleted for both of you." in page.text
    assert messages_in(page) == ["number 1", "number 2"]
    assert browser.get(path).status_code == browser.post(path).status_code == 404
    answer = browser.post(f"/messages/friend/{ids[2]}/delete/", headers=HTMX)
    assert (answer.status_code, answer.content) == (200, b"")
    assert len(messages_between(owner, friend)) == 1


def test_nobody_deletes_what_somebody_else_wrote_from_a_page(owner: User, friend: User) -> None:
    [mine] = chat(owner, friend, 1)
    path = f"/messages/owner/{mine}/delete/"
    browser = browser_of(friend)
    assert browser.get(path).status_code == browser.post(path).status_code == 403
    assert path not in browser.get("/messages/owner/").text
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    assert strict.post(f"/messages/friend/{mine}/delete/").status_code == 403
    assert len(messages_between(owner, friend)) == 1


def test_a_conversation_is_hidden_from_its_page(owner: User, friend: User) -> None:
    chat(owner, friend, 2)
    browser = browser_of(owner)
    asked = browser.get("/messages/friend/hide/")
    [form] = [form for form in forms_in(asked) if form.action in {"", "/messages/friend/hide/"}]
    assert conversations_of(owner) != []
    answer = browser.post("/messages/friend/hide/", form.fields)
    assert (answer.status_code, answer["Location"]) == (302, "/messages/")
    assert "is hidden until one of you writes again" in browser.get("/messages/").text
    assert conversations_of(owner) == []
    answer = browser.post("/messages/friend/hide/", headers=HTMX)
    assert (answer.status_code, answer.content) == (200, b"")


def test_somebody_may_be_called_like_a_page(owner: User) -> None:
    share = person("share")
    befriend(owner, share)
    [sent] = chat(owner, share, 1)
    browser = browser_of(owner)
    assert browser.get("/messages/share/").context["person"].username == "share"
    assert browser.post("/messages/share/read/").status_code == 204
    assert browser.get("/messages/share/hide/").status_code == 200
    assert browser.get(f"/messages/share/{sent}/delete/").status_code == 200


def test_a_message_is_never_markup(owner: User, friend: User) -> None:
    text = f"{HOSTILE} javascript:alert(2) https://example.org/?a=1&b=<i>"
    fragment = browser_of(owner).post("/messages/friend/", {"text": text}, headers=HTMX)
    pages = [fragment, browser_of(friend).get("/messages/owner/"), browser_of(friend).get("/messages/")]
    pages.append(browser_of(owner).get(f"/messages/friend/{messages_between(owner, friend)[0].message_id}/delete/"))
    for page in pages:
        assert "&lt;script&gt;alert(1)" in page.text
        assert "<script>alert" not in page.text
        assert "{{ 7|add:7 }}" in page.text
        assert 'href="javascript' not in page.text
    links = re.findall(r'<a href="(https?://[^"]*)"[^>]*>([^<]*)<', fragment.text)
    assert links == [("https://example.org/?a=1&amp;b=", "https://example.org/?a=1&amp;b=")]
    assert 'rel="noopener' in fragment.text


@pytest.mark.parametrize("path", ["/messages/", "/messages/owner/", f"/messages/share/{MISSING}/"])
def test_visitors_log_in_first(owner: User, path: str) -> None:  # noqa: ARG001
    answer = Client().get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")
    assert Client().get(path, headers=HTMX).status_code == 401


@pytest.mark.parametrize("number", [3, 30])
def test_pages_cost_the_same_however_much_there_is(owner: User, counted: Counted, number: int) -> None:
    people = friends_of(owner, number)
    for somebody in people:
        write(browser_of(somebody), owner)
    chat(owner, people[0], number)
    browser = browser_of(owner)
    browser.get("/messages/friend00/")
    with counted() as calls:
        assert browser.get("/messages/").status_code == 200
    assert calls.dynamodb == ["Query"]
    # The session's person, the people in the list, the friendships and the friends to begin with.
    assert len(calls.sql) <= 5
    with counted() as calls:
        assert browser.get("/messages/friend00/").status_code == 200
    # Both rows, the thread, the list beside it.
    assert calls.dynamodb == ["BatchGetItem", "Query", "Query"]
    assert len(calls.sql) <= 4
