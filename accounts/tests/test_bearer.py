"""Calls with an API token: whose they are, what they may, and when they are refused."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import tokens
from accounts.models import ApiToken, User
from accounts.tests.calls import SIGN_UP, log_in, send, who
from accounts.tokens import make_token, revoke_token
from tests.cast import PASSWORD, Uploads, browser_of, program_of, upload_file

pytestmark = pytest.mark.django_db

ME, PHOTOS = "/api/auth/me", "/api/photos"
ELSEWHERE = "https://elsewhere.example"


def carrying(text: str, *, scheme: str = "Bearer ", browser: Client | None = None) -> Any:
    """Ask who I am with this in the Authorization header."""
    return (browser or Client()).get(ME, headers={"Authorization": f"{scheme}{text}"})


def last_use() -> datetime:
    """Read when the only token was last used."""
    found = ApiToken.objects.get().last_used_at
    assert found is not None
    return found


def fresh(user: User, scope: str = "write") -> tuple[ApiToken, str]:
    """Make a token."""
    return make_token(actor=user, name="A program", scope=scope, days=30)


def test_a_token_stands_for_its_person(owner: User) -> None:
    program = program_of(owner)
    assert who(program) == "owner"
    assert program.post(PHOTOS, {"photo": upload_file()}).status_code == 201
    assert [photo["username"] for photo in program.get(PHOTOS).json()] == ["owner"]
    assert program.patch(ME, '{"bio": "hello"}', content_type="application/json").status_code == 200
    assert User.objects.get(pk=owner.pk).bio == "hello"


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER ", " Bearer   ", "Bearer\t"])
def test_the_scheme_is_written_in_any_way(owner: User, scheme: str) -> None:
    assert carrying(fresh(owner)[1], scheme=scheme).status_code == 200


def test_a_token_that_is_not_good_is_refused_in_one_way(owner: User) -> None:
    _, revoked = fresh(owner)
    revoke_token(actor=owner, token_id=ApiToken.objects.get().pk)
    expired, over = fresh(owner)
    ApiToken.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    good, text = fresh(owner)
    wrong = ["", "x", "lumina_", f"{text}x", text[:-1], text.swapcase(), good.digest, revoked, over, f"{text} {text}"]
    wrong += ["é" * 50, "\x80", "x" * 100_000, f"{text},Bearer {text}", f'"{text}"']
    answers = [carrying(one, browser=browser_of(owner)) for one in wrong]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert {answer["WWW-Authenticate"] for answer in answers} == {'Bearer error="invalid_token"'}
    assert answers[0].json()["code"] == "not_signed_in"
    assert "owner" not in answers[0].text


@pytest.mark.parametrize("path", [ME, PHOTOS, "/api/openapi.json", "/api/nothing", "/api/", "/api/auth/logout"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_a_wrong_token_is_refused_whatever_is_called(owner: User, path: str, method: str) -> None:
    for browser in (Client(), browser_of(owner)):
        assert browser.generic(method, path, headers={"Authorization": "Bearer wrong"}).status_code == 401
        assert who(browser) in {None, "owner"}


def test_a_wrong_token_costs_as_many_queries_as_a_good_one(owner: User, django_assert_num_queries: Any) -> None:
    token, text = fresh(owner)
    tokens.note_use(token)
    for one, queries in ((text, 1), ("wrong", 1), (f"{text}x", 1)):
        with django_assert_num_queries(queries):
            carrying(one)


@pytest.mark.parametrize("header", ["Basic dXNlcjpwYXNz", "Basic", "Digest x", "Token abc", "", " ", "bearertoken"])
def test_other_schemes_say_nothing(owner: User, header: str) -> None:
    headers = {"Authorization": header}
    assert Client().get(ME, headers=headers).status_code == 401
    assert browser_of(owner).get(ME, headers=headers).status_code == 200


def test_revoking_counts_at_the_next_call(owner: User) -> None:
    token, text = fresh(owner)
    assert carrying(text).status_code == 200
    assert browser_of(owner).post(f"/settings/tokens/{token.pk}/revoke/").status_code == 302
    assert carrying(text).status_code == 401


def test_whoever_is_deactivated_calls_no_more_and_again_when_they_are_back(owner: User) -> None:
    _, text = fresh(owner)
    for is_active, status in ((True, 200), (False, 401), (True, 200)):
        User.objects.filter(pk=owner.pk).update(is_active=is_active)
        assert carrying(text).status_code == status


def test_tokens_go_with_their_person(owner: User) -> None:
    _, text = fresh(owner)
    User.objects.filter(pk=owner.pk).delete()
    assert carrying(text).status_code == 401
    assert ApiToken.objects.count() == 0


def test_a_token_goes_before_a_session_and_leaves_it_alone(owner: User, stranger: User) -> None:
    browser = browser_of(owner)
    headers = {"Authorization": f"Bearer {fresh(stranger)[1]}"}
    answer = browser.get(ME, headers=headers)
    assert answer.json()["username"] == "stranger"
    assert browser.post("/api/auth/logout", headers=headers).status_code == 204
    assert not answer.cookies
    assert who(browser) == "owner"


def test_a_reader_changes_nothing(owner: User, upload: Uploads) -> None:
    photo = upload(owner)
    program = program_of(owner, "read")
    one = f"{PHOTOS}/{photo.photo_id}"
    assert {program.get(path).status_code for path in (ME, PHOTOS, one, f"{one}/comments")} == {200}
    assert program.head(PHOTOS).status_code == 200
    answers = [
        program.post(PHOTOS, {"photo": upload_file()}),
        program.patch(one, '{"title": "x"}', content_type="application/json"),
        program.delete(one),
        program.put(f"{one}/save"),
        program.post(f"{one}/like"),
        program.post("/api/auth/logout"),
        program.generic("MERGE", one),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "forbidden")}
    assert "may read" in answers[0].json()["message"]
    assert answers[0]["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'
    assert [(each["title"], each["likes"]) for each in program.get(PHOTOS).json()] == [("", 0)]


def test_pages_know_no_tokens(owner: User) -> None:
    program = program_of(owner)
    for path in ("/explore/", "/settings/tokens/", "/upload/", "/admin/"):
        answer = program.get(path)
        assert (answer.status_code, "/login/?next=" in answer["Location"]) == (302, True)
    assert program.get("/live/").status_code == 401
    # A wrong one does no harm there, either.
    assert browser_of(owner).get("/explore/", headers={"Authorization": "Bearer wrong"}).status_code == 200


def test_no_token_makes_sees_or_ends_tokens(owner: User) -> None:
    program = program_of(owner)
    token = ApiToken.objects.get()
    form = {"name": "Second", "scope": "write", "days": "never"}
    for answer in (program.post("/settings/tokens/", form), program.post(f"/settings/tokens/{token.pk}/revoke/")):
        assert answer["Location"].startswith("/accounts/login/")
    assert [one.name for one in ApiToken.objects.all()] == ["A program"]


def test_a_token_begins_no_session(owner: User) -> None:
    program = program_of(owner)
    for answer in (
        log_in("owner", browser=program),
        log_in("owner", "wrong", browser=program),
        send(SIGN_UP, {"username": "second", "password": PASSWORD}, program),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        assert not answer.cookies
    assert User.objects.count() == 1


def test_a_token_does_not_change_where_new_passwords_are_sent(owner: User) -> None:
    change = '{"email": "thief@example.org", "bio": "x"}'
    assert program_of(owner).patch(ME, change, content_type="application/json").status_code == 403
    stored = User.objects.get(pk=owner.pk)
    assert (stored.real_email, stored.bio) == ("", "")
    assert browser_of(owner).patch(ME, change, content_type="application/json").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": ELSEWHERE}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}],
    ids=str,
)
def test_a_token_may_come_from_anywhere(owner: User, headers: dict[str, str]) -> None:
    assert program_of(owner).post("/api/auth/logout", headers=headers).status_code == 204
    assert browser_of(owner).post("/api/auth/logout", headers=headers).status_code == 403


def test_a_claimed_id_must_be_that_of_the_token(owner: User, stranger: User) -> None:
    program = program_of(owner)
    for claimed, status in ((str(owner.pk), 200), (str(stranger.pk), 403), ("", 403)):
        assert program.get(ME, headers={"X-User-ID": claimed}).status_code == status
    claim = {"X-User-ID": str(stranger.pk), "Authorization": "Bearer wrong"}
    assert browser_of(stranger).get(ME, headers=claim).status_code == 401


def test_the_last_use_is_written_once_a_minute(owner: User, django_assert_num_queries: Any) -> None:
    token, text = fresh(owner)
    before = timezone.now()
    with django_assert_num_queries(2):
        carrying(text)
    first = last_use()
    assert first >= before
    with django_assert_num_queries(1):
        carrying(text)
    assert last_use() == first
    ApiToken.objects.update(last_used_at=first - timedelta(seconds=61))
    carrying(text)
    second = last_use()
    assert second > first
    # Of two at once, the later one does not know yet what the row says.
    tokens.note_use(token)
    assert last_use() == second


def test_a_refused_token_is_not_used(owner: User) -> None:
    _, text = fresh(owner)
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(days=1))
    carrying(text)
    assert ApiToken.objects.get().last_used_at is None


def test_answers_are_kept_apart_by_token(owner: User) -> None:
    answer = program_of(owner).get(ME)
    assert {"Cookie", "Authorization"} <= set(answer["Vary"].split(", "))
    assert answer["Cache-Control"] == "private, no-store"


def test_unknown_calls_are_not_there_for_programs_either(owner: User) -> None:
    _, text = fresh(owner)
    program = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {text}"})
    assert program.post("/api/nothing").status_code == 404
    assert program.put("/api/topics").status_code == 405
    assert program.delete(f"{PHOTOS}/nothing").status_code == 404
