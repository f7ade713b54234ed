"""API tokens in the settings: made, shown once, listed, revoked; and to be read in the administration."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.tokens import MOST_TOKENS, make_token
from core.errors import Conflict, LuminaError
from tests.cast import browser_of

pytestmark = pytest.mark.django_db

TOKENS = "/settings/tokens/"
TEXT = re.compile(r"lumina_[A-Za-z0-9_-]{43}")


def make(who_asks: User | Client, **fields: object) -> Any:
    """Send the form for a new token."""
    browser = who_asks if isinstance(who_asks, Client) else browser_of(who_asks)
    return browser.post(TOKENS, {"name": "Backup", "scope": "read", "days": "30", **fields})


def made(browser: Client, **fields: object) -> str:
    """Make a token as a person does, and read its text off the page."""
    answer = make(browser, **fields)
    assert (answer.status_code, answer["Location"]) == (302, TOKENS)
    found = TEXT.findall(browser.get(TOKENS).text)
    assert len(found) == 1
    return str(found[0])


def revoke(who_asks: User | Client, token: ApiToken, **headers: str) -> Any:
    """Press the button that ends a token."""
    browser = who_asks if isinstance(who_asks, Client) else browser_of(who_asks)
    return browser.post(f"{TOKENS}{token.pk}/revoke/", headers=headers)


def test_a_visitor_is_sent_to_log_in() -> None:
    for path in (TOKENS, f"{TOKENS}1/revoke/"):
        for answer in (Client().get(path), Client().post(path)):
            assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")


def test_a_token_is_shown_once_and_stored_as_its_hash(owner: User) -> None:
    browser = browser_of(owner)
    text = made(browser, name="  Backup\nat home ", scope="write", days="90")
    token = ApiToken.objects.get()
    assert (token.user, token.name, token.scope) == (owner, "Backup at home", "write")
    assert (token.digest, token.start) == (hashlib.sha256(text.encode()).hexdigest(), text[7:15])
    assert token.expires_at is not None
    assert abs(token.expires_at - timezone.now() - timedelta(days=90)) < timedelta(minutes=1)
    page = browser.get(TOKENS).text
    assert text not in page
    assert TEXT.search(page) is None
    assert f"lumina_{text[7:15]}…" in page
    assert "Backup at home" in page


def test_nothing_that_is_stored_says_the_text(owner: User) -> None:
    text = made(browser_of(owner))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 -- our own tables
            assert text not in str(cursor.fetchall()), table
    assert not any(text in str(session.get_decoded()) for session in Session.objects.all())


def test_neither_answer_is_kept_by_anybody_and_the_cookie_is_the_page_s_alone(owner: User) -> None:
    browser = browser_of(owner)
    answer = make(browser)
    cookie = answer.cookies["lumina_new_token"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (TOKENS, True, "Strict", 60)
    assert "no-store" in answer["Cache-Control"]
    page = browser.get(TOKENS)
    assert "no-store" in page["Cache-Control"]
    assert (page.cookies["lumina_new_token"].value, page.cookies["lumina_new_token"]["max-age"]) == ("", 0)


def test_a_reload_makes_no_second_token(owner: User) -> None:
    browser = browser_of(owner)
    made(browser)
    for _ in range(3):
        assert browser.get(TOKENS).status_code == 200
    assert ApiToken.objects.count() == 1


def test_a_cookie_shows_nothing_but_one_s_own_token(owner: User, stranger: User) -> None:
    _, text = make_token(actor=stranger, name="Theirs", scope="read", days=None)
    browser = browser_of(owner)
    for planted in (text, "lumina_nonsense", "<b>", "x" * 3000):
        browser.cookies["lumina_new_token"] = planted
        page = browser.get(TOKENS)
        assert page.status_code == 200
        assert planted not in page.text


@pytest.mark.parametrize(("days", "ends"), [("7", 7), ("30", 30), ("365", 365), ("never", None)])
def test_a_token_ends_when_the_person_said(owner: User, days: str, ends: int | None) -> None:
    make(owner, days=days)
    expires_at = ApiToken.objects.get().expires_at
    assert (expires_at is None) is (ends is None)
    if expires_at is not None:
        assert round((expires_at - timezone.now()) / timedelta(days=1)) == ends


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"name": ""}, "name"),
        ({"name": " \u200b "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": "nul\0"}, "name"),
        ({"scope": ""}, "scope"),
        ({"scope": "admin"}, "scope"),
        ({"scope": ["read", "write"]}, "scope"),
        ({"days": ""}, "days"),
        ({"days": "8"}, "days"),
        ({"days": "-1"}, "days"),
        ({"days": "\u0667"}, "days"),
        ({"days": ["7", "never"]}, "days"),
    ],
    ids=str,
)
def test_what_will_not_do_is_refused_at_its_field(owner: User, fields: dict[str, object], refused: str) -> None:
    page = make(owner, **fields)
    assert (page.status_code, list(page.context["form"].errors)) == (400, [refused])
    assert "lumina_new_token" not in page.cookies
    assert ApiToken.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "a\ud800"}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"scope": "admin"}, "scope"),
        ({"days": 1}, "days"),
        ({"days": 0}, "days"),
    ],
    ids=ascii,
)
def test_the_service_refuses_by_itself(owner: User, given: dict[str, Any], field: str) -> None:
    with pytest.raises(LuminaError) as raised:
        make_token(actor=owner, **{"name": "x", "scope": "read", "days": 7, **given})
    assert (raised.value.status, list(raised.value.fields)) == (400, [field])


def test_a_name_of_sixty_characters_in_any_script_fits(owner: User) -> None:
    made(browser_of(owner), name="字" * 60)
    assert ApiToken.objects.get().name == "字" * 60


def test_a_form_without_its_token_makes_none(owner: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    assert make(browser).status_code == 403
    assert ApiToken.objects.count() == 0


def test_what_is_not_asked_for_changes_nothing(owner: User, stranger: User) -> None:
    make(owner, user=stranger.pk, digest="0" * 64, start="00000000", last_used_at="2020-01-01", expires_at="")
    token = ApiToken.objects.get()
    assert (token.user, token.last_used_at, token.expires_at is None) == (owner, None, False)
    assert "00000000" not in (token.start, token.digest)


def test_the_list_tells_all_that_one_wants_to_know(owner: User, stranger: User) -> None:
    make_token(actor=stranger, name="Of somebody else", scope="read", days=7)
    for name, scope in (("Older", "read"), ("Newer", "write"), ("Over", "read")):
        make_token(actor=owner, name=name, scope=scope, days=7)
    now = timezone.now()
    ApiToken.objects.filter(name="Older").update(last_used_at=now)
    ApiToken.objects.filter(name="Over").update(expires_at=now - timedelta(seconds=1))
    page = browser_of(owner).get(TOKENS).text
    assert re.findall(r'class="token-name">(\w+)<', page) == ["Over", "Newer", "Older"]
    assert (page.count("Read only"), page.count("Read and write")) == (2 + 1, 1 + 1)
    assert (page.count("last used"), page.count("never used"), page.count(">expired ")) == (1, 2, 1)
    assert "Of somebody else" not in page


def test_the_list_costs_the_same_for_one_and_for_many(owner: User, django_assert_num_queries: Any) -> None:
    browser = browser_of(owner)
    browser.get(TOKENS)
    for number in range(2):
        for _ in range(3 + number * 20):
            make_token(actor=owner, name="x", scope="read", days=7)
        with django_assert_num_queries(2):
            browser.get(TOKENS)


def test_a_person_has_fifty_at_most(owner: User, stranger: User) -> None:
    for number in range(MOST_TOKENS):
        make_token(actor=owner, name=f"Number {number}", scope="read", days=7)
    page = make(owner)
    assert page.status_code == 400
    assert "You have 50 tokens." in page.text
    assert ApiToken.objects.count() == 50
    assert make(stranger).status_code == 302
    revoke(owner, ApiToken.objects.filter(user=owner)[0])
    assert make(owner).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_only_one_takes_the_last_place(owner: User) -> None:
    for _ in range(MOST_TOKENS - 1):
        make_token(actor=owner, name="x", scope="read", days=7)

    def another(_: int) -> bool:
        try:
            make_token(actor=owner, name="last", scope="read", days=7)
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(another, range(6))) == 1
    assert ApiToken.objects.count() == MOST_TOKENS


def test_revoking_asks_then_ends_it(owner: User) -> None:
    token, _ = make_token(actor=owner, name="Old laptop", scope="read", days=7)
    browser = browser_of(owner)
    page = browser.get(f"{TOKENS}{token.pk}/revoke/")
    assert (page.status_code, "Revoke “Old laptop”?" in page.text, ApiToken.objects.count()) == (200, True, 1)
    answer = revoke(browser, token)
    assert (answer.status_code, answer["Location"], ApiToken.objects.count()) == (302, TOKENS, 0)
    assert "The token is revoked." in browser.get(TOKENS).text
    assert revoke(browser, token).status_code == 404


def test_a_script_takes_the_line_out(owner: User) -> None:
    token, _ = make_token(actor=owner, name="x", scope="read", days=7)
    answer = revoke(owner, token, **{"HX-Request": "true"})
    assert (answer.status_code, answer.content, ApiToken.objects.count()) == (200, b"", 0)


def test_nobody_sees_or_ends_somebody_else_s(owner: User, stranger: User, moderator: User) -> None:
    token, _ = make_token(actor=owner, name="Private name", scope="read", days=7)
    for somebody in (stranger, moderator):
        for answer in (browser_of(somebody).get(f"{TOKENS}{token.pk}/revoke/"), revoke(somebody, token)):
            assert answer.status_code == 404
            assert "Private name" not in answer.text
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("number", ["0", "999999", "9" * 19, "9" * 40])
def test_a_token_that_is_none_is_not_there(owner: User, number: str) -> None:
    browser = browser_of(owner)
    assert browser.get(f"{TOKENS}{number}/revoke/").status_code == 404
    assert browser.post(f"{TOKENS}{number}/revoke/").status_code == 404


def test_the_person_hears_of_it_by_mail(owner: User, stranger: User, mailoutbox: list[EmailMessage]) -> None:
    User.objects.filter(pk=owner.pk).update(email="owner@example.org")
    text = made(browser_of(owner), name="Camera", days="never")
    make(stranger)
    assert [message.to for message in mailoutbox] == [["owner@example.org"]]
    body = mailoutbox[0].body
    assert "Camera" in body
    assert "until you revoke it" in body
    assert TOKENS in body
    assert text[7:15] not in body


def test_staff_read_tokens_but_not_what_they_are_stored_as(owner: User, superuser: User) -> None:
    token, text = make_token(actor=owner, name="Camera", scope="read", days=7)
    browser = browser_of(superuser)
    for path in ("", f"?q={owner.username}", f"{token.pk}/change/"):
        page = browser.get(f"/admin/accounts/apitoken/{path}")
        assert page.status_code == 200
        assert "Camera" in page.text
        assert token.digest not in page.text
        assert text not in page.text
    for path in ("add/", f"{token.pk}/delete/"):
        assert browser.get(f"/admin/accounts/apitoken/{path}").status_code == 403
    assert browser.post(f"/admin/accounts/apitoken/{token.pk}/change/", {"scope": "write"}).status_code == 403
    assert ApiToken.objects.get().scope == "read"
