"""The list of friends and the end of a friendship, through JSON."""

import pytest

from accounts.models import User
from social.tests.circles import HUGE, ask, befriend, names, pages_of, pairs, post, relation
from tests.cast import browser_of, person

LISTS = ("friends", "friends/list")


@pytest.mark.parametrize("path", LISTS)
def test_friends_are_listed_for_both_the_newest_first(anna: User, bert: User, carl: User, path: str) -> None:
    User.objects.filter(pk=bert.pk).update(avatar_key="key")
    befriend(anna, bert)
    befriend(carl, anna)
    browser = browser_of(anna)
    first, second = browser.get(f"/api/{path}").json()
    assert first == {"id": carl.pk, "username": "carl", "profileThumb": None}
    assert second.pop("profileThumb").startswith(("/media/avatars/key_thumb.jpg", "http"))
    assert second == {"id": bert.pk, "username": "bert"}
    assert names(browser_of(bert), path) == names(browser_of(carl), path) == ["anna"]


@pytest.mark.parametrize("path", LISTS)
def test_who_only_asks_or_was_declined_is_no_friend(anna: User, bert: User, carl: User, path: str) -> None:
    ask(anna, bert)
    post(anna, "friends/respond", {"request_id": ask(carl, anna), "accept": False})
    assert {tuple(names(browser_of(user), path)) for user in (anna, bert, carl)} == {()}


@pytest.mark.parametrize("path", LISTS)
def test_the_pages_show_each_friend_once(anna: User, path: str) -> None:
    everybody = [person(f"person{number}") for number in range(7)]
    for number, somebody in enumerate(everybody):
        befriend(*((anna, somebody) if number % 2 else (somebody, anna)))
    newest_first = [somebody.pk for somebody in everybody][::-1]
    for limit, sizes in ((1, [1] * 7), (3, [3, 3, 1]), (7, [7]), (100, [7])):
        pages = pages_of(browser_of(anna), f"/api/{path}?limit={limit}")
        assert [len(page) for page in pages] == sizes
        assert [friend["id"] for page in pages for friend in page] == newest_first


def test_a_page_goes_on_behind_friends_who_are_gone(anna: User) -> None:
    everybody = [person(f"person{number}") for number in range(6)]
    for somebody in everybody:
        befriend(somebody, anna)
    User.objects.filter(pk__in=[somebody.pk for somebody in everybody[2:]]).update(is_active=False)
    pages = pages_of(browser_of(anna), "/api/friends?limit=2")
    assert [friend["username"] for page in pages for friend in page] == ["person1", "person0"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "before=x", "before=0", f"before={2**63}"])
def test_a_page_of_what_will_not_do_is_refused(anna: User, path: str, query: str) -> None:
    assert browser_of(anna).get(f"/api/{path}?{query}").status_code == 400


@pytest.mark.parametrize("mine", [True, False])
def test_either_ends_the_friendship_and_nothing_is_left(anna: User, bert: User, *, mine: bool) -> None:
    befriend(anna, bert)
    one, other = (anna, bert) if mine else (bert, anna)
    answer = browser_of(one).delete(f"/api/friends/{other.pk}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert names(browser_of(anna), "friends") == names(browser_of(bert), "friends") == []
    assert pairs() == []
    # A friendship that ended is no declined request: both may ask at once.
    ask(other, one)
    assert relation(one, other) == "incoming"


def test_there_is_no_end_of_what_is_no_friendship(anna: User, bert: User, carl: User) -> None:
    ask(anna, bert)
    befriend(bert, carl)
    browser = browser_of(anna)
    assert {browser.delete(f"/api/friends/{user.pk}").status_code for user in (anna, bert, carl)} == {404}
    assert [status for *_, status in pairs()] == ["pending", "accepted"]


def test_a_friendship_ends_once(anna: User, bert: User) -> None:
    befriend(anna, bert)
    browser = browser_of(anna)
    assert [browser.delete(f"/api/friends/{bert.pk}").status_code for _ in range(2)] == [204, 404]


@pytest.mark.parametrize("wrong", [0, *HUGE, "9" * 5_000, "-1", "x", "1.5", "%00", "bert"])
def test_strange_ids_are_404_and_change_nothing(anna: User, bert: User, wrong: object) -> None:
    befriend(anna, bert)
    answer = browser_of(anna).delete(f"/api/friends/{wrong}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert len(pairs()) == 1


def test_who_is_hidden_is_answered_like_nobody(anna: User, bert: User, carl: User) -> None:
    befriend(anna, carl)
    assert browser_of(bert).put(f"/api/blocks/{anna.pk}").status_code == 204
    User.objects.filter(pk=carl.pk).update(is_active=False)
    browser = browser_of(anna)
    nobody = browser.delete(f"/api/friends/{2**40}")
    for hidden in (bert, carl):
        answer = browser.delete(f"/api/friends/{hidden.pk}")
        assert (answer.status_code, answer.content) == (404, nobody.content)


def test_friends_of_friends_are_suggested_those_with_most_in_common_first(anna: User, bert: User, carl: User) -> None:
    near, far, asked, declined = (person(name) for name in ("near", "far", "asked", "stranger"))
    for friend in (bert, carl):
        befriend(anna, friend)
        befriend(friend, near)
    befriend(far, bert)
    befriend(asked, carl)
    ask(anna, asked)
    page = browser_of(anna).get("/friends/")
    assert [somebody.username for somebody in page.context["suggested"]] == ["near", "far"]
    assert declined.username not in page.text
    assert [somebody.username for somebody in browser_of(far).get("/friends/").context["suggested"]] == ["anna", "near"]
    assert list(browser_of(declined).get("/friends/").context["suggested"]) == []
