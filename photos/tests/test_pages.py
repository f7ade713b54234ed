"""The pages of photos: what they show, what they say when there is nothing, and that words stay words."""

import pytest
from django.test import Client

from accounts.models import User
from photos.tests.seeing import MISSING, Uploads, tiles_in
from tests.cast import browser_of, jpeg, upload_file

HOSTILE = """"><script>alert(1)</script><img src=x onerror=alert(1)>'{{ 7|add:7 }}{% now "Y" %}javascript:alert(1)"""


def test_a_photo_is_seen_in_home_profile_and_all(owner: User, stranger: User, upload: Uploads) -> None:
    photo = upload(owner, title="The beach")
    mine, theirs = browser_of(owner), browser_of(stranger)
    for path in ("/", "/explore/", "/u/owner/"):
        page = mine.get(path)
        assert page.status_code == 200
        assert tiles_in(page) == [photo.photo_id]
        assert 'alt="The beach"' in page.text
    assert tiles_in(theirs.get("/explore/")) == tiles_in(theirs.get("/u/OWNER/")) == [photo.photo_id]
    assert tiles_in(theirs.get("/")) == []


def test_visitors_of_the_start_page_are_told_what_this_is(db: None) -> None:  # noqa: ARG001
    page = Client().get("/")
    assert page.status_code == 200
    assert "/accounts/signup/" in page.text
    assert "/accounts/login/" in page.text


@pytest.mark.parametrize("path", ["/", "/explore/", "/u/owner/"])
def test_an_empty_gallery_names_the_next_step(owner: User, path: str) -> None:
    page = browser_of(owner).get(path)
    assert 'class="empty"' in page.text
    assert '<a class="button button-primary" href="/upload/">' in page.text


def test_an_empty_profile_of_another_says_so(owner: User, stranger: User) -> None:
    page = browser_of(stranger).get(f"/u/{owner.username}/")
    assert "No photos to see here yet" in page.text


def test_a_profile_shows_who_it_is(owner: User, stranger: User) -> None:
    User.objects.filter(pk=owner.pk).update(bio="I walk <b>a lot</b>.")
    page = browser_of(stranger).get("/u/owner/")
    assert "I walk &lt;b&gt;a lot&lt;/b&gt;." in page.text
    assert owner.email not in page.text


@pytest.mark.parametrize("name", ["nobody", "ówner", "own", "%00", "x" * 2000])
def test_there_is_no_profile_of_nobody(owner: User, name: str) -> None:
    assert browser_of(owner).get(f"/u/{name}/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/explore/", "/u/owner/"])
def test_more_photos_follow_as_tiles_alone_when_htmx_asks(owner: User, upload: Uploads, path: str) -> None:
    made = [upload(owner).photo_id for _ in range(26)][::-1]
    browser = browser_of(owner)
    first = browser.get(path)
    assert tiles_in(first) == made[:24]
    link = f"{path}?before={made[23]}"
    assert f'hx-get="{link}"' in first.text
    assert f'href="{link}"' in first.text
    part = browser.get(link, headers={"HX-Request": "true"})
    assert tiles_in(part) == made[24:]
    assert "<html" not in part.text
    assert "HX-Request" in part["Vary"]
    whole = browser.get(link)
    assert tiles_in(whole) == made[24:]
    assert "<html" in whole.text


@pytest.mark.parametrize("path", ["/", "/explore/", "/u/owner/"])
@pytest.mark.parametrize("before", ["x", "%00", "é", "1"])
def test_a_page_after_nothing_is_not_found(owner: User, path: str, before: str) -> None:
    assert browser_of(owner).get(f"{path}?before={before}").status_code in {400, 404}


def test_a_photo_has_a_page_at_full_size(owner: User, stranger: User, upload: Uploads) -> None:
    photo = upload(
        owner,
        content=jpeg(1500, 1000),
        title="The beach",
        caption="In the evening",
        description="Line 1\nLine 2",
        tags="sea",
    )
    page = browser_of(stranger).get(f"/p/{photo.photo_id}/")
    for words in ("The beach", "In the evening", "Line 1<br>Line 2", "#sea", f"photos/{photo.photo_id}_full.jpg"):
        assert words in page.text
    for words in ("photo.jpg", "/delete/", "originals/"):
        assert words not in page.text


def test_the_owner_finds_the_original_and_the_way_to_delete(owner: User, upload: Uploads) -> None:
    photo = upload(owner)
    page = browser_of(owner).get(f"/p/{photo.photo_id}/")
    assert f"originals/{photo.photo_id}.jpg" in page.text
    assert f'href="/p/{photo.photo_id}/delete/"' in page.text
    assert "photo.jpg" in page.text


def test_words_are_never_markup(owner: User, stranger: User) -> None:
    browser = browser_of(owner)
    words = dict.fromkeys(("title", "caption", "description", "alt"), HOSTILE)
    form = {
        "photo": upload_file(name="<svg onload=alert(1)>.jpg"),
        "topic": "<script>x</script>",
        "tags": "<script>,'\"",
        **words,
    }
    photo_id = browser.post("/api/photos", form).json()["id"]
    for user in (owner, stranger):
        for path in (f"/p/{photo_id}/", "/explore/", "/u/owner/"):
            page = browser_of(user).get(path).text
            assert photo_id in page
            for markup in (
                "<script>alert",
                "<script>x",
                "<script></li>",
                "<img src=x",
                "<svg onload",
                '""><',
                "{% now",
            ):
                assert markup not in page.replace("{% now &quot;Y&quot; %}", "")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    asked = browser.get(f"/p/{photo_id}/delete/").text
    assert "<script>alert" not in asked


@pytest.mark.parametrize("photo_id", [MISSING, "x", "..", "%00", "a" * 500])
def test_a_missing_photo_has_no_page(owner: User, photo_id: str) -> None:
    for path in (f"/p/{photo_id}/", f"/p/{photo_id}/delete/"):
        assert browser_of(owner).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/explore/", "/u/owner/", "/p/x/", "/u/owner/?before=x"])
def test_a_page_that_only_shows_takes_no_form(owner: User, path: str) -> None:
    assert browser_of(owner).post(path).status_code == 405


def test_the_start_page_takes_no_form_of_a_visitor(db: None) -> None:  # noqa: ARG001
    assert Client().post("/").status_code == 405


def test_members_pages_are_kept_by_no_shared_cache(owner: User, upload: Uploads) -> None:
    photo = upload(owner)
    browser = browser_of(owner)
    for path in ("/", "/explore/", "/u/owner/", f"/p/{photo.photo_id}/", "/upload/"):
        answer = browser.get(path)
        assert answer["Cache-Control"].startswith("private")
        assert "Cookie" in answer["Vary"]
