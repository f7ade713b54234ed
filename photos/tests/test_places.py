"""Where one came from: the way on to the neighbours and back, from the token in the address of a photo."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from accounts.models import User
from photos.services import rebuild_ranking
from photos.tests.seeing import plant
from tests.cast import browser_of

WORDS = {"title": "The lake", "tags": "Sea, a b/c", "topic": "Über Land"}
PLACES = {
    "all": ("All", "/explore/"),
    "u:owner": ("owner", "/u/owner/"),
    "u:OWNER": ("owner", "/u/owner/"),
    "tag:sea": ("#sea", "/tags/sea/"),
    "tag:a b/c": ("#a b/c", "/tags/a%20b/c/"),
    "topic:über land": ("über land", "/topics/%C3%BCber%20land/"),
    "search:lake the": ("Search for lake the", "/search/?q=lake+the"),
    "saved": ("Saved", "/saved/"),
    "liked": ("Liked", "/liked/"),
    "trending": ("Trending", "/trending/"),
}
JUNK = [
    *(
        "",
        "x",
        "All",
        "tag",
        "tag:",
        "topic:",
        "u:",
        "u:nobody",
        "u:\x00",
        "u:" + "x" * 199,
        "tag:" + "x" * 300,
        ":",
        "::",
    ),
    *(
        "tag:\n",
        "tag:a\nb",
        "topic:\r\n",
        "search:\x00",
        "u:a\nb",
        "tag:\x00",
        "../../etc",
        "https://elsewhere.example/",
    ),
    *(
        "<script>alert(1)</script>",
        "search",
        "search:\n",
        "search:!!!",
        "tag:\u202e",
        "tag:..",
        "topic:../..",
        "u:../x",
    ),
    *("saved:x", "home:\n", "trending:" + "y" * 150, "search:" + "ΐ" * 190, "topic:" + "ΐ" * 190, "u:" + "Ω" * 190),
]


@pytest.fixture
def made(owner: User, stranger: User) -> list[str]:
    """Plant three photos that stand in every place, newest first, between others that stand in few."""
    browser, ids = browser_of(stranger), []
    for _ in range(3):
        plant(stranger, visibility="me")
        ids.append(plant(owner, **WORDS).photo_id)
        browser.put(f"/api/photos/{ids[-1]}/save")
    for photo_id in ids:
        browser.post(f"/api/photos/{photo_id}/like")
    return ids[::-1]


def place_of(browser: Client, photo_id: str, token: str) -> Any:
    """Open a photo from a place and answer what the page knows of it."""
    page = browser.get(f"/p/{photo_id}/?in={quote(token)}")
    assert page.status_code == 200
    return page.context["listing"]


def ids_around(listing: Any) -> tuple[str, str]:
    """Read the neighbours' ids out of their addresses, and expect their pictures beside."""
    found = []
    for side in ("previous", "next"):
        url, image = listing[f"{side}_url"], listing[f"{side}_image"]
        photo_id = url.removeprefix("/p/").partition("/")[0]
        assert bool(url) == bool(image)
        assert f"photos/{photo_id}_large.jpg" in image or not url
        found.append(photo_id)
    return found[0], found[1]


@pytest.mark.parametrize("token", PLACES)
def test_the_way_leads_through_the_listing_and_back(stranger: User, made: list[str], token: str) -> None:
    browser = browser_of(stranger)
    rebuild_ranking()
    way = [photo["id"] for photo in browser.get("/api/photos?scope=trending").json()] if token == "trending" else made
    for index, photo_id in enumerate(way):
        listing = place_of(browser, photo_id, token)
        assert (listing["name"], listing["url"]) == PLACES[token]
        assert ids_around(listing) == (way[index - 1] if index else "", way[index + 1] if index < 2 else "")
    onward = place_of(browser, way[0], token)["next_url"]
    assert ids_around(browser.get(onward).context["listing"]) == (way[0], way[2])


@pytest.mark.parametrize("token", [token for token in PLACES if token not in {"u:OWNER", "topic:über land"}])
def test_a_gallery_leads_into_its_photos(stranger: User, made: list[str], token: str) -> None:
    browser = browser_of(stranger)
    page = browser.get(PLACES[token][1])
    urls = [photo.url for photo in page.context["page"]["photos"]]
    assert {url.partition("?")[0] for url in urls} == {f"/p/{photo_id}/" for photo_id in made}
    for url in urls:
        assert (browser.get(url).context["listing"]["name"]) == PLACES[token][0]


def test_home_leads_through_ones_own(owner: User, made: list[str]) -> None:
    listing = place_of(browser_of(owner), made[1], "home")
    assert (listing["url"], ids_around(listing)) == ("/", (made[0], made[2]))


@pytest.mark.parametrize("token", JUNK, ids=range(len(JUNK)))
def test_a_place_that_nobody_can_mean_is_passed_over(stranger: User, made: list[str], token: str) -> None:
    browser = browser_of(stranger)
    listing = place_of(browser, made[1], token)
    assert listing is None or set(ids_around(listing)) <= {"", *made}
    page = browser.get(f"/p/{made[1]}/?in={quote(token)}").text
    assert "<script>alert(1)" not in page
    assert 'href="https://elsewhere' not in page


def test_junk_bytes_in_the_address_are_passed_over(stranger: User, made: list[str]) -> None:
    for junk in ("%ff%fe", "tag:%ff", "%00", "all&in=x", "&in", "=all"):
        assert browser_of(stranger).get(f"/p/{made[1]}/?in={junk}").status_code == 200


def test_a_photo_outside_the_listing_still_has_a_way_on(owner: User, stranger: User, made: list[str]) -> None:
    newest = plant(owner).photo_id
    assert ids_around(place_of(browser_of(stranger), newest, "tag:sea")) == ("", made[0])


def test_the_way_never_leads_to_what_is_hidden(owner: User, stranger: User, made: list[str]) -> None:
    browser_of(owner).patch(f"/api/photos/{made[1]}", {"visibility": "me"}, content_type="application/json")
    rebuild_ranking()
    for token in PLACES:
        if token != "trending":
            assert ids_around(place_of(browser_of(stranger), made[0], token)) == ("", made[2]), token
    User.objects.filter(pk=owner.pk).update(is_active=False)
    mine = plant(stranger).photo_id
    assert place_of(browser_of(stranger), mine, "u:owner") is None
    assert ids_around(place_of(browser_of(stranger), mine, "all")) == ("", "")
