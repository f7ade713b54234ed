"""What galleries cost: one Query, one BatchGetItem and at most three SQL queries, however many photos there are."""

import pytest

from accounts.models import User
from photos.tests.seeing import plant
from tests.cast import Counted, browser_of

WORDS = {"title": "The lake", "tags": "sea", "topic": "Travel"}
PAGES = (
    *("/", "/explore/", "/trending/", "/saved/", "/liked/", "/u/owner/", "/u/stranger/"),
    *("/tags/sea/", "/topics/travel/", "/search/?q=lake", "/search/?q=the+lake+travel"),
)
LISTS = (
    *(
        "",
        "?limit=24",
        "?scope=all",
        "?scope=profile",
        "?scope=saved",
        "?scope=liked",
        "?scope=trending",
        "?user=owner",
    ),
    *(f"?scope=all&{words}" for words in ("tag=sea", "topic=Travel", "title=The+lake", "q=lake+travel")),
    *("?scope=all&user=owner", "?scope=all&tag=sea&user=owner", "?scope=saved&tag=sea", "?scope=liked&limit=30"),
)


@pytest.mark.parametrize("rows", [3, 30])
def test_a_gallery_costs_two_dynamodb_calls_and_three_queries(
    owner: User, stranger: User, counted: Counted, rows: int
) -> None:
    browser = browser_of(stranger)
    for _ in range(rows):
        photo_id = plant(owner, **WORDS).photo_id
        browser.post(f"/api/photos/{photo_id}/like")
        browser.put(f"/api/photos/{photo_id}/save")
        plant(stranger)
    for path in (*PAGES, *(f"/api/photos{query}" for query in LISTS)):
        # The first look makes the ranking and the row of topics, which are kept for a while.
        browser.get(path)
        with counted() as calls:
            answer = browser.get(path)
        assert answer.status_code == 200
        assert answer.content.count(b"_small.jpg") >= rows or rows > 24, path
        assert calls.dynamodb == ["Query", "BatchGetItem"], path
        assert len(calls.sql) <= 3, path


def test_a_gallery_that_is_divided_costs_one_query_more_for_each_part(
    owner: User, counted: Counted, settings: object
) -> None:
    settings.EXPLORE_SHARDS = 3  # type: ignore[attr-defined]
    for _ in range(30):
        plant(owner)
    browser = browser_of(owner)
    browser.get("/explore/")
    with counted() as calls:
        assert browser.get("/api/photos?scope=all").status_code == 200
    assert calls.dynamodb == ["Query", "Query", "Query", "BatchGetItem"]
