"""Photos, comments and reported messages in the Django admin: found, looked at, decided about, deleted, and logged."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import User
from core.ids import made_at, new_id
from moderation.models import Case, Decision
from moderation.tests.judging import reported_message, reported_photo, sees_photo
from photos.services import add_comment, settle_photo
from photos.tests.seeing import plant
from tests.cast import Counted, Uploads, befriended, browser_of, files_stored, person, staff

pytestmark = pytest.mark.django_db
PHOTOS, COMMENTS, MESSAGES = "/admin/photos/photo/", "/admin/photos/comment/", "/admin/messaging/message/"


def rows(browser: Client, path: str, **query: str) -> list[str]:
    """List the ids in a list of the admin, in its order."""
    page = browser.get(path, query)
    assert page.status_code == 200, page.content
    return [record.pk for record in page.context["cl"].result_list]


def act(browser: Client, path: str, action: str, *ids: str, **more: Any) -> Any:
    """Tick some and choose an action."""
    return browser.post(path, {"action": action, "_selected_action": ids, "index": "0", **more})


def test_every_photo_is_found_whoever_may_see_it(owner: User, stranger: User, moderator: User) -> None:
    browser = browser_of(moderator)
    words = {"everyone": "lighthouse", "friends": "harbour", "me": "orchard"}
    photos = {kind: plant(owner, visibility=kind, title=word).photo_id for kind, word in words.items()}
    held = plant(stranger, title="Kettle").photo_id
    settle_photo(photo_id=held, status="held", reasons=["Look at it."])  # type: ignore[arg-type]
    assert rows(browser, PHOTOS) == [held, *list(photos.values())[::-1]]
    for kind, word in words.items():
        assert rows(browser, PHOTOS, q=word.upper()) == [photos[kind]]
        assert rows(browser, PHOTOS, visibility=kind, person="owner") == [photos[kind]]
    assert rows(browser, PHOTOS, q="kettle") == rows(browser, PHOTOS, status="held") == [held]
    assert rows(browser, PHOTOS, q="@Stranger") == rows(browser, PHOTOS, person="stranger") == [held]
    assert rows(browser, PHOTOS, q=held) == [held]
    assert rows(browser, PHOTOS, q="lighthouse", status="held") == []
    for nothing in ({"q": "nowhere"}, {"q": "@nobody-here"}, {"person": "nobody-here"}, {"q": new_id()}):
        assert rows(browser, PHOTOS, **nothing) == []


def test_pages_of_photos_show_each_once(owner: User, moderator: User) -> None:
    browser = browser_of(moderator)
    planted = [plant(owner).photo_id for _ in range(53)]
    page = browser.get(PHOTOS)
    found = [record.pk for record in page.context["cl"].result_list]
    following = browser.get(f"{PHOTOS}{page.context['cl'].older_url}")
    found += [record.pk for record in following.context["cl"].result_list]
    assert found == planted[::-1]


def test_a_photo_has_a_page_that_says_what_is_known_and_notes_who_looked(
    owner: User, moderator: User, upload: Uploads
) -> None:
    photo = upload(owner, visibility="me", caption="<b>Mine</b>")
    browser = browser_of(moderator)
    page = browser.get(f"{PHOTOS}{photo.photo_id}/change/")
    assert "&lt;b&gt;Mine&lt;/b&gt;" in page.text
    assert photo.sha256 in page.text
    assert "owner@" not in page.text
    browser.get(f"{PHOTOS}{photo.photo_id}/change/")
    looked = LogEntry.objects.get()
    assert (looked.user, looked.object_id) == (moderator, photo.photo_id)
    assert "Mine" not in looked.object_repr
    assert "Looked at it" in browser.get(f"{PHOTOS}{photo.photo_id}/history/").text


def test_a_moderator_removes_photos_with_a_reason_after_being_asked(
    owner: User, stranger: User, moderator: User
) -> None:
    browser = browser_of(moderator)
    ids = [plant(owner).photo_id for _ in range(2)]
    asked = act(browser, PHOTOS, "remove", *ids)
    assert (asked.status_code, Case.objects.count()) == (200, 0)
    refused = act(browser, PHOTOS, "remove", *ids, apply="1", rule="")
    assert (refused.status_code, Decision.objects.count()) == (400, 0)
    done = act(browser, PHOTOS, "remove", *ids, apply="1", rule="spam", message="No advertising.")
    assert done.status_code == 302
    assert [sees_photo(stranger, photo_id) for photo_id in ids] == [False, False]
    assert {(row.actor, row.message) for row in Decision.objects.all()} == {(moderator, "No advertising.")}
    assert {row.origin for row in Case.objects.all()} == {"staff"}
    logged = LogEntry.objects.filter(content_type__model="photo").values_list("object_id", flat=True)
    assert sorted(str(object_id) for object_id in logged) == sorted(ids)


def test_an_action_on_one_photo_is_taken_on_its_page(owner: User, stranger: User, moderator: User) -> None:
    photo_id = plant(owner).photo_id
    browser = browser_of(moderator)
    assert "Mark as sensitive" in browser.get(f"{PHOTOS}{photo_id}/change/").text
    act(browser, PHOTOS, "mark_sensitive", photo_id, apply="1", rule="violence")
    assert browser_of(stranger).get(f"/api/photos/{photo_id}").json()["sensitive"] == "Violence"
    opened = act(browser, PHOTOS, "open_case", photo_id)
    assert opened["Location"] == f"/admin/moderation/case/{Case.objects.get().pk}/change/"


def test_who_may_only_look_at_photos_decides_nothing(owner: User, stranger: User) -> None:
    from django.contrib.auth.models import Permission  # noqa: PLC0415

    clerk, photo_id = staff("clerk", ""), plant(owner).photo_id
    assert browser_of(clerk).get(PHOTOS).status_code == 403
    clerk.user_permissions.set(Permission.objects.filter(codename="view_photo"))
    browser = browser_of(clerk)
    assert rows(browser, PHOTOS) == [photo_id]
    for action in ("remove", "dismiss", "mark_sensitive", "open_case", "delete_selected"):
        act(browser, PHOTOS, action, photo_id, apply="1", rule="spam", post="yes")
    assert sees_photo(stranger, photo_id)
    assert not Case.objects.exists()


def test_administrators_delete_a_photo_for_good_after_being_asked(
    owner: User, administrator: User, moderator: User, upload: Uploads
) -> None:
    photo_id = upload(owner, visibility="me").photo_id
    assert browser_of(moderator).post(f"{PHOTOS}{photo_id}/delete/", {"post": "yes"}).status_code == 403
    browser = browser_of(administrator)
    assert "Are you sure" in browser.get(f"{PHOTOS}{photo_id}/delete/").text
    assert files_stored()
    assert browser.post(f"{PHOTOS}{photo_id}/delete/", {"post": "yes"}).status_code == 302
    assert (files_stored(), rows(browser, PHOTOS)) == ([], [])
    assert LogEntry.objects.get(action_flag=3).object_id == photo_id


def test_comments_are_found_by_person_photo_and_word_and_removed(owner: User, stranger: User, moderator: User) -> None:
    browser = browser_of(moderator)
    photo_id, other = plant(owner).photo_id, plant(owner).photo_id
    said = [add_comment(actor=stranger, photo_id=photo_id, text="Cheap watches").comment_id]
    said.append(add_comment(actor=owner, photo_id=photo_id, text="Lovely light").comment_id)
    said.append(add_comment(actor=stranger, photo_id=other, text="Watches again").comment_id)
    ids = [f"{photo}:{comment}" for photo, comment in zip((photo_id, photo_id, other), said, strict=True)]
    assert rows(browser, COMMENTS) == ids[::-1]
    assert rows(browser, COMMENTS, q="watches") == [ids[2], ids[0]]
    assert rows(browser, COMMENTS, q="@stranger") == [ids[2], ids[0]]
    assert rows(browser, COMMENTS, person="stranger", q="cheap") == [ids[0]]
    assert rows(browser, COMMENTS, q=photo_id) == [ids[1], ids[0]]
    assert rows(browser, COMMENTS, q=ids[1]) == [ids[1]]
    act(browser, COMMENTS, "remove", ids[0], apply="1", rule="spam")
    texts = [c["text"] for c in browser_of(owner).get(f"/api/photos/{photo_id}/comments").json()]
    assert texts == ["Lovely light"]
    assert rows(browser, COMMENTS, removed="yes") == [ids[0]]
    assert "Cheap watches" in browser.get(f"{COMMENTS}{ids[0]}/change/").text
    act(browser, COMMENTS, "dismiss", ids[0])
    assert rows(browser, COMMENTS, removed="yes") == []


def test_administrators_delete_a_comment_for_good(owner: User, administrator: User) -> None:
    photo_id = plant(owner).photo_id
    object_id = f"{photo_id}:{add_comment(actor=owner, photo_id=photo_id, text='Once').comment_id}"
    browser = browser_of(administrator)
    act(browser, COMMENTS, "delete_selected", object_id, post="yes")
    assert rows(browser, COMMENTS) == []
    assert browser_of(owner).get(f"/api/photos/{photo_id}").json()["comments"] == 0


def test_only_messages_that_somebody_reported_are_there(owner: User, stranger: User, moderator: User) -> None:
    from messaging.services import send_message  # noqa: PLC0415

    reported, case = reported_message(owner, stranger)
    secret = send_message(actor=stranger, to_user_id=owner.pk, text="Between us").message_id
    browser = browser_of(moderator)
    low, high = sorted((owner.pk, stranger.pk))
    assert rows(browser, MESSAGES) == [f"{low}:{high}:{reported}"]
    page = browser.get(f"{MESSAGES}{low}:{high}:{reported}/change/")
    assert "Buy my watches" in page.text
    assert LogEntry.objects.get().object_id == f"{low}:{high}:{reported}"
    for hidden in (f"{low}:{high}:{secret}", f"{high}:{low}:{reported}", f"{low}:{reported}", secret, "x:y:z"):
        answer = browser.get(f"{MESSAGES}{hidden}/change/", follow=True)
        assert "Between us" not in answer.text
        assert answer.status_code in {200, 404}
        assert rows(browser, MESSAGES, q=hidden) == []
    act(browser, MESSAGES, "remove", f"{low}:{high}:{reported}", f"{low}:{high}:{secret}", apply="1", rule="spam")
    case.refresh_from_db()
    assert (case.state, Decision.objects.count()) == ("decided", 1)
    texts = [m["text"] for m in browser_of(stranger).get(f"/api/messages?user_id={owner.pk}").json()]
    assert texts == ["Removed by a moderator.", "Between us"]


@pytest.mark.parametrize("number", [3, 30])
def test_a_list_costs_the_same_however_long_it_is(
    owner: User, stranger: User, moderator: User, counted: Counted, number: int
) -> None:
    befriended(owner, stranger)
    for index in range(number):
        photo, _ = reported_photo(owner, person(f"reporter{index}"))
        add_comment(actor=stranger, photo_id=photo.photo_id, text="Hello")
    browser = browser_of(moderator)
    browser.get(PHOTOS)
    for path, calls in ((PHOTOS, 2), (COMMENTS, 2), (f"{PHOTOS}?q=nothing", 2), (f"{PHOTOS}?person=owner", 2)):
        with counted() as counts:
            assert browser.get(path).status_code == 200
        assert len(counts.dynamodb) <= calls + 1, path
        assert len(counts.sql) <= 8, path


@pytest.mark.parametrize("by", ["person=owner", "photo=x", "q=hello", ""])
def test_a_page_that_begins_before_the_period_is_empty(owner: User, moderator: User, by: str) -> None:
    add_comment(actor=owner, photo_id=plant(owner).photo_id, text="Hello")
    old = "01890a5d-ac96-774b-bcce-b302099a8057"
    query = f"?{by}&before={old}&period={made_at(new_id()):%Y-%m}"
    answer = browser_of(moderator).get(f"{COMMENTS}{query}")
    assert (answer.status_code, list(answer.context["cl"].result_list)) == (200, [])


ODD = ("x" * 500, "\x00", "%00", "' OR 1=1", "\ud800", "🦊" * 50, "-1", "0:0", ":::", "PHOTO#1")


@pytest.mark.parametrize("path", [PHOTOS, COMMENTS, MESSAGES, "/admin/activity/event/"])
def test_odd_questions_find_nothing_and_break_nothing(administrator: User, path: str) -> None:
    browser = browser_of(administrator)
    for odd in ODD:
        raw: Any = odd.encode("utf-8", "surrogatepass")
        for name in ("q", "person", "photo", "status", "before", "period", "e", "nonsense", "what", "state"):
            answer = browser.get(path, {name: raw})
            assert answer.status_code in {200, 302, 400, 404}, (name, odd)
        assert act(browser, path, "remove", raw, apply="1", rule="spam").status_code in {200, 302, 400, 403}
    assert not Case.objects.exists()
