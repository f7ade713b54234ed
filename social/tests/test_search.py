"""Finding people by the beginning of their names."""

import pytest
from django.test import Client

from accounts.models import User
from social.tests.circles import ask, befriend, names, pages_of
from tests.cast import browser_of, person

SEARCH = "/api/users/search"


def found(viewer: User, words: str) -> list[str]:
    """List the names that somebody finds."""
    answer = browser_of(viewer).get(SEARCH, {"q": words})
    assert answer.status_code == 200
    return [person["username"] for person in answer.json()]


def test_people_are_found_by_how_their_names_begin_in_the_order_of_names(anna: User) -> None:
    for name in ("maya.b", "Maya", "maya_a", "amaya", "may-2"):
        person(name)
    assert sorted(found(anna, "may"), key=str.lower) == ["may-2", "Maya", "maya.b", "maya_a"]
    assert (
        found(anna, "MAYA")
        == found(anna, " maya ")
        == found(anna, "@maya")
        == [name for name in found(anna, "may") if name != "may-2"]
    )
    assert found(anna, "maya.") == ["maya.b"]


def test_somebody_is_shown_with_what_is_between_us(anna: User, bert: User, carl: User) -> None:
    User.objects.filter(pk=bert.pk).update(avatar_key="key")
    dora, emil = person("dora"), person("emil")
    befriend(anna, bert)
    ask(anna, carl)
    ask(dora, anna)
    browser = browser_of(anna)
    [answer] = browser.get(SEARCH, {"q": "bert"}).json()
    assert answer.pop("profileThumb").startswith(("/media/avatars/key_thumb.jpg", "http"))
    assert answer == {"id": bert.pk, "username": "bert", "relation": "friend"}
    expected = {anna: "self", carl: "outgoing", dora: "incoming", emil: "none"}
    for somebody, relation in expected.items():
        assert browser.get(SEARCH, {"q": somebody.username}).json() == [
            {"id": somebody.pk, "username": somebody.username, "profileThumb": None, "relation": relation}
        ]


@pytest.mark.parametrize("words", ["", "  ", "%", "a%", "ä", "à", "an\u200bna", "*", "a b", "x" * 31, "x" * 50_000])
def test_what_begins_no_name_finds_nobody(anna: User, words: str) -> None:
    assert found(anna, words) == []


def test_no_words_find_nobody(anna: User) -> None:
    assert names(browser_of(anna), "users/search") == []


def test_a_line_below_stands_for_itself(anna: User) -> None:
    person("a_ina")
    assert found(anna, "a_") == ["a_ina"]


def test_the_pages_show_each_person_once(anna: User) -> None:
    everybody = [person(name).username for name in ("p-1", "p.1", "p_1", "pa1", "PB1", "pc1", "p11")]
    for limit in (1, 2, 3, 7, 100):
        pages = pages_of(browser_of(anna), f"{SEARCH}?q=p&limit={limit}")
        shown = [somebody["username"] for page in pages for somebody in page]
        assert len(shown) == len(everybody)
        assert set(shown) == set(everybody)
        assert all(len(page) <= limit for page in pages)


@pytest.mark.parametrize(
    "query", ["q=%00", "q=a%00b", "q=a&limit=0", "q=a&limit=101", "q=a&limit=x", "q=a&limit=1.5", "q=a&after=%00"]
)
def test_what_will_not_do_is_refused(anna: User, query: str) -> None:
    answer = browser_of(anna).get(f"{SEARCH}?{query}")
    assert answer.status_code == 400
    assert answer.json()["fields"]


def test_odd_places_to_go_on_from_are_only_places(anna: User, bert: User) -> None:
    for after, shown in (("", ["bert"]), ("b", ["bert"]), ("bert", []), ("ö" * 3_000, []), ("-1", ["bert"])):
        answer = browser_of(anna).get(SEARCH, {"q": "bert", "after": after})
        assert [person["username"] for person in answer.json()] == shown
    assert bert.pk


def test_visitors_search_nobody(anna: User) -> None:
    answer = Client().get(SEARCH, {"q": anna.username})
    assert answer.status_code == 401
    assert b"anna" not in answer.content
