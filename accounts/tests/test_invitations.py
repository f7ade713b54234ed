"""Invitations: a code lets one person in, once, on the page and by JSON; all others are told the same."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.services import make_invitation, revoke_invitation, sign_up
from accounts.tests.calls import act, staff_with, who
from accounts.tests.calls import sign_up as sign_up_by_json
from core.errors import Invalid
from tests.cast import PASSWORD, browser_of

pytestmark = pytest.mark.django_db
PAGE, LIST = "/accounts/signup/", "/admin/accounts/invitation/"
HOST = ("accounts.add_invitation", "accounts.change_invitation")


@pytest.fixture(autouse=True)
def _invitations(settings: LazySettings) -> None:
    """Let in who is invited."""
    settings.REGISTRATION_MODE = "invite"


def code_of() -> str:
    """Make an invitation and answer its code."""
    return make_invitation(actor=None)[1]


def bad_code(why: str) -> str:
    """Make a code that does not work."""
    if why == "unknown":
        return "nonsense"
    if why == "empty":
        return ""
    invitation, code = make_invitation(actor=None)
    if why == "expired":
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    elif why == "revoked":
        assert revoke_invitation(invitation_id=invitation.pk)
    elif why == "used":
        assert sign_up_by_json("first", invite=code).status_code == 201
    return code


def fill_in(browser: Client | None = None, **given: str) -> Any:
    """Send the form."""
    fields = {"username": "newcomer", "password1": PASSWORD, "password2": PASSWORD, **given}
    return (browser or Client()).post(PAGE, fields)


def test_the_link_fills_the_code_in_and_the_form_lets_in() -> None:
    code, browser = code_of(), Client()
    page = browser.get(PAGE, {"invite": code})
    assert f'value="{code}"' in page.text
    assert fill_in(browser, invite=code).status_code == 302
    assert who(browser) == "newcomer"
    used = Invitation.objects.get()
    assert used.used_by == User.objects.get()
    assert used.used_at is not None


def test_a_program_sends_the_code_along() -> None:
    answer = sign_up_by_json(invite=f" {code_of()} ")
    assert answer.status_code == 201
    assert Invitation.objects.get().used_by_id == answer.json()["id"]


@pytest.mark.parametrize("why", ["unknown", "empty", "expired", "revoked", "used"])
def test_all_that_is_wrong_with_a_code_is_told_alike(why: str) -> None:
    code = bad_code(why)
    before = list(User.objects.all())
    answer, other = sign_up_by_json(invite=code), sign_up_by_json(invite="x")
    assert (answer.status_code, answer.content) == (400, other.content)
    assert list(answer.json()["fields"]) == ["invite"]
    page = fill_in(invite=code)
    assert list(page.context["form"].errors) == ["invite"]
    assert list(User.objects.all()) == before


def test_who_was_not_invited_learns_no_names(owner: User) -> None:
    answers = [sign_up_by_json(name, invite="x").content for name in (owner.username, "nobody", "x")]
    assert len(set(answers)) == 1
    pages = [fill_in(username=name, invite="x").context["form"].errors for name in (owner.username, "nobody")]
    assert pages[0] == pages[1]


def test_a_refused_account_leaves_the_invitation_as_it_was(owner: User) -> None:
    code = code_of()
    assert sign_up_by_json(owner.username, invite=code).status_code == 409
    assert sign_up_by_json("ab", invite=code).status_code == 400
    assert fill_in(username="ab", invite=code).status_code in {200, 400}
    assert sign_up_by_json(invite=code).status_code == 201


def test_elsewhere_the_form_asks_for_no_code(settings: LazySettings) -> None:
    settings.REGISTRATION_MODE = "open"
    assert 'name="invite"' not in Client().get(PAGE).text
    assert sign_up_by_json(invite="nonsense").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_of_many_with_one_code_one_gets_in() -> None:
    code = code_of()
    start = Barrier(6)

    def come(number: int) -> User | Invalid:
        try:
            start.wait(20)
            return sign_up(username=f"newcomer{number}", password=PASSWORD, invite=code)
        except Invalid as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        outcomes = list(threads.map(come, range(6)))
    [winner] = [outcome for outcome in outcomes if isinstance(outcome, User)]
    assert [type(outcome) for outcome in outcomes if outcome is not winner] == [Invalid] * 5
    assert list(User.objects.all()) == [winner]
    assert Invitation.objects.get().used_by == winner


def test_the_command_prints_a_link_that_works(capsys: Any) -> None:
    call_command("create_invitation", "--note", "For Ana", "--days", "3")
    link = capsys.readouterr().out.splitlines()[0]
    browser = Client()
    page = browser.get(link[link.index("/accounts/") :])
    [code] = re.findall(r'name="invite" value="([^"]+)"', page.text)
    assert fill_in(browser, invite=code).status_code == 302
    assert Invitation.objects.get().note == "For Ana"


@pytest.mark.parametrize("wrong", [("--days", "0"), ("--days", "99999"), ("--note", "x" * 201)])
def test_the_command_says_what_will_not_do(wrong: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("create_invitation", *wrong)
    assert not Invitation.objects.exists()


def make(browser: Client, **given: str) -> Any:
    """Fill in the form for an invitation and go on to the list."""
    fields = {"note": "For Ben", "expires_at_0": "2099-01-01", "expires_at_1": "12:00:00", **given}
    return browser.post(f"{LIST}add/", fields, follow=True)


def test_the_administration_shows_the_link_once() -> None:
    host = staff_with("host", *HOST)
    browser = browser_of(host)
    assert browser.get(f"{LIST}add/").status_code == 200
    page = make(browser)
    [code] = re.findall(r"/accounts/signup/\?invite=([\w-]+)</code>", page.text)
    assert "no-store" in page["Cache-Control"]
    assert code not in browser.get(LIST).text
    invitation = Invitation.objects.get()
    assert (invitation.made_by, invitation.note) == (host, "For Ben")
    assert invitation.digest not in page.text
    assert sign_up_by_json(invite=code).status_code == 201


def test_a_time_that_is_over_makes_no_invitation() -> None:
    page = make(browser_of(staff_with("host", *HOST)), expires_at_0="2001-01-01")
    assert "Choose a time to come." in page.text
    assert not Invitation.objects.exists()


def test_an_invitation_is_revoked_after_being_asked() -> None:
    browser = browser_of(staff_with("host", *HOST))
    (used, used_code), (unused, code) = make_invitation(actor=None), make_invitation(actor=None)
    sign_up_by_json("first", invite=used_code)
    assert (
        "Nobody can sign up with these invitations any more." in act(browser, LIST, "revoke", used.pk, unused.pk).text
    )
    assert Invitation.objects.filter(revoked_at=None).count() == 2
    page = act(browser, LIST, "revoke", used.pk, unused.pk, confirmed="yes")
    assert "1 invitation was revoked." in page.text
    assert LogEntry.objects.get().object_id == str(unused.pk)
    assert Invitation.objects.get(revoked_at=None) == used
    assert sign_up_by_json(invite=code).status_code == 400


def test_only_the_note_of_one_that_exists_is_changed() -> None:
    browser = browser_of(staff_with("host", *HOST))
    invitation, _ = make_invitation(actor=None, days=1)
    before = invitation.expires_at
    forged = {"note": "For Cleo", "expires_at_0": "2099-01-01", "expires_at_1": "12:00:00", "digest": "x"}
    assert browser.post(f"{LIST}{invitation.pk}/change/", forged).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.note, invitation.expires_at) == ("For Cleo", before)
    assert invitation.digest != "x"
    assert browser.post(f"{LIST}{invitation.pk}/delete/", {"post": "yes"}).status_code == 403


def test_staff_without_the_right_make_and_revoke_none() -> None:
    invitation, _ = make_invitation(actor=None)
    reader, other = staff_with("reader", "accounts.view_invitation"), staff_with("other")
    assert browser_of(reader).get(LIST).status_code == 200
    assert browser_of(other).get(LIST).status_code == 403
    for user in (reader, other):
        act(browser_of(user), LIST, "revoke", invitation.pk, confirmed="yes")
        assert make(browser_of(user)).status_code == 403
    assert Invitation.objects.get().revoked_at is None
