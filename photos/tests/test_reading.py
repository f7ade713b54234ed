"""Reading photos as JSON: one, lists in their scopes, and images by size."""

from itertools import chain
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from photos.tests.seeing import MISSING, SIZES, Uploads, ids_in, pages_of, signed_bytes, size_of
from tests.cast import browser_of, jpeg

NO_IDS = ["x", "1", MISSING.upper(), MISSING + "x", "01890a5d-ac96-474b-bcce-b302099a8057", "..", "%00", "a" * 500, "é"]


def test_everyone_reads_a_photo_that_is_for_everyone(owner: User, stranger: User, upload: Uploads) -> None:
    photo = upload(owner, title="The beach")
    mine = browser_of(owner).get(f"/api/photos/{photo.photo_id}").json()
    theirs = browser_of(stranger).get(f"/api/photos/{photo.photo_id}").json()
    assert (mine["title"], mine["filename"]) == ("The beach", "photo.jpg")
    assert theirs == {**mine, "filename": None}


@pytest.mark.parametrize("visibility", ["me", "friends"])
def test_a_hidden_photo_answers_the_same_bytes_as_a_missing_one(
    owner: User, stranger: User, upload: Uploads, visibility: str
) -> None:
    photo = upload(owner, visibility=visibility)
    assert browser_of(owner).get(f"/api/photos/{photo.photo_id}").status_code == 200
    browser = browser_of(stranger)
    for path in ("", "/image/thumb", "/image/original", "/image/nonsense"):
        hidden = browser.get(f"/api/photos/{photo.photo_id}{path}")
        missing = browser.get(f"/api/photos/{MISSING}{path}")
        assert hidden.status_code == missing.status_code == 404
        assert hidden.content == missing.content


@pytest.mark.parametrize("text", NO_IDS, ids=ascii)
def test_what_is_no_id_is_not_found(owner: User, text: str) -> None:
    assert browser_of(owner).get(f"/api/photos/{text}").status_code in {400, 404}


def test_the_scopes_of_the_list(owner: User, stranger: User, upload: Uploads) -> None:
    private, public = upload(owner, visibility="me"), upload(owner)
    other = upload(stranger)
    mine, theirs = browser_of(owner), browser_of(stranger)
    own = [public.photo_id, private.photo_id]
    assert ids_in(mine) == ids_in(mine, "?scope=home") == ids_in(mine, "?scope=profile") == own
    assert ids_in(mine, "?scope=all") == ids_in(theirs, "?scope=all") == [other.photo_id, public.photo_id]
    assert ids_in(theirs) == [other.photo_id]
    assert ids_in(theirs, "?scope=profile&user=OWNER") == ids_in(theirs, "?user=owner") == [public.photo_id]
    assert ids_in(mine, "?scope=profile&user=stranger") == [other.photo_id]


def test_scope_and_user_must_both_hold(owner: User, stranger: User, upload: Uploads) -> None:
    public = upload(owner)
    upload(owner, visibility="me")
    upload(stranger)
    assert ids_in(browser_of(owner), "?scope=all&user=owner") == [public.photo_id]


def test_who_has_no_photos_gets_an_empty_list(owner: User) -> None:
    for scope in ("home", "profile", "all"):
        answer = browser_of(owner).get(f"/api/photos?scope={scope}")
        assert (answer.status_code, answer.json()) == (200, [])
        assert "Link" not in answer


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=101", "limit=-1", "limit=x", "limit=", "limit=1.5", "limit=1e1", "limit=" + "9" * 5_000),
        *("scope=everything", "scope=", "scope=HOME", "scope=%00", "before=x", "before=1", "before=%00", "user=%00"),
    ],
    ids=range(16),
)
def test_a_list_that_nobody_can_mean_is_refused(owner: User, query: str) -> None:
    answer = browser_of(owner).get(f"/api/photos?{query}")
    assert answer.status_code in ({400, 404} if query.startswith("before") else {400})
    assert answer.json()["message"]


def test_a_list_of_nobodys_photos_is_not_found(owner: User) -> None:
    assert browser_of(owner).get("/api/photos?user=nobody").status_code == 404


def followed(browser: Client, path: str) -> list[list[str]]:
    """Follow the Link header to the end and list the ids of each page."""
    return [[photo["id"] for photo in page] for page in pages_of(browser, path)]


@pytest.mark.parametrize("scope", ["home", "profile", "all", "profile&user=owner"])
def test_following_the_link_shows_each_photo_once_newest_first(owner: User, upload: Uploads, scope: str) -> None:
    made = [upload(owner).photo_id for _ in range(30)][::-1]
    browser = browser_of(owner)
    pages = followed(browser, f"/api/photos?scope={scope}")
    assert [len(page) for page in pages] == [24, 6]
    assert list(chain(*pages)) == made
    assert list(chain(*followed(browser, f"/api/photos?scope={scope}&limit=7"))) == made
    assert followed(browser, f"/api/photos?scope={scope}&limit=10")[-1]
    assert followed(browser, f"/api/photos?scope={scope}&limit=30") == [made]


def test_paging_passes_over_photos_that_are_not_shared(owner: User, stranger: User, upload: Uploads) -> None:
    public = [upload(owner, visibility="me" if number % 3 else "everyone") for number in range(15)][::3]
    pages = followed(browser_of(stranger), "/api/photos?user=owner&limit=2")
    assert list(chain(*pages)) == [photo.photo_id for photo in reversed(public)]


def test_what_came_before_any_photo_is_nothing(owner: User, upload: Uploads) -> None:
    upload(owner)
    assert ids_in(browser_of(owner), "?before=00000000-0000-7000-8000-000000000000") == []


@pytest.mark.parametrize("size", SIZES)
def test_an_image_is_sent_on_to_a_signed_url_that_needs_no_session(
    owner: User, stranger: User, upload: Uploads, size: str
) -> None:
    photo = upload(owner, content=jpeg(1500, 1000))
    answer = browser_of(stranger).get(f"/api/photos/{photo.photo_id}/image/{size}")
    assert answer.status_code == 302
    longest = {"thumb": 200, "small": 320, "medium": 640, "large": 1280, "full": 1500}[size]
    assert max(size_of(signed_bytes(answer["Location"]))) == longest


def test_the_urls_inside_a_photo_work_without_a_session_and_are_the_same_for_all(
    owner: User, stranger: User, upload: Uploads
) -> None:
    photo = upload(owner, content=jpeg(1500, 1000))
    mine, theirs = (browser_of(user).get(f"/api/photos/{photo.photo_id}").json() for user in (owner, stranger))
    assert mine["images"] == theirs["images"]
    assert [max(size_of(signed_bytes(mine["images"][size]))) for size in SIZES] == [200, 320, 640, 1280, 1500]


def test_the_original_is_the_owners_byte_for_byte_and_nobody_elses(
    owner: User, stranger: User, moderator: User, upload: Uploads
) -> None:
    content = jpeg(300, 200) + b"what a camera adds"
    path = f"/api/photos/{upload(owner, content=content).photo_id}/image/original"
    assert signed_bytes(browser_of(owner).get(path)["Location"]) == content
    for user in (stranger, moderator):
        assert browser_of(user).get(path).status_code == 404
    assert Client().get(path).status_code == 401


@pytest.mark.parametrize("size", ["huge", "THUMB", "thumb.jpg", "..", "original2", "%00"])
def test_there_is_no_other_size(owner: User, upload: Uploads, size: str) -> None:
    answer = browser_of(owner).get(f"/api/photos/{upload(owner).photo_id}/image/{size}")
    assert answer.status_code in {400, 404}


def test_an_unknown_size_is_told(owner: User, upload: Uploads) -> None:
    answer = browser_of(owner).get(f"/api/photos/{upload(owner).photo_id}/image/huge")
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["size"]


def everything_that_shows(browser: Client, photo: Any) -> dict[str, int]:
    """Ask every way to see a photo and answer the statuses; lists count as 404 when the photo is absent."""
    seen: dict[str, int] = {}
    for path in (f"/api/photos/{photo.photo_id}", f"/api/photos/{photo.photo_id}/image/full", f"/p/{photo.photo_id}/"):
        seen[path] = browser.get(path).status_code
    for path in ("/", "/explore/", "/u/owner/", "/api/photos?scope=all", "/api/photos?user=owner", "/api/photos"):
        answer = browser.get(path)
        seen[path] = 200 if photo.photo_id in answer.content.decode() else 404
    return seen


def test_a_photo_for_its_owner_alone_is_seen_by_no_stranger_anywhere(
    owner: User, stranger: User, moderator: User, upload: Uploads
) -> None:
    photo = upload(owner, visibility="me")
    for user in (stranger, moderator):
        assert set(everything_that_shows(browser_of(user), photo).values()) == {404}
    seen = everything_that_shows(browser_of(owner), photo)
    assert [path for path, status in seen.items() if status == 404] == ["/explore/", "/api/photos?scope=all"]


def test_the_photos_of_a_deactivated_person_disappear(owner: User, stranger: User, upload: Uploads) -> None:
    photo = upload(owner)
    browser = browser_of(stranger)
    seen = everything_that_shows(browser, photo)
    assert [path for path, status in seen.items() if status == 404] == ["/", "/api/photos"]
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert set(everything_that_shows(browser, photo).values()) == {404}
    assert browser.get("/u/owner/").status_code == 404
    assert "owner" not in browser.get("/explore/").text
