"""Scopes and filters of the list: each alone, together, and what they never find."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from photos.tests.seeing import Uploads, ids_in, plant, post_photo
from tests.cast import browser_of

# Who owns which photo, with which words. The beach and the lake are liked and saved by the stranger.
LAKE = {"title": "The lake", "tags": "sea", "topic": "Travel"}
PHOTOS: dict[str, tuple[str, dict[str, str]]] = {
    "beach": ("owner", {"title": "Über den Strand", "caption": "A red boat", "tags": "Sea,boat", "topic": "Travel"}),
    "lake": ("owner", {**LAKE, "description": "Straße am Wasser", "tags": "boat", "topic": "travel"}),
    "secret": ("owner", {**LAKE, "caption": "red boat", "tags": "sea,boat", "visibility": "me"}),
    "friends": ("owner", {**LAKE, "visibility": "friends"}),
    "mine": ("stranger", {"title": "the Lake", "alt": "redder", "tags": "sea, blue sky", "topic": "Straße"}),
    "hidden": ("stranger", {**LAKE, "caption": "boat", "visibility": "me"}),
}

# What the stranger asks for, and what the stranger gets, newest first.
ASKED = [
    ("", "hidden mine"),
    ("scope=home", "hidden mine"),
    ("scope=profile", "hidden mine"),
    ("scope=all", "mine lake beach"),
    ("scope=liked", "lake beach"),
    ("scope=saved", "lake beach"),
    ("user=owner", "lake beach"),
    ("user=STRANGER", "hidden mine"),
    ("scope=home&user=owner", ""),
    ("scope=home&user=stranger", "hidden mine"),
    ("scope=profile&user=owner", "lake beach"),
    ("scope=all&user=owner", "lake beach"),
    ("scope=all&user=stranger", "mine"),
    ("scope=saved&user=stranger", ""),
    ("scope=saved&user=owner", "lake beach"),
    ("tag=sea", "mine"),
    ("scope=all&tag=sea", "mine beach"),
    ("scope=all&tag=SEA", "mine beach"),
    ("scope=all&tag=%20Sea%20", "mine beach"),
    ("scope=all&tag=se", ""),
    ("scope=all&tag=Blue+Sky", "mine"),
    ("scope=saved&tag=sea", "beach"),
    ("scope=liked&tag=boat", "lake beach"),
    ("user=owner&tag=sea", "beach"),
    ("user=stranger&tag=sea", "mine"),
    ("scope=all&topic=TRAVEL", "lake beach"),
    ("scope=all&topic=strasse", "mine"),
    ("scope=all&topic=trav", ""),
    ("topic=travel", ""),
    ("scope=all&topic=travel&tag=sea", "beach"),
    ("scope=all&title=The+lake", "lake"),
    ("scope=all&title=the+Lake", "mine"),
    ("scope=all&title=the+lake", ""),
    ("scope=all&title=lake", ""),
    ("user=owner&title=the+Lake", ""),
    ("scope=all&title=The+lake&q=boat&tag=boat&topic=travel&user=owner", "lake"),
    ("scope=all&title=The+lake&q=car", ""),
    ("scope=all&q=boat", "lake beach"),
    ("scope=all&q=BOAT+R%C3%A9d", "beach"),
    ("scope=all&q=uber", "beach"),
    ("scope=all&q=%C3%9CBER+str%C3%A4nd", "beach"),
    ("scope=all&q=u%CC%88ber", "beach"),
    ("scope=all&q=strasse", "mine lake"),
    ("scope=all&q=STRA%C3%9FE+wasser", "lake"),
    ("scope=all&q=the+red+of+boat", "beach"),
    ("scope=all&q=bo", ""),
    ("scope=all&q=redder", ""),
    ("scope=all&q=travel", "lake beach"),
    ("scope=all&q=owner", "lake beach"),
    ("scope=all&q=boat,red;(sea)", "beach"),
    ("scope=all&q=boat+car", ""),
    ("scope=all&q=the+and+of", ""),
    ("scope=all&q=!!!", ""),
    ("scope=saved&q=boat+red", "beach"),
    ("q=sky", "mine"),
    ("q=boat", ""),
    ("scope=trending&tag=nope", ""),
]


@pytest.fixture
def names(owner: User, stranger: User) -> dict[str, str]:
    """Plant the photos and let the stranger like and save two; answer the name of each id."""
    people = {"owner": owner, "stranger": stranger}
    ids = {name: plant(people[user], **words).photo_id for name, (user, words) in PHOTOS.items()}
    browser = browser_of(stranger)
    for name in ("beach", "lake"):
        browser.post(f"/api/photos/{ids[name]}/like")
        browser.put(f"/api/photos/{ids[name]}/save")
    return {photo_id: name for name, photo_id in ids.items()}


def test_scope_and_filters_must_all_hold(stranger: User, names: dict[str, str]) -> None:
    browser = browser_of(stranger)
    found = {query: " ".join(names[photo_id] for photo_id in ids_in(browser, f"?{query}")) for query, _ in ASKED}
    assert found == dict(ASKED)


def test_a_search_finds_only_what_everyone_may_see_also_for_its_owner(owner: User, names: dict[str, str]) -> None:
    browser = browser_of(owner)
    for query in ("q=red", "q=lake", "tag=sea", "topic=travel", "title=The+lake"):
        for scope in ("all", "home", "profile"):
            found = {names[photo_id] for photo_id in ids_in(browser, f"?scope={scope}&{query}")}
            assert found <= {"beach", "lake", "mine"}, query


def test_pages_find_what_the_list_finds(stranger: User, names: dict[str, str]) -> None:
    browser = browser_of(stranger)
    for path, expected in {
        "/tags/Sea/": {"mine", "beach"},
        "/topics/TRAVEL/": {"lake", "beach"},
        "/search/?q=red+boat": {"beach"},
        "/search/?q=%20%20": set(),
        "/saved/": {"lake", "beach"},
        "/liked/": {"lake", "beach"},
        "/trending/": {"lake", "beach"},
        "/tags/nothing/": set(),
    }.items():
        page = browser.get(path)
        assert page.status_code == 200
        assert {name for photo_id, name in names.items() if photo_id in page.text} == expected, path


@pytest.mark.parametrize(
    "query",
    ["tag=" + "x" * 3000, "topic=" + "ΐ" * 3000, "title=" + "x" * 3000, "q=" + "x" * 5000, "tag=%00", "q=%00", "q=%1b"],
    ids=range(7),
)
def test_a_filter_that_nobody_can_mean_is_refused(owner: User, query: str) -> None:
    answer = browser_of(owner).get(f"/api/photos?scope=all&{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize(
    "text", ["%23", "/", "..", "%2F..%2F", "a%0Ab", "x" * 199, "ΐ" * 199, "%F0%9F%91%A9%E2%80%8D", "<b>", "'"]
)
@pytest.mark.parametrize("kind", ["tag", "topic", "title", "q"])
def test_any_other_text_is_looked_for(owner: User, kind: str, text: str) -> None:
    plant(owner, title="x", tags="y", topic="z")
    browser = browser_of(owner)
    assert browser.get(f"/api/photos?scope=all&{kind}={text}").json() == []
    path = {"tag": f"/tags/{text}/", "topic": f"/topics/{text}/"}.get(kind, f"/search/?q={text}")
    assert browser.get(path).status_code in {200, 404}


@pytest.mark.parametrize("path", ["/tags/%00/", "/topics/%1b/", "/search/?q=%00", "/tags/" + "x" * 3000 + "/"])
def test_a_page_of_what_is_no_text_is_not_found(owner: User, path: str) -> None:
    assert browser_of(owner).get(path).status_code == 404


def topics_of(browser: Client) -> Any:
    """List the topics in use."""
    answer = browser.get("/api/topics")
    assert answer.status_code == 200
    return answer.json()


def test_topics_in_use_are_counted_as_they_are_written_first(owner: User, stranger: User, upload: Uploads) -> None:
    mine, theirs = browser_of(owner), browser_of(stranger)
    assert topics_of(theirs) == []
    kept = [
        plant(user, topic=topic).photo_id for user, topic in ((owner, "Travel"), (stranger, "TRAVEL"), (owner, "City"))
    ]
    plant(owner, topic="Travel", visibility="me")
    plant(owner)
    assert topics_of(theirs) == [{"topic": "Travel", "photos": 2}, {"topic": "City", "photos": 1}]
    mine.patch(f"/api/photos/{kept[0]}", {"topic": "city"}, content_type="application/json")
    assert topics_of(theirs) == [{"topic": "City", "photos": 2}, {"topic": "Travel", "photos": 1}]
    mine.patch(f"/api/photos/{kept[0]}", {"visibility": "me"}, content_type="application/json")
    mine.delete(f"/api/photos/{kept[2]}")
    assert topics_of(theirs) == [{"topic": "Travel", "photos": 1}]
    theirs.patch(f"/api/photos/{kept[1]}", {"topic": ""}, content_type="application/json")
    assert topics_of(mine) == []
    assert Client().get("/api/topics").status_code == 401
    mine.delete(f"/api/photos/{upload(owner, topic='x').photo_id}")
    assert topics_of(mine) == []


def test_a_persons_own_default_counts_where_nothing_is_said(owner: User, stranger: User) -> None:
    User.objects.filter(pk=owner.pk).update(default_visibility="friends")
    browser = browser_of(owner)
    assert post_photo(browser).json()["visibility"] == "friends"
    assert post_photo(browser, visibility="everyone").json()["visibility"] == "everyone"
    assert len(ids_in(browser_of(stranger), "?scope=all")) == 1
