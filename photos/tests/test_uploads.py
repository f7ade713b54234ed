"""Tickets for pictures that go straight into the storage, be that S3 or this site's own disk."""

from typing import Any

import pytest
from django.conf import settings

from accounts.models import User
from core.ids import is_id
from photos.tests.seeing import ids_in, post_photo
from photos.tests.ticketing import JSON, ask, sent, ticket
from tests.cast import browser_of, items_stored

TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic", "image/heif")


def test_a_ticket_says_where_the_picture_goes(owner: User) -> None:
    answer = ask(browser_of(owner), fileSize=1234)
    assert answer.status_code == 201
    given = answer.json()
    assert set(given) == {"photoId", "uploadUrl", "fields", "maxSize", "expiresIn"}
    assert is_id(given["photoId"])
    assert (given["maxSize"], given["expiresIn"]) == (1234, 300)
    assert given["uploadUrl"].startswith("http")
    fields = given["fields"]
    assert fields["key"] == f"incoming/{given['photoId']}"
    assert (fields["Content-Type"], fields["success_action_status"]) == ("image/jpeg", "204")


def test_without_a_size_the_limit_of_the_site_counts(owner: User) -> None:
    assert ticket(browser_of(owner), fileSize=None)["maxSize"] == settings.MAX_UPLOAD_BYTES


@pytest.mark.parametrize("kind", [*TYPES, "IMAGE/JPEG", " image/png "])
def test_pictures_of_all_kinds_get_a_ticket(owner: User, kind: str) -> None:
    assert ticket(browser_of(owner), contentType=kind)["fields"]["Content-Type"] == kind.strip().lower()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        *(
            ({"contentType": kind}, "contentType")
            for kind in ("text/html", "image/svg+xml", "image/tiff", "image/*", "", "image/jpeg; a=b", "x\0", 5, None)
        ),
        *(({"fileSize": size}, "fileSize") for size in (0, -1, 1.5, "677", True, [1])),
        *(({"filename": name}, "filename") for name in (None, 5, "a\0b", "\ud800")),
        *(({name: "nul\0"}, name) for name in ("title", "caption", "description", "topic", "alt", "visibility")),
        ({"title": "x" * 201}, "title"),
        ({"caption": "x" * 2001}, "caption"),
        ({"tags": ",".join(map(str, range(21)))}, "tags"),
        ({"tags": ["x" * 41]}, "tags"),
        ({"tags": {"a": 1}}, "tags"),
        ({"visibility": "everybody"}, "visibility"),
    ],
    ids=ascii,
)
def test_what_will_not_do_is_refused_at_its_field(owner: User, said: dict[str, Any], field: str) -> None:
    answer = ask(browser_of(owner), **said)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert items_stored() == []


@pytest.mark.parametrize("size", [settings.MAX_UPLOAD_BYTES + 1, 10**30])
def test_a_picture_above_the_limit_gets_no_ticket(owner: User, size: int) -> None:
    answer = ask(browser_of(owner), fileSize=size)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert items_stored() == []
    assert ask(browser_of(owner), fileSize=settings.MAX_UPLOAD_BYTES).status_code == 201


@pytest.mark.parametrize("body", ["", "[]", "nonsense", '{"filename": ', "5"])
def test_a_body_that_is_no_object_is_refused(owner: User, body: str) -> None:
    assert browser_of(owner).post("/api/uploads", body, content_type=JSON).status_code == 400


def test_tickets_count_as_uploads(owner: User, settings: Any) -> None:
    settings.HOURLY_LIMITS = {**settings.HOURLY_LIMITS, "uploads": 2}
    browser = browser_of(owner)
    ticket(browser)
    post_photo(browser)
    answer = ask(browser)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_another_site_gets_no_ticket(owner: User) -> None:
    answer = browser_of(owner).post("/api/uploads", "{}", content_type=JSON, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_nobody_sees_a_photo_that_is_awaited(owner: User, stranger: User) -> None:
    photo_id = sent(browser_of(owner), title="The beach", tags="sea", topic="Travel")
    for browser in (browser_of(owner), browser_of(stranger)):
        scopes = (
            "",
            "?scope=all",
            "?user=owner",
            "?tag=sea",
            "?topic=travel",
            "?title=The beach",
            "?scope=all&q=beach",
        )
        assert [ids_in(browser, scope) for scope in scopes] == [[]] * len(scopes)
        for path in ("", "/image/thumb", "/image/original", "/likes", "/comments"):
            assert browser.get(f"/api/photos/{photo_id}{path}").status_code == 404
        assert browser.get(f"/p/{photo_id}/").status_code == 404
        assert browser.post(f"/api/photos/{photo_id}/like").status_code == 404
        assert browser.patch(f"/api/photos/{photo_id}", {"title": "x"}, content_type=JSON).status_code == 404
    assert items_stored() == [(f"PHOTO#{photo_id}", "META"), ("STATUS#awaiting", f"PHOTO#{photo_id}")]
