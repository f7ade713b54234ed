"""The buttons between two people: what they do, plainly and with htmx, and the pages that ask first."""

from typing import Any

import pytest

from accounts.models import User
from social.tests.circles import HUGE, ask, befriend, blocks, pairs, relation, without_names
from tests.cast import browser_of

HTMX = {"HX-Request": "true"}
BUTTONS = {
    "none": ({"ask"}, "Add friend"),
    "outgoing": ({"cancel"}, "Requested"),
    "incoming": ({"accept", "decline"}, "Accept"),
    "friend": (set(), "Message"),
}


def path_of(user: User) -> str:
    """Answer where the buttons for a person lead."""
    return f"/friends/{user.pk}/"


def between(one: User, other: User, status: str) -> None:
    """Bring about what shall stand between two people."""
    if status in {"outgoing", "incoming"}:
        ask(*((one, other) if status == "outgoing" else (other, one)))
    elif status == "friend":
        befriend(one, other)
    elif status == "blocked":
        browser_of(one).put(f"/api/blocks/{other.pk}")


def buttons(fragment: str) -> set[str]:
    """List the deeds that a fragment offers as buttons."""
    return {do for do in ("ask", "accept", "decline", "cancel") if f'name="do" value="{do}"' in fragment}


@pytest.mark.parametrize("status", BUTTONS)
def test_the_buttons_say_what_stands_between_two(anna: User, bert: User, status: str) -> None:
    between(anna, bert, status)
    browser = browser_of(anna)
    offered, words = BUTTONS[status]
    fragment = browser.get(f"{path_of(bert)}?fragment=1", headers=HTMX)
    assert fragment.status_code == 200
    assert fragment.templates[0].name == "social/_relation.html"
    assert f'id="relation-{bert.pk}"' in fragment.text
    assert (buttons(fragment.text), words in fragment.text) == (offered, True)
    assert ("do=unfriend" in fragment.text) == (status == "friend")
    assert "do=block" in fragment.text
    profile = browser.get("/u/bert/").text
    assert (buttons(profile), words in profile) == (offered, True)


def test_there_are_no_buttons_for_oneself(anna: User) -> None:
    fragment = browser_of(anna).get(path_of(anna), headers=HTMX)
    assert fragment.status_code == 200
    assert "<form" not in fragment.text
    assert "do=" not in fragment.text


DEEDS = [
    *(("none", "ask", "outgoing"), ("incoming", "ask", "friend"), ("incoming", "accept", "friend")),
    *(("incoming", "decline", "none"), ("outgoing", "cancel", "none"), ("friend", "unfriend", "none")),
]


@pytest.mark.parametrize(("status", "do", "after"), DEEDS)
def test_a_deed_without_htmx_leads_back_to_where_it_was_asked_for(
    anna: User, bert: User, status: str, do: str, after: str
) -> None:
    between(anna, bert, status)
    page = browser_of(anna).post(path_of(bert), {"do": do, "next": "/u/bert/"}, follow=True)
    assert page.redirect_chain == [("/u/bert/", 302)]
    assert len([str(word) for word in page.context["messages"]]) == 1
    assert relation(anna, bert) == after


@pytest.mark.parametrize(("status", "do", "after"), DEEDS)
def test_a_deed_with_htmx_answers_the_buttons_as_they_stand_now(
    anna: User, bert: User, status: str, do: str, after: str
) -> None:
    between(anna, bert, status)
    fragment = browser_of(anna).post(path_of(bert), {"do": do}, headers=HTMX)
    assert fragment.status_code == 200
    assert fragment.templates[0].name == "social/_relation.html"
    assert f'id="relation-{bert.pk}"' in fragment.text
    assert buttons(fragment.text) == BUTTONS[after][0]
    assert relation(anna, bert) == after


@pytest.mark.parametrize("status", [*BUTTONS, "blocked"])
def test_blocking_and_unblocking_lead_elsewhere(anna: User, bert: User, status: str) -> None:
    for headers in ({}, HTMX):
        between(anna, bert, status if not blocks() else "nothing")
        for do, onward in (("block", "/friends/"), ("unblock", "/settings/privacy/")):
            answer = browser_of(anna).post(path_of(bert), {"do": do, "next": "/u/bert/"}, headers=headers)
            assert (answer.status_code, answer.get("HX-Redirect" if headers else "Location")) == (
                *(200 if headers else 302, onward),
            )
            assert blocks() == ([(anna.pk, bert.pk)] if do == "block" else [])


def test_one_is_never_sent_to_another_site(anna: User, bert: User) -> None:
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "x"):
        between(anna, bert, "outgoing")
        answer = browser_of(anna).post(path_of(bert), {"do": "cancel", "next": elsewhere})
        assert (answer.status_code, answer["Location"]) == (302, "/friends/")


IMPOSSIBLE = [
    *(("none", do, 404) for do in ("accept", "decline", "cancel", "unfriend", "unblock")),
    *(("outgoing", "ask", 409), ("outgoing", "accept", 404), ("outgoing", "unfriend", 404)),
    *(("incoming", "cancel", 404), ("incoming", "unfriend", 404)),
    *(("friend", "ask", 409), ("friend", "accept", 404), ("friend", "decline", 404), ("friend", "cancel", 404)),
    *(("blocked", do, 404) for do in ("ask", "accept", "decline", "cancel", "unfriend")),
    *(("none", do, 400) for do in ("", "Ask", "delete", "\0", "ask,block")),
]


@pytest.mark.parametrize(("status", "do", "code"), IMPOSSIBLE)
def test_what_is_not_possible_now_is_refused_and_changes_nothing(
    anna: User, bert: User, status: str, do: str, code: int
) -> None:
    between(anna, bert, status)
    before = pairs(), blocks()
    browser = browser_of(anna)
    plain, fragment = (browser.post(path_of(bert), {"do": do}, headers=headers) for headers in ({}, HTMX))
    assert plain.status_code == fragment.status_code == code
    assert "<html" not in fragment.text
    assert (pairs(), blocks()) == before


def test_nothing_can_be_done_with_oneself(anna: User) -> None:
    browser = browser_of(anna)
    answers = {do: browser.post(path_of(anna), {"do": do}).status_code for do in ("ask", "block", "unfriend", "accept")}
    assert answers == {"ask": 400, "block": 400, "unfriend": 404, "accept": 404}
    for do in ("block", "unfriend"):
        answer = browser.get(path_of(anna), {"do": do})
        assert (answer.status_code, answer["Location"]) == (302, "/u/anna/")


@pytest.mark.parametrize("do", ["unfriend", "block"])
def test_what_ends_something_asks_first(anna: User, bert: User, do: str) -> None:
    befriend(anna, bert)
    browser = browser_of(anna)
    page = browser.get(path_of(bert), {"do": do})
    assert page.status_code == 200
    assert page.templates[0].name == "social/relate_confirm.html"
    assert (page.context["person"].username, page.context["do"]) == ("bert", do)
    assert f'name="do" value="{do}"' in page.text
    assert 'name="next" value="/u/bert/"' in page.text
    # Looking changes nothing.
    assert relation(anna, bert) == "friend"
    answer = browser.post(path_of(bert), {"do": do, "next": "/u/bert/"})
    assert (answer.status_code, answer["Location"]) == (302, "/u/bert/" if do == "unfriend" else "/friends/")
    assert relation(anna, bert) == ("none" if do == "unfriend" else "")


@pytest.mark.parametrize("do", ["", "ask", "accept", "decline", "cancel", "unblock", "unfriend", "\0"])
def test_asking_for_anything_else_leads_to_the_profile_and_changes_nothing(anna: User, bert: User, do: str) -> None:
    between(anna, bert, "incoming")
    answer = browser_of(anna).get(path_of(bert), {"do": do})
    assert (answer.status_code, answer["Location"]) == (302, "/u/bert/")
    assert pairs() == [(bert.pk, anna.pk, "pending")]


def answers_of(browser: Any, path: str) -> list[tuple[int, str]]:
    """Try everything that can be tried with a person."""
    deeds = ("ask", "accept", "decline", "cancel", "unfriend", "block", "unblock")
    return [
        *(
            without_names(browser.get(path, {"do": do}, headers=headers))
            for do in ("", "block")
            for headers in ({}, HTMX)
        ),
        *(without_names(browser.post(path, {"do": do}, headers=headers)) for do in deeds for headers in ({}, HTMX)),
    ]


@pytest.mark.parametrize("way", ["they block me", "deactivated"])
def test_who_is_hidden_looks_like_nobody_whatever_is_tried(anna: User, bert: User, way: str) -> None:
    if way == "deactivated":
        User.objects.filter(pk=bert.pk).update(is_active=False)
    else:
        between(bert, anna, "blocked")
    before = pairs(), blocks()
    browser = browser_of(anna)
    nobody = answers_of(browser, f"/friends/{2**40}/")
    assert {status for status, _ in nobody} == {404}
    assert answers_of(browser, path_of(bert)) == nobody
    assert (pairs(), blocks()) == before


def test_whom_one_blocks_is_hidden_until_the_block_is_taken_back(anna: User, bert: User) -> None:
    between(anna, bert, "blocked")
    browser = browser_of(anna)
    nobody = [without_names(browser.get(f"/friends/{2**40}/", headers=headers)) for headers in ({}, HTMX)]
    assert [without_names(browser.get(path_of(bert), headers=headers)) for headers in ({}, HTMX)] == nobody


@pytest.mark.parametrize("wrong", [0, *HUGE, "9" * 5_000, "x", "-1", "1.5", "%00", "1%20"])
def test_strange_ids_are_404(anna: User, wrong: object) -> None:
    browser = browser_of(anna)
    assert browser.get(f"/friends/{wrong}/").status_code == 404
    assert browser.post(f"/friends/{wrong}/", {"do": "block"}).status_code == 404
    assert browser.post(f"/friends/{wrong}/", {"do": "ask"}, headers=HTMX).status_code == 404
