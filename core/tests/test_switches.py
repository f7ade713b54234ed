"""What can be stopped for everybody: who meets it is told why, the rest goes on, and asking costs nothing."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import connection
from django.test import Client

from core import switches
from core.models import KillSwitch, Stoppable
from tests.cast import PASSWORD, Counted, Uploads, befriended, browser_of, program_of, upload_file

pytestmark = pytest.mark.django_db
NOTE = "The disk is being replaced until noon."
LIST = "/admin/core/killswitch/"
JSON = "application/json"


def stop(name: str, note: str = NOTE) -> KillSwitch:
    """Stop something."""
    switch = KillSwitch.objects.get(name=name)
    switch.is_stopped, switch.note = True, note
    switch.save()
    return switch


def start(name: str) -> None:
    """Let it go on."""
    switch = KillSwitch.objects.get(name=name)
    switch.is_stopped = False
    switch.save()


def sign_up(name: str) -> Any:
    """Sign up as JSON."""
    return Client().post("/api/auth/signup", {"username": name, "password": PASSWORD}, content_type=JSON)


def write_to(sender: Any, receiver: Any) -> Any:
    """Send a message."""
    return browser_of(sender).post("/api/messages", {"to_user_id": receiver.pk, "text": "Hello"}, content_type=JSON)


def assert_stopped(answer: Any, words: str = NOTE) -> None:
    """Expect to be told why, and when to come back."""
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
    assert words in answer.content.decode()


def test_there_is_a_switch_for_each_thing_and_none_is_on() -> None:
    rows = KillSwitch.objects.values_list("name", "is_stopped")
    assert dict(rows) == dict.fromkeys(Stoppable.values, False)


def test_stopped_uploads_are_refused_on_every_way_in(owner: Any) -> None:
    stop("uploads")
    browser = browser_of(owner)
    said = {"filename": "a.jpg", "contentType": "image/jpeg"}
    assert_stopped(browser.post("/api/photos", {"photo": upload_file()}))
    assert_stopped(browser.post("/upload/", {"photo": upload_file()}))
    assert_stopped(browser.post("/api/uploads", said, content_type=JSON))
    assert_stopped(browser.post("/api/users/profile-picture", {"photo": upload_file()}))
    assert_stopped(browser.post("/settings/picture/", {"photo": upload_file()}))
    assert_stopped(browser.post("/api/v1/images", {"file": upload_file()}))
    assert browser.patch("/api/auth/me", {"bio": "Hello"}, content_type=JSON).status_code == 200
    start("uploads")
    assert browser.post("/api/photos", {"photo": upload_file()}).status_code == 201


def test_stopped_sign_ups_are_refused_on_page_and_api(owner: Any) -> None:
    stop("sign_ups")
    form = {"username": "newcomer", "password1": PASSWORD, "password2": PASSWORD}
    assert_stopped(Client().get("/accounts/signup/"))
    assert_stopped(Client().post("/accounts/signup/", form))
    assert_stopped(sign_up("newcomer"))
    assert Client().post("/accounts/login/", {"login": "owner", "password": PASSWORD}).status_code == 302
    start("sign_ups")
    assert sign_up("newcomer").status_code == 201
    assert owner.pk


def test_stopped_messages_are_refused(owner: Any, stranger: Any) -> None:
    befriended(owner, stranger)
    stop("messages")
    assert_stopped(write_to(owner, stranger))
    assert_stopped(browser_of(owner).post("/messages/stranger/", {"text": "Hello"}))
    assert browser_of(owner).get("/messages/stranger/").status_code == 200
    start("messages")
    assert write_to(owner, stranger).status_code == 201


def test_a_read_only_site_is_looked_at_and_not_changed(owner: Any, upload: Uploads) -> None:
    photo = f"/api/photos/{upload(owner).photo_id}"
    browser, program = browser_of(owner), program_of(owner)
    stop("read_only")
    assert browser.get(photo).status_code == browser.get("/").status_code == 200
    for caller in (browser, program):
        assert_stopped(caller.post(f"{photo}/like"))
        assert_stopped(caller.put(f"{photo}/save"))
        assert_stopped(caller.delete(photo))
        assert_stopped(caller.patch(photo, {"title": "New"}, content_type=JSON))
    assert_stopped(browser.post("/settings/", {"bio": "New"}))
    assert_stopped(browser.post("/incoming/x/", {"file": upload_file()}))
    assert_stopped(sign_up("newcomer"))
    start("read_only")
    assert browser.post(f"{photo}/like").json() == {"likes": 1, "liked": True}


def test_people_come_and_go_while_nothing_can_be_changed(owner: Any) -> None:
    stop("read_only")
    browser = Client()
    form = {"login": owner.username, "password": PASSWORD}
    assert browser.post("/accounts/login/", form).status_code == 302
    assert browser.post("/accounts/logout/").status_code == 302
    words = {"username": owner.username, "password": PASSWORD}
    assert browser.post("/api/auth/login", words, content_type=JSON).status_code == 200
    assert browser.post("/api/auth/logout").status_code == 204


def test_staff_end_it_and_nobody_else_gets_into_the_administration(owner: Any, superuser: Any) -> None:
    switch = stop("read_only")
    assert_stopped(browser_of(owner).post(f"{LIST}{switch.pk}/change/", {"note": ""}))
    assert_stopped(Client().post(f"{LIST}{switch.pk}/change/", {"note": ""}))
    assert browser_of(superuser).post(f"{LIST}{switch.pk}/change/", {"note": ""}).status_code == 302
    assert not switches.why_stopped("read_only")


def test_background_work_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    stop("read_only")
    call_command("end_suspensions")
    assert "0 suspensions" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["read_only", "uploads"])
def test_every_page_says_what_is_stopped(owner: Any, name: str) -> None:
    paths = ("/", "/explore/", "/settings/", "/accounts/login/")
    assert [path for path in paths if NOTE in Client().get(path, follow=True).text] == []
    stop(name, f"{NOTE} <b>")
    for path in paths:
        assert f"{NOTE} &lt;b&gt;" in Client().get(path, follow=True).text
        assert f"{NOTE} &lt;b&gt;" in browser_of(owner).get(path, follow=True).text


@pytest.mark.parametrize("name", Stoppable.values)
def test_without_a_note_a_sentence_says_it(name: str) -> None:
    stop(name, "")
    assert switches.why_stopped(name) == switches.SENTENCES[name]


def test_asking_costs_no_query(owner: Any, counted: Counted) -> None:
    browser = browser_of(owner)
    with counted() as calls:
        for _ in range(3):
            browser.get("/settings/")
            browser.patch("/api/auth/me", {"bio": "Hello"}, content_type=JSON)
    assert not [sql for sql in calls.sql if "killswitch" in sql]


@pytest.mark.django_db(transaction=True)
def test_without_the_database_what_was_known_holds() -> None:
    stop("uploads")
    assert switches.why_stopped("uploads") == NOTE
    table = KillSwitch._meta.db_table  # noqa: SLF001 -- Django documents it
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO put_aside")
        try:
            switches.forget()
            assert switches.why_stopped("uploads") == NOTE
            assert NOTE in Client().get("/").text
        finally:
            cursor.execute(f"ALTER TABLE put_aside RENAME TO {table}")


def test_the_administration_flips_a_switch_and_remembers_who_did(superuser: Any) -> None:
    browser, switch = browser_of(superuser), KillSwitch.objects.get(name="uploads")
    assert "Uploads" in browser.get(LIST).text
    page = f"{LIST}{switch.pk}/change/"
    assert browser.get(page).status_code == 200
    assert browser.post(page, {"is_stopped": "on", "note": NOTE}).status_code == 302
    assert switches.why_stopped("uploads") == NOTE
    switch.refresh_from_db()
    assert (switch.by, switch.since is not None) == (superuser, True)
    assert LogEntry.objects.get().object_id == str(switch.pk)
    assert browser.post(page, {"note": NOTE, "name": "messages"}).status_code == 302
    assert not switches.why_stopped("uploads")
    switch.refresh_from_db()
    assert switch.name == "uploads"
    assert browser.get(f"{LIST}{switch.pk}/history/").text.count("<tr>") >= 2


def test_no_switch_is_added_or_removed_not_even_by_a_superuser(superuser: Any) -> None:
    browser, switch = browser_of(superuser), KillSwitch.objects.get(name="uploads")
    assert browser.post(f"{LIST}add/", {"name": "x"}).status_code == 403
    assert browser.post(f"{LIST}{switch.pk}/delete/", {"post": "yes"}).status_code == 403
    browser.post(LIST, {"action": "delete_selected", "_selected_action": [switch.pk], "post": "yes"})
    assert KillSwitch.objects.count() == len(Stoppable.values)


def test_staff_without_the_right_flip_nothing(superuser: Any) -> None:
    type(superuser).objects.filter(pk=superuser.pk).update(is_superuser=False)
    switch = KillSwitch.objects.get(name="uploads")
    answer = browser_of(superuser).post(f"{LIST}{switch.pk}/change/", {"is_stopped": "on"})
    assert answer.status_code == 403
    assert not switches.why_stopped("uploads")
