"""The door for those whom a decision keeps out: found at the login page, opened by a signed key."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from accounts.models import User
from moderation.models import Action, Appeal, Decision
from moderation.queries.decisions import SALT, TOKEN_SECONDS, token_of
from moderation.services import Ruling, decide, undo, uphold
from moderation.tests.ruling import MESSAGE, SECRETS, decided
from photos.tests.seeing import plant
from tests.cast import PASSWORD, browser_of

CLOSING = [Action.SUSPEND, Action.CLOSE]


@pytest.fixture(params=CLOSING, ids=["suspended", "deleted"])
def closed(request: Any, owner: User, stranger: User, administrator: User) -> Decision:
    """Keep the owner out, by somebody who may decide both."""
    return decided(administrator, stranger, ("user", str(owner.pk)), request.param)


def log_in(name: str = "owner", password: str = PASSWORD) -> Any:
    """Log in through the page."""
    return Client().post("/accounts/login/", {"login": name, "password": password})


def is_told_by_accounts() -> bool:
    """Say whether the owner reads at the door what accounts say, and no decision."""
    answer = log_in()
    return answer.status_code == 403 and "This account is switched off" in answer.text


def locked_out(user: User) -> None:
    """Take somebody's account out of use, as another reason would."""
    User.objects.filter(pk=user.pk).update(is_active=False)


def test_with_the_right_password_one_reads_why_and_disagrees_once(closed: Decision, moderator: User) -> None:
    answer = log_in()
    assert answer.status_code == 302
    browser, path = Client(enforce_csrf_checks=True), answer["Location"]
    assert path.startswith("/decisions/")
    page = browser.get(path)
    for words in ("Your account", "Harassment", "Attacks on somebody", MESSAGE, "Do you see it differently?"):
        assert words in page.text
    if closed.action == Action.SUSPEND:
        assert "until" in page.text
    for secret in SECRETS:
        assert secret not in page.text.replace("A moderator", "")
    # The key alone lets them in, whatever else their browser carries.
    done = browser.post(path, {"text": "It was not me"}, headers={"Origin": "null"})
    assert (done.status_code, done["Location"]) == (302, path)
    for answered in (page, done):
        assert "no-store" in answered["Cache-Control"]
        assert answered["Referrer-Policy"] == "no-referrer"
    assert Appeal.objects.get().text == "It was not me"
    assert "Waiting for a moderator" in browser.get(path).text
    assert browser.post(path, {"text": "Again"}).status_code == 409
    uphold(actor=moderator, appeal_id=Appeal.objects.get().pk, message="It was you.")
    page = browser.get(path)
    assert "the decision stays as it is" in page.text
    assert "It was you." in page.text
    assert Appeal.objects.count() == 1


def test_a_wrong_password_learns_nothing_of_it(closed: Decision, stranger: User) -> None:
    pages = [log_in(name, "wrong password") for name in ("owner", "ownes")]
    assert [page.status_code for page in pages] == [200, 200]
    assert b"/decisions/" not in pages[0].content
    assert log_in(stranger.username)["Location"] == "/"
    assert closed.person


def test_who_is_kept_out_for_another_reason_reads_what_accounts_say(
    owner: User, stranger: User, administrator: User
) -> None:
    locked_out(owner)
    assert is_told_by_accounts()
    for action in CLOSING:
        User.objects.filter(pk=owner.pk).update(is_active=True)
        made = decided(administrator, stranger, ("user", str(owner.pk)), action)
        assert log_in()["Location"] == f"/decisions/{token_of(made)}/"
        undo(actor=administrator, decision_id=made.pk)
        locked_out(owner)
        assert is_told_by_accounts()


@pytest.mark.parametrize("ends_in", [-1, 60])
def test_a_suspension_that_has_ended_keeps_nobody_out(
    owner: User, stranger: User, moderator: User, ends_in: int
) -> None:
    made = decided(moderator, stranger, ("user", str(owner.pk)), Action.WARN)
    until = timezone.now() + timedelta(seconds=ends_in)
    Decision.objects.create(case=made.case, person=owner, action=Action.SUSPEND, until=until)
    locked_out(owner)
    if ends_in < 0:
        assert is_told_by_accounts()
    else:
        assert log_in()["Location"].startswith("/decisions/")


def test_the_newest_decision_that_keeps_out_is_the_one_that_is_shown(
    owner: User, stranger: User, administrator: User
) -> None:
    first = decided(administrator, stranger, ("user", str(owner.pk)), Action.SUSPEND)
    last = decide(actor=administrator, case_id=first.case_id, ruling=Ruling(Action.CLOSE, rule="spam"))
    assert log_in()["Location"] == f"/decisions/{token_of(last)}/"
    undo(actor=administrator, decision_id=last.pk)
    locked_out(owner)
    assert log_in()["Location"] == f"/decisions/{token_of(first)}/"


def test_a_wrong_key_opens_nothing(closed: Decision, stranger: User) -> None:
    good = token_of(closed)
    old = signing.TimestampSigner(salt=SALT)
    old.timestamp = lambda: signing.b62_encode(int(timezone.now().timestamp()) - TOKEN_SECONDS - 5)  # type: ignore[method-assign]
    wrong = (
        *(f"{good}x", f"x{good}", good.upper(), str(closed.pk), "x", "%00", "\u0661:\u0662:\u0663"),
        *(signing.dumps(closed.pk), signing.dumps(closed.pk + 1000, salt=SALT), old.sign_object(closed.pk)),
    )
    for browser in (Client(), browser_of(stranger)):
        for method in ("get", "post"):
            answers = [getattr(browser, method)(f"/decisions/{token}/", {"text": "Let me"}) for token in wrong]
            assert {answer.status_code for answer in answers} == {404}
            assert len({answer.text.replace(answer["X-Request-ID"], "") for answer in answers}) == 1
    assert Appeal.objects.count() == 0


@pytest.mark.parametrize("text", [None, " \n", "x" * 2001, "nul\0", "bell\x07"], ids=range(5))
def test_an_appeal_that_will_not_do_is_refused_in_place(closed: Decision, text: str | None) -> None:
    answer = Client().post(f"/decisions/{token_of(closed)}/", {} if text is None else {"text": text})
    assert answer.status_code == 400
    assert "field-errors" in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert Appeal.objects.count() == 0


def test_the_key_of_a_decision_about_a_photo_shows_no_picture(owner: User, stranger: User, moderator: User) -> None:
    photo = plant(owner, title="Harbour")
    made = decided(moderator, stranger, ("photo", photo.photo_id), Action.SENSITIVE)
    page = Client().get(f"/decisions/{token_of(made)}/")
    assert "Harbour" in page.text
    assert photo.photo_id not in page.text


def test_a_decision_whose_person_is_gone_is_nobodys_to_read(owner: User, stranger: User, moderator: User) -> None:
    made = decided(moderator, stranger, ("photo", plant(owner).photo_id), Action.WARN)
    token = token_of(made)
    assert Client().get(f"/decisions/{token}/").status_code == 200
    User.objects.filter(pk=owner.pk).delete()
    assert Client().get(f"/decisions/{token}/").status_code == 404
