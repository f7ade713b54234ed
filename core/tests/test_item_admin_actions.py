"""What is done to items in the admin: who may, what is asked first, what is logged, and what a forged form can do."""

import re
from typing import Any

import pytest
from django import forms
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured

from core.admin import confirmed_action
from core.tests.library import BOOKS, Tome, fetch, shelve, staff, tome
from tests.cast import Counted, browser_of

pytestmark = [pytest.mark.urls("core.tests.library"), pytest.mark.usefixtures("rights")]

MISSING = "01890a5d-ac96-774b-bcce-b302099a8057"
SURE = {"confirmed": "yes", "reason": "for the journey"}


def act(action: str, *ticked: str, **more: str) -> dict[str, Any]:
    """Fill in the form of the list."""
    return {"action": action, "index": "0", "_selected_action": list(ticked), **more}


def on_shelf(*names: str) -> list[Tome]:
    """Put tomes of these titles on the shelf."""
    books = [tome(title=name) for name in names]
    shelve(*books)
    return books


def state_of(book: Tome) -> str:
    """Ask the store."""
    return fetch([book.tome_id])[0].state


def text(page: Any) -> str:
    """Answer what a page says."""
    return str(page.content.decode())


def test_an_action_asks_first_and_changes_what_was_ticked() -> None:
    one, two, other = on_shelf("one", "two", "other")
    browser = staff("view", "change")
    asked = browser.post(BOOKS, act("lend", one.tome_id, two.tome_id))
    said = text(asked)
    assert asked.status_code == 200
    for part in ("&rsaquo; Lend", ">one</a>", ">two</a>", 'name="reason"', "sure", "No, take me back"):
        assert part in said, part
    assert "other" not in said
    assert state_of(one) == "in"
    done = browser.post(BOOKS, act("lend", one.tome_id, two.tome_id, **SURE), follow=True)
    assert "2 books were lent." in text(done)
    assert [state_of(book) for book in (one, two, other)] == ["lent", "lent", "in"]
    assert sorted(LogEntry.objects.values_list("object_repr", "action_flag", "change_message")) == [
        ("one", CHANGE, "Lent: for the journey."),
        ("two", CHANGE, "Lent: for the journey."),
    ]


def test_what_was_not_changed_is_neither_counted_nor_logged() -> None:
    lent, inside = on_shelf("lent", "inside")
    lent.state = "lent"
    shelve(lent)
    browser = staff("view", "change")
    done = browser.post(BOOKS, act("lend", lent.tome_id, inside.tome_id, **SURE), follow=True)
    assert "1 book was lent." in text(done)
    assert [entry.object_repr for entry in LogEntry.objects.all()] == ["inside"]
    assert "Nothing was changed." in text(browser.post(BOOKS, act("lend", lent.tome_id, **SURE), follow=True))


def test_what_the_service_refuses_is_said_and_ends_it() -> None:
    first, reserved, last = on_shelf("first", "reserved", "last")
    reserved.state = "reserved"
    shelve(reserved)
    ids = (first.tome_id, reserved.tome_id, last.tome_id)
    said = text(staff("view", "change").post(BOOKS, act("lend", *ids, **SURE), follow=True))
    assert "A reserved book cannot be lent." in said
    assert "1 book was lent." in said
    assert [state_of(book) for book in (first, reserved, last)] == ["lent", "reserved", "in"]
    assert [entry.object_repr for entry in LogEntry.objects.all()] == ["first"]


@pytest.mark.parametrize("reason", ["", " ", "x" * 101, "a\x00"])
def test_a_form_that_will_not_do_is_shown_again(reason: str) -> None:
    (book,) = on_shelf("book")
    page = staff("view", "change").post(BOOKS, act("lend", book.tome_id, confirmed="yes", reason=reason))
    assert page.status_code == 200
    assert "Please correct the error below." in text(page)
    assert "errorlist" in text(page)
    assert state_of(book) == "in"


def test_an_action_from_an_objects_page_leads_back_there() -> None:
    (book,) = on_shelf("book")
    browser = staff("view", "change")
    page = f"{BOOKS}{book.tome_id}/change/"
    button = {"action": "lend", "_selected_action": book.tome_id, "on_page": "1"}
    assert '<input type="hidden" name="on_page" value="1">' in text(browser.post(BOOKS, button))
    done = browser.post(BOOKS, {**button, **SURE})
    assert done["Location"] == page
    assert "1 book was lent." in text(browser.get(page))
    assert "Lent: for the journey." in text(browser.get(f"{BOOKS}{book.tome_id}/history/"))


def test_who_may_only_view_changes_nothing() -> None:
    (book,) = on_shelf("book")
    browser = staff("view")
    for action in ("lend", "delete_selected"):
        browser.post(BOOKS, act(action, book.tome_id, **SURE, post="yes"))
    assert state_of(book) == "in"
    assert "Touched 1." in text(browser.post(BOOKS, act("touch", book.tome_id), follow=True))
    assert LogEntry.objects.count() == 0


def test_who_has_no_right_cannot_even_act() -> None:
    (book,) = on_shelf("book")
    browser = staff()
    for action in ("lend", "touch", "delete_selected"):
        assert browser.post(BOOKS, act(action, book.tome_id, **SURE, post="yes")).status_code == 403
    assert state_of(book) == "in"


FORGED: list[tuple[list[str], dict[str, str]]] = [
    ([], {}),
    ([MISSING], {}),
    (["", "x", "a\x00b", "é", "1" * 500, "../..", "PHOTO#1"], {}),
    ([], {"select_across": "1"}),
    ([MISSING], {"select_across": "1"}),
    ([MISSING], {"index": "x"}),
    ([MISSING], {"index": "99"}),
    ([MISSING], {"action": "unknown"}),
    ([MISSING], {"_save": "1"}),
]


def test_forged_ticks_change_nothing() -> None:
    (book,) = on_shelf("book")
    browser = staff("view", "change", "delete")
    for ticked, more in FORGED:
        for action in ("lend", "touch", "delete_selected"):
            answer = browser.post(BOOKS, {**act(action, *ticked, **SURE, post="yes"), **more})
            assert answer.status_code == 302, (ticked, more, action)
    assert state_of(book) == "in"
    assert LogEntry.objects.count() == 0


def test_all_of_a_list_is_never_meant_whatever_is_posted() -> None:
    one, other = on_shelf("one", "other")
    done = staff("view", "change").post(BOOKS, act("lend", one.tome_id, MISSING, **SURE, select_across="1"))
    assert done.status_code == 302
    assert (state_of(one), state_of(other)) == ("lent", "in")


def test_more_than_a_hundred_at_once_are_refused() -> None:
    (book,) = on_shelf("book")
    ticked = [f"01890a5d-ac96-774b-bcce-{number:012x}" for number in range(100)]
    page = staff("view", "change").post(BOOKS, act("lend", book.tome_id, *ticked, **SURE), follow=True)
    assert "Choose at most 100 at once." in text(page)
    assert state_of(book) == "in"


def test_deleting_asks_logs_and_leads_back_to_the_list() -> None:
    one, two = on_shelf("one", "two")
    browser = staff("view", "change", "delete")
    page = f"{BOOKS}{one.tome_id}/delete/"
    asked = text(browser.get(page))
    assert "Are you sure" in asked
    assert "Books: 1" in asked
    done = browser.post(page, {"post": "yes"})
    assert done["Location"] == BOOKS
    listed = text(browser.get(BOOKS))
    assert "The book “one” was deleted successfully." in listed
    assert (fetch([one.tome_id]), len(fetch([two.tome_id]))) == ([], 1)
    assert [(entry.object_repr, entry.action_flag) for entry in LogEntry.objects.all()] == [("one", DELETION)]
    assert browser.post(page, {"post": "yes"})["Location"] == "/admin/"


def test_several_are_deleted_after_a_confirmation() -> None:
    books = on_shelf("one", "two", "three")
    browser = staff("view", "delete")
    ids = [book.tome_id for book in books[:2]]
    asked = text(browser.post(BOOKS, act("delete_selected", *ids)))
    assert "Books: 2" in asked
    assert re.findall(r'name="_selected_action" value="([^"]*)"', asked) == ids
    assert len(fetch(ids)) == 2
    done = browser.post(BOOKS, {"action": "delete_selected", "_selected_action": ids, "post": "yes"}, follow=True)
    assert "Successfully deleted 2 books." in text(done)
    assert (fetch(ids), len(fetch([books[2].tome_id]))) == ([], 1)
    assert {entry.object_repr for entry in LogEntry.objects.all()} == {"one", "two"}


def test_an_action_reads_all_that_is_ticked_in_one_call(counted: Counted) -> None:
    books = on_shelf(*(f"b{number}" for number in range(30)))
    browser = staff("view")
    with counted() as calls:
        browser.post(BOOKS, act("touch", *(book.tome_id for book in books)))
    assert calls.dynamodb == ["BatchGetItem"]
    assert len(calls.sql) <= 6


def test_rows_of_sql_have_actions_that_ask_first_too(superuser: Any) -> None:
    people = get_user_model()
    somebody = people.objects.create_user("somebody")
    url = f"/admin/{people._meta.app_label}/{people._meta.model_name}/"  # noqa: SLF001
    browser = browser_of(superuser)
    assert '<button name="action" value="greet">Greet</button>' in text(browser.get(f"{url}{somebody.pk}/change/"))
    asked = text(browser.post(url, {**act("greet", str(somebody.pk)), "select_across": "1"}))
    assert set(re.findall(r'name="_selected_action" value="([^"]*)"', asked)) == {str(somebody.pk), str(superuser.pk)}
    done = browser.post(url, act("greet", str(somebody.pk), confirmed="yes"), follow=True)
    assert "1 person was greeted." in text(done)
    assert LogEntry.objects.get().change_message == "Greeted."
    for number in range(100):
        people.objects.create(username=f"p{number}", username_key=f"p{number}", email=f"p{number}@example.org")
    many = browser.post(url, {**act("greet", str(somebody.pk), confirmed="yes"), "select_across": "1"}, follow=True)
    assert "Choose at most 100 at once." in text(many)
    assert LogEntry.objects.count() == 1


def test_a_form_may_not_take_the_names_of_the_list() -> None:
    class Wrong(forms.Form):
        action = forms.CharField()

    with pytest.raises(ImproperlyConfigured):
        confirmed_action(label="Do", done="done", form=Wrong)
