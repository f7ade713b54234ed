"""How moderators find every photo and comment without a scan: by month, by status, by word."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from accounts.models import User
from core.dynamo import batch_delete, query_page
from core.ids import PhotoId, made_at
from photos import queries
from photos.models import HELD, REJECTED, CommentEntry, Entry, Photo, entries, month, of_month, with_staff_term
from photos.services import add_comment, publish, set_comment_removed, settle_photo
from photos.tests.interrupting import survives
from photos.tests.seeing import MISSING, ids_in, plant, post_photo
from photos.tests.standings import assert_stands_right, listings_with, screening
from photos.tests.test_crash_doing import full
from tests.cast import Counted, browser_of, files_stored, items_stored


def staff_words(photo_id: str) -> set[str]:
    """List the words by which moderators alone find a photo."""
    return {name.removeprefix("STAFFTERM#") for name in listings_with(photo_id) if name.startswith("STAFFTERM#")}


def comment_entries() -> list[CommentEntry]:
    """List the newest comments of this month as moderators do."""
    return list(query_page(CommentEntry, month(datetime.now(UTC).date()), limit=50).items)


def test_what_others_do_not_find_moderators_find_by_its_words(owner: User, stranger: User) -> None:
    photos = {seen_by: plant(owner, title="Gull", visibility=seen_by) for seen_by in ("everyone", "friends", "me")}
    held = plant(owner, title="Gull")
    settle_photo(photo_id=held.id, status=HELD)
    assert staff_words(photos["everyone"].photo_id) == set()
    for photo in (photos["friends"], photos["me"], held):
        assert staff_words(photo.photo_id) == {"gull", "owner"}
    for browser in (browser_of(owner), browser_of(stranger)):
        assert ids_in(browser, "?scope=all&q=gull") == [photos["everyone"].photo_id]
    listed = query_page(Entry, with_staff_term("gull"), limit=10).items
    assert [entry.photo_id for entry in listed] == [held.photo_id, photos["me"].photo_id, photos["friends"].photo_id]


def test_an_edit_takes_the_words_along(owner: User) -> None:
    photo = plant(owner, title="Gull")
    browser, path = browser_of(owner), f"/api/photos/{photo.photo_id}"
    for change, words in (
        ({"visibility": "me"}, {"gull", "owner"}),
        ({"title": "Tern"}, {"tern", "owner"}),
        ({"visibility": "everyone"}, set()),
    ):
        assert browser.patch(path, change, content_type="application/json").status_code == 200
        assert staff_words(photo.photo_id) == words
        assert_stands_right(photo.photo_id)


def test_the_fullest_photo_changes_within_the_stores_limits(owner: User) -> None:
    photo = plant(owner, **full("old"))
    browser, path = browser_of(owner), f"/api/photos/{photo.photo_id}"
    hidden, shown = {"visibility": "friends"}, {"visibility": "everyone"}
    for change in (hidden, full("new"), shown, hidden, full("old")):
        assert browser.patch(path, change, content_type="application/json").status_code == 200
        assert_stands_right(photo.photo_id)
    assert len(staff_words(photo.photo_id)) == 60


def test_every_photo_stands_in_its_month_from_its_settling_on(owner: User, settings: Any) -> None:
    mine = browser_of(owner)
    assert not survives(lambda: post_photo(mine), writes=2)
    photo_id = PhotoId(files_stored()[0].removeprefix("originals/").removesuffix(".jpg"))
    assert listings_with(photo_id) == {"STATUS#processing"}
    settings.SCREENING = screening("rejecting")
    publish(photo_id=photo_id)
    assert {of_month(photo_id), "STATUS#rejected"} <= listings_with(photo_id)
    assert of_month(photo_id) == f"ALL#{made_at(photo_id):%Y-%m}"


def test_what_failed_stands_with_its_status(owner: User) -> None:
    mine = browser_of(owner)
    announced = {"filename": "no.jpg", "contentType": "image/jpeg", "title": "Gull"}
    given = mine.post("/api/uploads", announced, content_type="application/json").json()
    photo_id = given["photoId"]
    assert listings_with(photo_id) == {"STATUS#awaiting"}
    photo = queries.photo_for_staff(photo_id)
    assert photo is not None
    Photo(photo.pk, photo.sk).update([Photo.status.set("processing")])
    # Its own bytes are no picture.
    default_storage.save(photo.original, ContentFile(b"this is no picture"))
    assert publish(photo_id=photo.id) == "failed"
    assert {of_month(photo_id), "STATUS#failed", "STAFFTERM#gull"} <= listings_with(photo_id)
    assert queries.count_with_status("failed") == 1
    assert mine.delete(f"/api/photos/{photo_id}").status_code == 204
    assert [listing for listing in listings_with(photo_id) if "#awaiting" not in listing] == []


def test_entries_from_before_are_written_and_nothing_twice(owner: User, stranger: User) -> None:
    photo = plant(owner, title="Gull")
    private = plant(owner, title="Gull", visibility="me")
    comment = add_comment(actor=stranger, photo_id=photo.photo_id, text="Hello")
    whole = items_stored()
    batch_delete(entries([of_month(photo.photo_id)], photo))
    batch_delete(entries([of_month(private.photo_id), *map(with_staff_term, ("gull", "owner"))], private))
    batch_delete(comment_entries())
    for arguments, said in ((["--dry-run"], "5 entries are missing.\n"), ([], "5 entries written.\n")):
        out = io.StringIO()
        call_command("rebuild_listings", *arguments, stdout=out)
        assert out.getvalue() == said
    assert items_stored() == whole
    assert [entry.comment_id for entry in comment_entries()] == [comment.comment_id]
    out = io.StringIO()
    call_command("rebuild_listings", stdout=out)
    assert (out.getvalue(), items_stored()) == ("0 entries written.\n", whole)


def test_a_comment_is_found_by_month_until_it_is_deleted(owner: User, stranger: User) -> None:
    photo = plant(owner)
    first, second = (add_comment(actor=stranger, photo_id=photo.photo_id, text=f"Number {n}") for n in "12")
    found = comment_entries()
    assert [entry.comment_id for entry in found] == [second.comment_id, first.comment_id]
    for entry in found:
        assert (entry.photo_id, entry.user_id) == (photo.photo_id, stranger.pk)
    browser = browser_of(stranger)
    assert browser.delete(f"/api/photos/{photo.photo_id}/comments/{first.comment_id}").status_code == 204
    assert [entry.comment_id for entry in comment_entries()] == [second.comment_id]
    assert browser_of(owner).delete(f"/api/photos/{photo.photo_id}").status_code == 204
    assert comment_entries() == []


def test_staff_reads_what_nobody_else_may_see_in_one_call(owner: User, counted: Counted) -> None:
    photos = [plant(owner, visibility="me") for _ in range(30)]
    settle_photo(photo_id=photos[0].id, status=REJECTED)
    ids = [photo.photo_id for photo in photos]
    shown = plant(owner)
    said = [add_comment(actor=owner, photo_id=shown.photo_id, text="Hello") for _ in range(30)]
    set_comment_removed(photo_id=shown.id, comment_id=said[0].comment_id, removed=True)
    for number in (3, 30):
        with counted() as calls:
            found = queries.photos_for_staff([*ids[:number], MISSING, "x"])
        assert ([photo.photo_id for photo in found], calls.dynamodb) == (ids[:number], ["BatchGetItem"])
        keys = [(comment.photo_id, comment.comment_id) for comment in said[:number]]
        with counted() as calls:
            comments = queries.comments_for_staff([*keys, (shown.photo_id, MISSING), ("x", "y")])
        assert ([item.comment_id for item in comments], calls.dynamodb) == ([key[1] for key in keys], ["BatchGetItem"])
    assert comments[0].removed
    assert (queries.comment_for_staff("x", MISSING), queries.photo_for_staff("x")) == (None, None)


def test_staff_counts_within_the_store(owner: User, stranger: User, counted: Counted) -> None:
    photos = [plant(owner, visibility="me") for _ in range(3)]
    plant(stranger)
    settle_photo(photo_id=photos[0].id, status=HELD)
    with counted() as calls:
        assert queries.count_with_status(HELD) == 1
        assert queries.count_photos_of(owner.pk) == 3
        assert queries.count_photos_since(made_at(photos[1].photo_id)) == 3
    assert calls.dynamodb == ["Query"] * 3
    assert queries.count_photos_since(datetime.now(UTC) + timedelta(days=40)) == 0
    assert queries.count_photos_since(datetime.now(UTC) - timedelta(days=70)) == 4


@pytest.mark.parametrize("label", ["photos.photo", "photos.comment", "messaging.message"])
def test_django_knows_a_stand_in_that_is_empty_and_its_rights(db: None, label: str) -> None:  # noqa: ARG001
    model: Any = apps.get_model(label)
    assert list(model.objects.all()) == []
    app, name = label.split(".")
    rights = Permission.objects.filter(content_type__app_label=app, content_type__model=name)
    assert {right.codename for right in rights} == {f"{deed}_{name}" for deed in ("view", "change", "delete")}
