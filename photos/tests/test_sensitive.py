"""A photo that moderators call sensitive: covered on every surface until its viewer wishes to see it."""

import re
from typing import Any

import pytest

from accounts.models import User
from core.ids import PhotoId
from photos.models import Photo
from photos.services import delete_photo, like_photo, set_sensitive
from photos.tests.seeing import MISSING, Uploads, ids_in, plant
from tests.cast import befriended, browser_of

REASON = "A wound is to be seen."


@pytest.fixture
def covered(owner: User, stranger: User, upload: Uploads) -> Photo:
    """Cover a photo of the owner's, who is a friend of the stranger's, between two others."""
    befriended(owner, stranger)
    plant(owner)
    photo = upload(owner, title="Fall", tags="sea")
    plant(owner)
    like_photo(actor=stranger, photo_id=photo.photo_id)
    assert set_sensitive(photo_id=photo.id, reason=REASON) is not None
    return photo


def pictures_outside(page: Any, photo: Photo) -> list[str]:
    """List the addresses of the photo's real pictures that stand outside of what has to be opened first."""
    assert page.status_code == 200
    open_parts = re.sub(r'<details class="veil[^"]*">.*?</details>', "", page.text, flags=re.DOTALL)
    return re.findall(rf"(?:src|srcset|data-image)=\"([^\"]*{photo.photo_id}_[^\"]*)", open_parts)


@pytest.mark.parametrize(
    "path", ["/", "/explore/", "/trending/", "/liked/", "/u/owner/", "/tags/sea/", "/search/?q=fall"]
)
def test_its_tile_shows_why_instead_of_the_picture(stranger: User, covered: Photo, path: str) -> None:
    page = browser_of(stranger).get(path)
    assert (f"Sensitive: {REASON}" in page.text, f'href="/p/{covered.photo_id}/' in page.text) == (True, True)
    assert pictures_outside(page, covered) == []


def test_its_page_covers_it_and_says_how_to_see_it(stranger: User, covered: Photo) -> None:
    page = browser_of(stranger).get(f"/p/{covered.photo_id}/")
    [veil] = re.findall(r'<details class="veil[^"]*">.*?</summary>', page.text, flags=re.DOTALL)
    assert (f"Sensitive: {REASON}" in veil, "Show it" in veil, f"{covered.photo_id}_" in veil) == (True, True, False)
    assert f"{covered.photo_id}_large" in page.text
    assert pictures_outside(page, covered) == []


def test_no_other_page_shows_it_unasked(owner: User, stranger: User, covered: Photo) -> None:
    sent = {"to_user_id": stranger.pk, "text": "Look", "photo_id": covered.photo_id}
    browser_of(owner).post("/api/messages", sent, content_type="application/json")
    theirs = browser_of(stranger)
    neighbours = [photo_id for photo_id in ids_in(theirs, "?scope=all") if photo_id != covered.photo_id]
    pages = [f"/p/{photo_id}/?in=all" for photo_id in neighbours]
    pages += [f"/p/{covered.photo_id}/likes/", f"/messages/share/{covered.photo_id}/", "/messages/owner/"]
    pages += [f"/report/photo/{covered.photo_id}/"]
    pages += [f"/messages/owner/?photo={covered.photo_id}", "/messages/", "/notifications/"]
    for path in pages:
        assert pictures_outside(theirs.get(path), covered) == [], path
    for path in ("/messages/owner/", f"/report/photo/{covered.photo_id}/"):
        assert f"Sensitive: {REASON}" in theirs.get(path).text


def test_its_owner_sees_it_and_what_others_are_told(owner: User, covered: Photo) -> None:
    mine = browser_of(owner)
    page = mine.get(f"/p/{covered.photo_id}/")
    assert (f"Sensitive: {REASON}" in page.text, '<details class="veil' in page.text) == (True, False)
    assert pictures_outside(mine.get("/"), covered) != []


def test_programs_are_told_and_it_is_uncovered_again(stranger: User, covered: Photo) -> None:
    theirs, path = browser_of(stranger), f"/api/photos/{covered.photo_id}"
    assert theirs.get(path).json()["sensitive"] == REASON
    for _ in range(2):
        assert set_sensitive(photo_id=covered.id, reason="") is not None
    assert theirs.get(path).json()["sensitive"] is None
    assert "Sensitive:" not in theirs.get("/explore/").text


def test_what_is_gone_cannot_be_covered(owner: User, covered: Photo) -> None:
    delete_photo(actor=owner, photo_id=covered.photo_id)
    for photo_id in (covered.id, PhotoId(MISSING)):
        assert set_sensitive(photo_id=photo_id, reason=REASON) is None
