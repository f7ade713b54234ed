"""With 10,000 photos and 2,000 cases every page of the administration costs few calls to either store."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import reset_queries

from accounts.models import User
from moderation.models import Case
from photos.queries import photo_for_staff
from tests.admin_access import MODELS, PERSON, reaches
from tests.admin_crawling import kind_of, walk
from tests.admin_crowd import WORD, forget_crowd, make_crowd
from tests.cast import Counted, browser_of

pytestmark = [
    # The figures do not depend on the services, and to fill the site takes as long as many other tests.
    pytest.mark.skipif(
        bool(settings.DB_HOST) or settings.STORAGE_BACKEND != "local", reason="counted in the lane without services"
    ),
    pytest.mark.timeout(400),
]
MOST_SQL, MOST_DYNAMODB = 9, 3
# Of pages that differ by an id, or by the value of a filter, so many are opened.
ALIKE, VALUES = 2, 3
# What is typed beside the filters that can be clicked: two things at once, and names.
TYPED = {
    "photos.photo": (
        *(
            "person={name}",
            "person={name}&status=held",
            "person={name}&visibility=me&period=2026",
            "person=nobody-here",
        ),
        *("q={word}&status=held", "q={word}&period=2026", "visibility=me&sensitive=yes"),
    ),
    "photos.comment": (
        "person={name}",
        "person={name}&removed=yes",
        "photo={photo}",
        "q={word}&removed=no&period=2026",
    ),
    "messaging.message": ("person={name}", "person={name}&state=open", "q={word}&state=decided&period=2026"),
    "activity.event": ("person={name}", "person={name}&what=liked", "what=liked&period=2026"),
    "moderation.case": ("state=all&q={word}&rule=spam&age=day", "state=all&person={user}", "state=decided&q={word}"),
    "accounts.user": ("standing=active&q={word}", "q=@example.org"),
}
SEARCHES = ("q={word}", "q={word} words", "q=@{name}", "q={photo}", "q=nothing-like-that")
# These ask nothing: they are done at once, however many it is about, or lead away.
AT_ONCE = {"", "dismiss", "assign_to_me", "assign_to_nobody", "open_case"}
MOST_TICKED = 50


class Pages:
    """Opens pages as one person, and notes of each kind of page what the dearest one cost."""

    def __init__(self, person: User, counted: Counted) -> None:
        """Log the person in."""
        self._browser, self._counted = browser_of(person), counted
        self.dearest: dict[tuple[str, ...], tuple[int, int, str]] = {}

    def open(self, address: str, sent: dict[str, Any] | None = None) -> str:
        """Open a page, or send a form to it; answer what it shows."""
        reset_queries()
        with self._counted() as calls:
            answer: Any = self._browser.post(address, sent) if sent else self._browser.get(address)
        assert answer.status_code == 200 or "/next/" in address, address
        kind = (*kind_of(address), str(sent["action"])) if sent else kind_of(address)
        cost = len(calls.sql), len(calls.dynamodb), address
        self.dearest[kind] = max(self.dearest.get(kind, (0, 0, "")), cost)
        return str(answer.content.decode())

    def tick(self, address: str) -> None:
        """Tick a page of a list, and open what each of its actions asks first."""
        page = self.open(address)
        ids = re.findall(r'name="_selected_action" value="([^"]+)"', page)[:MOST_TICKED]
        offered = re.search('<select name="action".*?</select>', page, re.DOTALL)
        for action in re.findall(r'<option value="(\w*)"', offered[0]) if offered else []:
            if action not in AT_ONCE:
                seen = re.findall(r'name="seen" value="([^"]+)"', page)
                assert len(ids) == MOST_TICKED or "/group/" in address
                sent = {"action": action, "index": "0", "_selected_action": ids, "seen": seen, "select_across": "0"}
                assert ids[0] in self.open(address, sent)


def typed_by(role: str) -> set[str]:
    """Name the addresses of what somebody searches for and of the filters that they type into."""
    photo = photo_for_staff(Case.objects.filter(target_type="photo")[0].target_id)
    assert photo
    words = {"word": WORD, "name": photo.username, "photo": photo.photo_id, "user": str(photo.owner_id)}
    models = [model for model in MODELS if reaches(role, model.view)]
    asked = [(model, text) for model in models for text in (*SEARCHES, *TYPED.get(model.name, ()))]
    own = (
        {f"/{PERSON}{User.objects.exclude(user_permissions=None)[0].pk}/change/"} if role == "administrator" else set()
    )
    return {f"/{model.address}?{text.format(**words)}" for model, text in asked} | own


@pytest.fixture
def crowd(moderator: User, administrator: User) -> Iterator[dict[str, User]]:
    """Fill the site."""
    make_crowd(moderator, administrator)
    # Every process reads these once.
    ContentType.objects.get_for_models(Case, User)
    yield {"moderator": moderator, "administrator": administrator}
    forget_crowd()


def test_every_page_costs_few_calls_to_either_store(crowd: dict[str, User], counted: Counted) -> None:
    for role, person in crowd.items():
        pages = Pages(person, counted)
        walk(pages.open, start=typed_by(role), most=ALIKE, values=VALUES)
        for model in MODELS:
            if reaches(role, model.view):
                pages.tick(f"/{model.address}")
                assert (f"/{model.address}",) in pages.dearest
                assert (f"/{model.address}ID/change/",) in pages.dearest
        costly = {kind: cost for kind, cost in pages.dearest.items() if cost[0] > MOST_SQL or cost[1] > MOST_DYNAMODB}
        assert costly == {}, role
