"""Words that are odd but honest, and words whose addresses would lead elsewhere."""

import re
from html import unescape

import pytest

from accounts.models import User
from tests.cast import Uploads, browser_of, upload_file

JSON = "application/json"


@pytest.mark.parametrize("word", [".", "..", "../..", "a/../b"])
@pytest.mark.parametrize("field", ["tags", "topic"])
def test_dots_that_would_lead_out_of_an_address_are_refused(owner: User, field: str, word: str) -> None:
    answer = browser_of(owner).post("/api/photos", {"photo": upload_file(), field: word})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]


@pytest.mark.parametrize("word", ["a/b", "...", "c++", "50 %", "what?", "#1", "<b>"])
def test_a_tag_and_a_topic_lead_to_their_page(owner: User, upload: Uploads, word: str) -> None:
    photo_id = upload(owner, tags=word, topic=word).photo_id
    browser = browser_of(owner)
    links = re.findall(r'class="chip(?: chip-topic)?" href="([^"]+)"', browser.get(f"/p/{photo_id}/").text)
    assert len(links) == 2
    for link in links:
        assert f"/p/{photo_id}/" in browser.get(unescape(link)).text


def test_a_tag_in_a_list_is_split_at_commas_like_one_in_a_string(owner: User, upload: Uploads) -> None:
    photo_id = upload(owner).photo_id
    answer = browser_of(owner).patch(f"/api/photos/{photo_id}", {"tags": ["new york, ny"]}, content_type=JSON)
    assert answer.json()["tags"] == ["new york", "ny"]


def test_a_wrong_type_is_named_by_its_field(owner: User, upload: Uploads) -> None:
    answer = browser_of(owner).patch(f"/api/photos/{upload(owner).photo_id}", {"tags": 1}, content_type=JSON)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["tags"])


@pytest.mark.parametrize("path", ["/tags/cafe%CC%81/", "/tags/%20CAF%C3%89/", "/topics/Cafe%CC%81/"])
def test_another_spelling_of_the_same_word_finds_the_same_photos(owner: User, upload: Uploads, path: str) -> None:
    photo_id = upload(owner, tags="café", topic="Café").photo_id
    assert f"/p/{photo_id}/" in browser_of(owner).get(path).text


def test_a_photo_that_does_not_trend_has_no_neighbours_there(owner: User, stranger: User, upload: Uploads) -> None:
    trending, quiet = upload(owner, title="Trending").photo_id, upload(owner, title="Quiet").photo_id
    browser = browser_of(stranger)
    browser.post(f"/p/{trending}/like/", {"liked": "1"})
    assert trending in browser.get("/trending/").text
    assert browser_of(owner).get(f"/p/{quiet}/?in=trending").context["listing"]["next_url"] == ""
    assert browser_of(owner).get(f"/p/{quiet}/?in=trending").context["listing"]["previous_url"] == ""
