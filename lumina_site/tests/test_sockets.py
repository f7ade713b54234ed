"""The live socket of the running site: who gets one, what comes over it, and when it ends."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from django.conf import LazySettings

from core.ids import new_id
from core.tests.running import Site
from lumina_site.sockets import SIGNED_OUT, from_our_own_page
from lumina_site.tests.circle import Circle, Member, Page, befriend, handshake, shake
from tests.cast import PASSWORD

TYPING, WATCHED = "typing", "photo"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, stores: None) -> Iterator[Site]:  # noqa: ARG001
    """Run the site with sockets that look at their sessions all the time."""
    running = Site(
        tmp_path_factory.mktemp("site"), application="lumina_site.tests.hasty:application", RATE_LIMITS="off"
    )
    yield running
    assert "Traceback" not in running.log()
    running.stop()


@pytest.fixture(scope="module")
def circle(site: Site) -> Circle:
    """Begin a circle of friends."""
    return Circle(site)


@pytest.fixture(scope="module")
def friend(circle: Circle) -> Member:
    """Sign up a friend of the owner's (who is the one in the middle)."""
    return circle.member()


@pytest.fixture(scope="module")
def stranger(circle: Circle) -> Member:
    """Sign up somebody who is not the friend's friend."""
    return circle.member()


def switched_off(member: Member) -> None:
    """Deactivate somebody as `QuerySet.update` does: nothing is told to anybody."""
    with closing(sqlite3.connect(member.site.data / "lumina.sqlite3", timeout=10)) as database, database:
        database.execute("UPDATE accounts_user SET is_active = 0 WHERE id = ?", [member.id])


def test_a_page_of_our_own_gets_a_socket(site: Site, friend: Member) -> None:
    assert shake(site, {"Cookie": friend.cookie}) == 101


REFUSED: dict[str, Callable[[Site], dict[str, str | None]]] = {
    "no cookie": lambda _: {"Cookie": None},
    "nonsense": lambda _: {"Cookie": "lumina_session=nonsense"},
    "no session": lambda _: {"Cookie": "lumina_session=" + "a" * 32},
    "many cookies": lambda _: {"Cookie": "; ".join(f"a{number}=;=;\t" for number in range(200))},
    "another site": lambda _: {"Origin": "http://elsewhere.example"},
    "null": lambda _: {"Origin": "null"},
    "nothing": lambda _: {"Origin": ""},
    "no origin": lambda _: {"Origin": None},
    "other port": lambda site: {"Origin": f"http://127.0.0.1:{site.port + 1}"},
    "no port": lambda _: {"Origin": "http://127.0.0.1"},
    "https": lambda site: {"Origin": f"https://127.0.0.1:{site.port}"},
    "ws": lambda site: {"Origin": f"ws://127.0.0.1:{site.port}"},
    "other name": lambda site: {"Origin": f"http://localhost:{site.port}"},
    "longer name": lambda site: {"Origin": f"http://127.0.0.1:{site.port}.elsewhere.example"},
    "user in it": lambda site: {"Origin": f"http://me@127.0.0.1:{site.port}"},
    "no address": lambda _: {"Origin": "http://["},
    "bytes": lambda _: {"Origin": "http://\xe4\xff"},
    "a claim of TLS": lambda site: {"Origin": f"https://127.0.0.1:{site.port}", "X-Forwarded-Proto": "https"},
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED.keys())
def test_everybody_else_is_refused_at_the_handshake(
    site: Site, friend: Member, change: Callable[[Site], dict[str, str | None]]
) -> None:
    assert shake(site, {"Cookie": friend.cookie, **change(site)}) == 403


def test_two_origins_are_none(site: Site, friend: Member) -> None:
    ours = f"Origin: {handshake(site)['Origin']}\r\n".encode()
    for second in (ours, b"Origin: http://elsewhere.example\r\n"):
        assert shake(site, {"Cookie": friend.cookie}, more=second) == 403
    assert shake(site, {"Cookie": friend.cookie, "Origin": None}, more=ours) == 101


@pytest.mark.parametrize("path", ["/", "/ws", "/ws/other/", "/ws/%2e%2e/ws/", "//ws/", "/ws/%00", "/healthz"])
def test_other_paths_have_no_socket(site: Site, friend: Member, path: str) -> None:
    assert shake(site, {"Cookie": friend.cookie}, path=path) == 403


def test_who_was_switched_off_is_refused(site: Site, circle: Circle) -> None:
    gone = circle.member()
    assert shake(site, {"Cookie": gone.cookie}) == 101
    switched_off(gone)
    assert shake(site, {"Cookie": gone.cookie}) == 403


@pytest.mark.parametrize(
    ("origin", "said", "ours"),
    [
        ("https://lumina.example", [b"https"], True),
        ("https://lumina.example", [b"https, http"], True),
        ("http://lumina.example", [b"https"], False),
        ("https://lumina.example", [b"http"], False),
        ("http://lumina.example", [b"http"], True),
        ("https://lumina.example", [], False),
        ("https://lumina.example", [b"https", b"https"], False),
        ("https://other.example", [b"https"], False),
    ],
)
def test_behind_a_proxy_its_word_about_the_scheme_counts(
    settings: LazySettings, origin: str, said: list[bytes], *, ours: bool
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    headers = [(b"host", b"lumina.example"), (b"origin", origin.encode())]
    scope = {"scheme": "ws", "headers": headers + [(b"x-forwarded-proto", word) for word in said]}
    assert from_our_own_page(scope) is ours


def test_a_word_reaches_every_tab_of_its_person_and_nobody_else(
    circle: Circle, friend: Member, stranger: Member
) -> None:
    asker = circle.member()
    device = friend.elsewhere()
    with friend.page() as one, friend.page() as two, device.page() as three, stranger.page() as other:
        asker.call("POST", "/api/friends/request", username=friend.username)
        for page in (one, two, three):
            assert {"type": "relation", "with": asker.id} in circle.heard(page)
        assert circle.heard(other) == []


def test_a_request_that_is_taken_back_is_gone_from_an_open_page(circle: Circle, friend: Member) -> None:
    asker = circle.member()
    made = asker.call("POST", "/api/friends/request", username=friend.username)
    with friend.page() as page:
        asker.call("DELETE", f"/api/friends/requests/{made['id']}")
        heard = circle.heard(page)
        assert {"type": "relation", "with": asker.id} in heard
        assert {"type": "badges"} in heard


def test_a_closed_tab_leaves_the_others_alone(circle: Circle, friend: Member) -> None:
    with friend.page() as one:
        with friend.page():
            pass
        circle.settle(one)
        assert circle.heard(one) == []


def test_that_somebody_types_is_told_to_friends_only(circle: Circle, friend: Member, stranger: Member) -> None:
    mate = circle.member()
    befriend(friend, mate)
    with friend.page() as listening, mate.page() as page, stranger.page() as foreign:
        foreign.say(type="typing", to=friend.id)
        circle.settle(foreign)
        page.say(type="typing", to=friend.id)
        circle.settle(page)
        assert typists(circle, listening) == [mate.id]

        mate.call("DELETE", f"/api/friends/{friend.id}")
        page.say(type="typing", to=friend.id)
        circle.settle(page)
        friend.call("PUT", f"/api/blocks/{mate.id}")
        page.say(type="typing", to=friend.id)
        circle.settle(page)
        assert typists(circle, listening) == []


def typists(circle: Circle, page: Page) -> list[int]:
    return [said["with"] for said in circle.heard(page) if said["type"] == TYPING]


def test_a_watched_photo_says_when_it_changes(circle: Circle, friend: Member, stranger: Member) -> None:
    photo = stranger.upload()
    with friend.page() as watching, friend.page() as elsewhere:
        watching.say(type="watch", photo=photo)
        watching.say(type="watch", photo=photo)
        circle.settle(watching)
        circle.middle.call("POST", f"/api/photos/{photo}/like")
        circle.middle.call("POST", f"/api/photos/{photo}/comments", text="Nice")
        assert hints(circle, watching) == [photo, photo]
        assert hints(circle, elsewhere) == []


def test_a_photo_that_may_not_be_seen_says_nothing(circle: Circle, friend: Member, stranger: Member) -> None:
    hidden, friends_only = stranger.upload(visibility="me"), stranger.upload(visibility="friends")
    with friend.page() as watching:
        for photo in (hidden, friends_only, new_id(), "", "%", "\ud800", "a" * 500, hidden.upper()):
            watching.say(type="watch", photo=photo)
        circle.settle(watching)
        for photo in (hidden, friends_only):
            stranger.call("POST", f"/api/photos/{photo}/like")
        assert hints(circle, watching) == []


def test_a_photo_that_was_hidden_is_no_longer_watched(circle: Circle, friend: Member, stranger: Member) -> None:
    photo = stranger.upload()
    with friend.page() as watching:
        watching.say(type="watch", photo=photo)
        circle.settle(watching)
        stranger.call("PATCH", f"/api/photos/{photo}", visibility="me")
        watching.is_alive()
        stranger.call("POST", f"/api/photos/{photo}/like")
        assert hints(circle, watching) == []


def test_only_the_photos_that_were_opened_last_are_watched(circle: Circle, friend: Member, stranger: Member) -> None:
    photos = [stranger.upload() for _ in range(5)]
    with friend.page() as watching:
        for photo in photos:
            watching.say(type="watch", photo=photo)
        circle.settle(watching)
        for photo in photos:
            stranger.call("POST", f"/api/photos/{photo}/like")
        assert hints(circle, watching) == photos[1:]


def hints(circle: Circle, page: Page) -> list[str]:
    return [said["id"] for said in circle.heard(page) if said["type"] == WATCHED]


def test_a_logout_ends_the_tabs_of_its_session_alone(site: Site, friend: Member) -> None:
    device = friend.elsewhere()
    with friend.page() as staying, device.page() as one, device.page() as two:
        device.call("POST", "/api/auth/logout")
        assert (one.end(), two.end()) == (SIGNED_OUT, SIGNED_OUT)
        staying.is_alive()
    assert shake(site, {"Cookie": device.cookie}) == 403


def test_a_new_password_ends_the_tabs_of_all_other_devices(site: Site, circle: Circle) -> None:
    member = circle.member()
    device = member.elsewhere()
    page = site.ask("GET", "/accounts/password/change/", headers={"Cookie": member.cookie})
    token = page.headers["set-cookie"].split(";")[0]
    words = {"oldpassword": PASSWORD, "password1": "another horse", "password2": "another horse"}
    with device.page() as elsewhere:
        body = "&".join(f"{name}={word.replace(' ', '+')}" for name, word in words.items()).encode()
        headers = {
            "Cookie": f"{member.cookie}; {token}",
            "X-CSRFToken": token.split("=")[1],
            "Content-Type": "application/x-www-form-urlencoded",
        }
        assert site.ask("POST", "/accounts/password/change/", body, headers).status == 302
        assert elsewhere.end() == SIGNED_OUT
    assert shake(site, {"Cookie": device.cookie}) == 403


def test_somebody_who_is_switched_off_without_a_word_is_found_out(circle: Circle, friend: Member) -> None:
    gone = circle.member()
    with gone.page() as page, friend.page() as staying:
        page.is_alive()
        switched_off(gone)
        assert page.end() == SIGNED_OUT
        staying.is_alive()
