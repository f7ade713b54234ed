"""Who may sign up: everybody, whom a moderator lets in, who was invited, nobody. The page and JSON do the same."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.conf import settings as running
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.management import call_command
from django.test import Client

from accounts.models import SignUp, User
from accounts.services import add_person, approve_sign_up, decline_sign_up, sign_up
from accounts.tests.calls import act, log_in, staff_with, who
from accounts.tests.calls import sign_up as sign_up_by_json
from core.errors import Forbidden
from tests.cast import PASSWORD, browser_of, person

pytestmark = pytest.mark.django_db
PAGE, WAITING = "/accounts/signup/", "/accounts/waiting/"
LIST = "/admin/accounts/signup/"
GUARDS = ("accounts.view_signup", "accounts.change_signup")


@pytest.fixture
def approval(settings: LazySettings) -> None:
    """Have moderators look at new accounts."""
    settings.REGISTRATION_MODE = "approval"


@pytest.fixture
def closed(settings: LazySettings) -> None:
    """Let nobody sign up."""
    settings.REGISTRATION_MODE = "closed"


def fill_in(browser: Client | None = None, **given: str) -> Any:
    """Send the form."""
    fields = {"username": "newcomer", "password1": PASSWORD, "password2": PASSWORD, **given}
    return (browser or Client()).post(PAGE, fields)


def waiting(username: str = "newcomer", email: str = "") -> User:
    """Sign somebody up who waits."""
    assert sign_up_by_json(username, email=email).status_code == 202
    return User.objects.get(username=username)


@pytest.mark.usefixtures("approval")
def test_a_new_account_waits_and_has_no_session() -> None:
    answer = sign_up_by_json("first")
    assert answer.status_code == 202
    assert "moderator" in answer.json()["message"]
    assert running.SESSION_COOKIE_NAME not in answer.cookies
    browser = Client()
    sent = fill_in(browser, username="second")
    assert (sent.status_code, sent["Location"]) == (302, WAITING)
    assert "A moderator looks at new accounts" in browser.get(WAITING).text
    assert who(browser) is None
    assert [user.standing for user in User.objects.all()] == ["waiting", "waiting"]


@pytest.mark.usefixtures("approval")
def test_who_waits_cannot_log_in_and_is_seen_by_nobody(owner: User) -> None:
    waiting()
    assert log_in("newcomer").status_code == 401
    assert browser_of(owner).get("/u/newcomer/").status_code == 404


@pytest.mark.usefixtures("approval")
def test_a_waiting_name_is_taken() -> None:
    waiting()
    assert sign_up_by_json("NEWCOMER").status_code == 409


@pytest.mark.usefixtures("approval")
def test_a_moderator_approves_after_being_asked_and_the_person_is_mailed(owner: User) -> None:
    newcomer, other = waiting(email="new@example.org"), waiting("other")
    moderator = staff_with("guard", *GUARDS)
    browser = browser_of(moderator)
    listed = browser.get(LIST).text
    assert "new@example.org" in listed
    assert "lumina.invalid" not in listed
    assert f"/{owner.pk}/" not in listed
    asked = act(browser, LIST, "approve", newcomer.pk)
    assert "These people will be members." in asked.text
    assert log_in("newcomer").status_code == 401
    done = act(browser, LIST, "approve", newcomer.pk, confirmed="yes")
    assert "1 sign-up waiting was approved." in done.text
    assert log_in("newcomer").status_code == 200
    assert [(letter.to, "approved" in letter.body) for letter in mail.outbox] == [(["new@example.org"], True)]
    [entry] = LogEntry.objects.all()
    assert (entry.user, entry.object_id, entry.get_change_message()) == (moderator, str(newcomer.pk), "Approved.")
    assert User.objects.get(pk=other.pk).awaits_approval


@pytest.mark.usefixtures("approval")
def test_without_an_address_nobody_is_mailed() -> None:
    assert approve_sign_up(user_id=waiting().pk)
    assert mail.outbox == []


@pytest.mark.usefixtures("approval")
def test_who_is_declined_is_gone_and_the_name_is_free() -> None:
    newcomer = waiting(email="new@example.org")
    browser = browser_of(staff_with("guard", *GUARDS))
    act(browser, LIST, "decline", newcomer.pk)
    assert User.objects.filter(pk=newcomer.pk).exists()
    done = act(browser, LIST, "decline", newcomer.pk, confirmed="yes", on_page="1")
    assert "1 sign-up waiting was declined." in done.text
    assert not User.objects.filter(pk=newcomer.pk).exists()
    [entry] = LogEntry.objects.all()
    assert (entry.object_repr, entry.object_id, entry.is_deletion()) == ("newcomer", str(newcomer.pk), True)
    assert sign_up_by_json("newcomer", email="new@example.org").status_code == 202


@pytest.mark.usefixtures("approval")
def test_a_member_is_never_declined(owner: User) -> None:
    newcomer = waiting()
    assert approve_sign_up(user_id=newcomer.pk)
    assert not approve_sign_up(user_id=newcomer.pk)
    assert not decline_sign_up(user_id=newcomer.pk)
    act(browser_of(staff_with("guard", *GUARDS)), LIST, "decline", owner.pk, newcomer.pk, confirmed="yes")
    assert User.objects.filter(pk__in=[owner.pk, newcomer.pk]).count() == 2


@pytest.mark.usefixtures("approval")
def test_who_may_only_look_decides_nothing() -> None:
    newcomer = waiting()
    browser = browser_of(staff_with("reader", "accounts.view_signup"))
    page = browser.get(LIST)
    assert page.status_code == 200
    assert 'value="approve"' not in page.text
    for action in ("approve", "decline"):
        act(browser, LIST, action, newcomer.pk, confirmed="yes")
    assert User.objects.get(pk=newcomer.pk).awaits_approval
    assert browser_of(staff_with("other")).get(LIST).status_code == 403


@pytest.mark.usefixtures("approval")
def test_nothing_that_somebody_said_on_signing_up_is_changed_or_removed_there(superuser: User) -> None:
    newcomer = waiting()
    browser = browser_of(superuser)
    page = f"{LIST}{newcomer.pk}/"
    assert browser.get(f"{page}change/").status_code == 200
    assert browser.post(f"{page}change/", {"username": "other", "is_superuser": "on"}).status_code == 403
    assert browser.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    assert browser.get(f"{LIST}add/").status_code == 403
    newcomer.refresh_from_db()
    assert (newcomer.username, newcomer.is_superuser) == ("newcomer", False)


@pytest.mark.usefixtures("approval")
def test_the_list_costs_few_queries_for_many(superuser: User, django_assert_max_num_queries: Any) -> None:
    browser = browser_of(superuser)
    for number in range(30):
        user = person(f"newcomer{number}")
        SignUp.objects.filter(pk=user.pk).update(awaits_approval=True, is_active=False)
    with django_assert_max_num_queries(9):
        assert browser.get(LIST).text.count("action-select") == 30


@pytest.mark.usefixtures("closed")
def test_where_sign_up_is_closed_there_is_no_form_and_no_account(owner: User) -> None:
    for page in (Client().get(PAGE), fill_in()):
        assert page.status_code == 403
        assert "Sign-up is closed" in page.text
        assert 'name="password1"' not in page.text
    assert sign_up_by_json().status_code == 403
    assert sign_up_by_json("x", "y").status_code == 403
    with pytest.raises(Forbidden):
        sign_up(username="newcomer", password=PASSWORD)
    assert list(User.objects.all()) == [owner]
    assert browser_of(owner).get(PAGE).status_code == 302


@pytest.mark.usefixtures("closed")
def test_no_link_leads_to_a_closed_sign_up() -> None:
    for path in ("/", "/accounts/login/", "/explore/", PAGE):
        assert PAGE not in Client().get(path, follow=True).text


@pytest.mark.parametrize("mode", ["open", "approval", "invite"])
def test_elsewhere_pages_lead_to_it(settings: LazySettings, mode: str) -> None:
    settings.REGISTRATION_MODE = mode
    for path in ("/", "/accounts/login/"):
        assert PAGE in Client().get(path).text


@pytest.mark.parametrize("mode", ["approval", "invite", "closed"])
def test_staff_and_commands_make_accounts_that_count_at_once(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, superuser: User, mode: str
) -> None:
    settings.REGISTRATION_MODE = mode
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, username="keeper", verbosity=0)
    fields = {"username": "added", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    assert browser_of(superuser).post("/admin/accounts/user/add/", fields).status_code == 302
    add_person(username="invented", password=PASSWORD)
    assert [log_in(name).status_code for name in ("keeper", "added", "invented")] == [200] * 3
