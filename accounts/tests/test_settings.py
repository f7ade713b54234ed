"""The settings pages of oneself: profile, account, sessions, privacy. What is stored is tested in test_me.py, too."""

from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from accounts.tests.calls import NEW_PASSWORD, log_in, sign_up, who
from tests.cast import PASSWORD, browser_of

pytestmark = pytest.mark.django_db

PROFILE, ACCOUNT, SECURITY, PRIVACY = "/settings/", "/settings/account/", "/settings/security/", "/settings/privacy/"
PAGES = (PROFILE, ACCOUNT, SECURITY, PRIVACY)
OLD, NEW = "old@example.org", "new@example.org"


def send(who_sends: User | Client, path: str, **fields: object) -> Any:
    """Send a form of the settings."""
    browser = who_sends if isinstance(who_sends, Client) else browser_of(who_sends)
    return browser.post(path, fields)


def stored(user: User) -> User:
    """Read the account as it is now."""
    return User.objects.get(pk=user.pk)


def assert_saved(answer: Any, path: str) -> None:
    """Expect to be sent back to the page."""
    assert (answer.status_code, answer["Location"]) == (302, path)


def assert_refused(page: Any, field: str) -> None:
    """Expect the form again, with a reason at this field."""
    assert page.status_code == 400
    assert list(page.context["form"].errors) == [field]
    assert 'class="field-errors"' in page.text


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_is_sent_to_log_in_and_back(path: str) -> None:
    for answer in (Client().get(path), Client().post(path)):
        assert_saved(answer, f"/accounts/login/?next={path}")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_stands_and_is_kept_by_nobody(owner: User, path: str) -> None:
    page = browser_of(owner).get(path)
    assert page.status_code == 200
    assert "private" in page["Cache-Control"]
    assert "Cookie" in page["Vary"]
    assert browser_of(owner).head(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_form_without_its_token_is_refused(owner: User, path: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    given = {"bio": "x", "email": NEW, "password": PASSWORD, "default_visibility": "me"}
    assert browser.post(path, given).status_code == 403
    assert (stored(owner).bio, stored(owner).real_email, stored(owner).default_visibility) == ("", "", "everyone")


# --- Profile ----------------------------------------------------------------------------------------------------


def test_the_profile_says_what_was_typed(owner: User) -> None:
    browser = browser_of(owner)
    assert_saved(send(browser, PROFILE, bio="  I like\r\nthe <sea>. "), PROFILE)
    assert stored(owner).bio == "I like\nthe <sea>."
    page = browser.get(PROFILE)
    assert "Your profile is saved." in page.text
    assert "the &lt;sea&gt;." in page.text
    assert_saved(send(browser, PROFILE, bio=""), PROFILE)
    assert stored(owner).bio == ""


def test_line_ends_count_as_one_character_as_the_browser_counts_them(owner: User) -> None:
    text = "\r\n".join(["x" * 99] * 5)
    assert_saved(send(owner, PROFILE, bio=text), PROFILE)
    assert len(stored(owner).bio) == 499


@pytest.mark.parametrize("bio", ["x" * 501, "nul\0x", "esc\x1bx"], ids=ascii)
def test_a_bio_that_will_not_do_is_shown_again_with_the_reason(owner: User, bio: str) -> None:
    assert_refused(send(owner, PROFILE, bio=bio), "bio")
    assert stored(owner).bio == ""


def test_the_form_of_the_profile_changes_nothing_else(owner: User) -> None:
    send(owner, PROFILE, bio="x", email=NEW, username="other", is_staff="on", avatar_key="x", default_visibility="me")
    after = stored(owner)
    assert (after.real_email, after.username, after.is_staff) == ("", "owner", False)
    assert (after.avatar_key, after.default_visibility) == ("", "everyone")


# --- Account ----------------------------------------------------------------------------------------------------


def test_who_knows_the_password_changes_the_address(owner: User, mailoutbox: list[EmailMessage]) -> None:
    here, there = browser_of(owner), browser_of(owner)
    for address, shown in ((" Old@Example.org", OLD), (NEW, NEW), ("", "")):
        assert_saved(send(here, ACCOUNT, email=address, password=PASSWORD), ACCOUNT)
        assert stored(owner).real_email == shown
        assert here.get(ACCOUNT).context["form"].initial["email"] == shown
    assert [message.to for message in mailoutbox] == [[OLD], [NEW]]
    assert who(here) == who(there) == "owner"


def test_the_placeholder_is_not_shown(owner: User) -> None:
    assert "lumina.invalid" not in browser_of(owner).get(ACCOUNT).text


@pytest.mark.parametrize("password", ["wrong", "", f"{PASSWORD} ", PASSWORD.upper(), "x" * 10_000, "nul\0"], ids=ascii)
def test_without_the_password_no_address_is_changed(owner: User, password: str) -> None:
    page = send(owner, ACCOUNT, email=NEW, password=password)
    assert_refused(page, "password")
    assert stored(owner).real_email == ""
    assert f'value="{NEW}"' in page.text
    assert 'name="password" value' not in page.text


@pytest.mark.parametrize(
    "address", ["no address", "x@users.lumina.invalid", "x@HOST.invalid", "nul\0@b.org", "é@b.org"]
)
def test_an_address_that_will_not_do_is_refused_at_its_field(owner: User, address: str) -> None:
    assert_refused(send(owner, ACCOUNT, email=address, password=PASSWORD), "email")
    assert stored(owner).real_email == ""


@pytest.mark.parametrize("address", ["taken@example.org", "TAKEN@Example.org"])
def test_a_taken_address_is_refused_and_not_told_whose_it_is(owner: User, address: str) -> None:
    sign_up("somebodyelse", email="taken@example.org")
    page = send(owner, ACCOUNT, email=address, password=PASSWORD)
    assert_refused(page, "email")
    assert "This e-mail address is taken." in page.text
    assert "somebodyelse" not in page.text
    assert stored(owner).real_email == ""


def test_whether_an_address_is_taken_is_told_to_nobody_without_the_password(owner: User) -> None:
    sign_up("somebodyelse", email="taken@example.org")
    for address in ("taken@example.org", "free@example.org"):
        assert_refused(send(owner, ACCOUNT, email=address, password="wrong"), "password")


@pytest.mark.parametrize("path", [ACCOUNT, SECURITY])
def test_guessing_the_password_here_is_counted_together_with_logging_in(owner: User, path: str) -> None:
    browser = browser_of(owner)
    for number in range(5):
        assert log_in("owner", f"wrong {number}").status_code == 401
        assert send(browser, path, email=NEW, password=f"wrong {number}").status_code == 400
    answer = send(browser, path, email=NEW, password=PASSWORD)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert log_in("owner").status_code == 429
    assert stored(owner).real_email == ""


def test_right_passwords_are_not_counted(owner: User) -> None:
    browser = browser_of(owner)
    assert {send(browser, ACCOUNT, email="", password=PASSWORD).status_code for _ in range(12)} == {302}


def test_the_form_of_the_account_changes_nothing_else(owner: User) -> None:
    send(
        owner, ACCOUNT, email=NEW, password=PASSWORD, bio="x", is_superuser="on", is_active="", default_visibility="me"
    )
    after = stored(owner)
    assert (after.bio, after.is_superuser, after.is_active, after.default_visibility) == ("", False, True, "everyone")


def test_the_page_leads_to_the_password_and_to_the_sessions(owner: User) -> None:
    page = browser_of(owner).get(ACCOUNT).text
    assert 'href="/accounts/password/change/"' in page
    assert f'href="{SECURITY}"' in page


# --- Sessions ---------------------------------------------------------------------------------------------------


def test_logging_out_elsewhere_ends_all_sessions_but_this_one(owner: User, stranger: User) -> None:
    here, there, elsewhere, other = (browser_of(user) for user in (owner, owner, owner, stranger))
    assert_saved(send(here, SECURITY, password=PASSWORD), ACCOUNT)
    assert [who(browser) for browser in (here, there, elsewhere, other)] == ["owner", None, None, "stranger"]
    assert log_in("owner").status_code == 200


@pytest.mark.parametrize("password", ["wrong", ""])
def test_without_the_password_nobody_is_logged_out(owner: User, password: str) -> None:
    here, there = browser_of(owner), browser_of(owner)
    assert_refused(send(here, SECURITY, password=password), "password")
    assert who(here) == who(there) == "owner"


def test_the_password_of_somebody_else_does_not_do(owner: User, stranger: User) -> None:
    stranger.set_password(NEW_PASSWORD)
    stranger.save()
    there = browser_of(owner)
    assert_refused(send(owner, SECURITY, password=NEW_PASSWORD), "password")
    assert who(there) == "owner"


# --- Privacy ----------------------------------------------------------------------------------------------------


def test_the_choices_are_stored(owner: User) -> None:
    browser = browser_of(owner)
    assert_saved(send(browser, PRIVACY, default_visibility="friends", search_engines="on"), PRIVACY)
    assert (stored(owner).default_visibility, stored(owner).search_engines) == ("friends", True)
    assert_saved(send(browser, PRIVACY, default_visibility="me"), PRIVACY)
    assert (stored(owner).default_visibility, stored(owner).search_engines) == ("me", False)
    page = browser.get(PRIVACY)
    assert page.context["form"].initial == {"default_visibility": "me", "search_engines": False}


@pytest.mark.parametrize("chosen", ["", "ME", "public", ["everyone", "me"], ["me", "everyone"], ["me", "me"]], ids=str)
def test_a_choice_that_is_none_or_two_is_refused(owner: User, chosen: object) -> None:
    User.objects.filter(pk=owner.pk).update(default_visibility="me")
    assert_refused(send(owner, PRIVACY, default_visibility=chosen, search_engines="on"), "default_visibility")
    assert (stored(owner).default_visibility, stored(owner).search_engines) == ("me", False)


def test_the_form_of_privacy_changes_nothing_else(owner: User) -> None:
    send(owner, PRIVACY, default_visibility="me", bio="x", email=NEW, is_staff="on", avatar_key="x")
    after = stored(owner)
    assert (after.bio, after.real_email, after.is_staff, after.avatar_key) == ("", "", False, "")
