"""What the tests of friends share: calls as clients make them, and what is between people, looked at from outside."""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import Barrier
from typing import Any

from django.db import connections
from django.test import Client, TestCase

from accounts.models import User
from core.errors import LuminaError
from social.models import Block, FriendRequest, Status
from social.services import accept_friend_request, request_friendship
from tests.cast import browser_of

JSON = "application/json"
HUGE = (2**31, 2**63 - 1, 2**63, 10**30)
# A name that nobody has; it sorts and looks like any other.
NOBODY = "nobody.here"


def committed() -> AbstractContextManager[object]:
    """Do at the end of the block what waits for a commit, which never comes in a test that is rolled back."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def ask(one: User, other: User) -> int:
    """Let one ask the other, and answer the id of the request."""
    return int(request_friendship(actor=one, username=other.username).pk)


def befriend(one: User, other: User) -> int:
    """Make two people friends, and answer the id of their friendship."""
    return int(accept_friend_request(actor=other, request_id=ask(one, other)).pk)


def post(user: User, path: str, body: object) -> Any:
    """Send JSON as somebody; text is sent as it is."""
    return browser_of(user).post(f"/api/{path}", body, content_type=JSON)


def relation(viewer: User, other: User) -> str:
    """Answer what the search says of somebody; nothing when they are not there for the viewer."""
    found = browser_of(viewer).get("/api/users/search", {"q": other.username}).json()
    return next((person["relation"] for person in found if person["id"] == other.pk), "")


def names(browser: Client, path: str) -> list[str]:
    """List the names that a list of people answers."""
    answer = browser.get(f"/api/{path}")
    assert answer.status_code == 200
    return [person["username"] for person in answer.json()]


def pages_of(browser: Client, path: str) -> list[list[Any]]:
    """Follow the Link header to the end and list what each page has."""
    pages = []
    while path:
        answer = browser.get(path)
        assert answer.status_code == 200
        pages.append(answer.json())
        link = re.fullmatch(r'<http://testserver(/api/.*)>; rel="next"', answer.get("Link", ""))
        path = link[1] if link else ""
    return pages


def without_names(answer: Any, *names: str) -> tuple[int, str]:
    """Take out of an answer what differs in any two: who was asked for, the request's own name, form tokens."""
    text = re.sub(r'Reference: \w+|"[A-Za-z0-9]{64}"', "", answer.content.decode())
    for name in names:
        text = text.replace(name, "NAME")
    return answer.status_code, text


def pairs() -> list[tuple[int, int, str]]:
    """List who has asked whom, and where it stands."""
    return list(FriendRequest.objects.order_by("pk").values_list("requester_id", "receiver_id", "status"))


def blocks() -> list[tuple[int, int]]:
    """List who blocks whom."""
    return list(Block.objects.order_by("pk").values_list("blocker_id", "blocked_id"))


def assert_sound() -> None:
    """Expect one row a pair in order, none with oneself, and neither friends nor asking across a block."""
    rows = list(FriendRequest.objects.values_list("low_id", "high_id", "requester_id", "receiver_id", "status"))
    assert all(low < high for low, high, *_ in rows)
    assert all({low, high} == {requester, receiver} for low, high, requester, receiver, _ in rows)
    assert len({(low, high) for low, high, *_ in rows}) == len(rows)
    assert {status for *_, status in rows} <= set(Status.values)
    alive = {(low, high) for low, high, *_, status in rows if status != Status.DECLINED}
    assert alive & {(min(block), max(block)) for block in blocks()} == set()
    assert len(set(blocks())) == len(blocks())
    assert all(blocker != blocked for blocker, blocked in blocks())


def together(works: Sequence[Callable[[], object]]) -> list[object]:
    """Do all at once, each in a thread, and answer what came out: a value, or the typed error."""
    start = Barrier(len(works))

    def one(work: Callable[[], object]) -> object:
        try:
            start.wait(20)
            return work()
        except LuminaError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(one, works))
