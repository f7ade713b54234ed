"""What those who work in the administration never find there: addresses, and messages that nobody reported."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.contrib.admin.utils import quote
from django.test import Client

from moderation.models import Case
from tests.admin_access import CASE, MESSAGE, MODELS
from tests.admin_world import BEGINNING, MAIL, UNREPORTED, World, make_world, stored

# Enough to reach everything, and no crawl through each order of each list.
MOST_PAGES = 600
LEFT_ALONE = re.compile(r"^/admin/(logout|jsi18n|password_change)/|[?&](o|_facets)=")
MISSING = ("0", "1:2", "9" * 30, "%00", "01890a5d-ac96-774b-bcce-b302099a8058", "a/b", "%F0%9F%98%80")


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001
    """Make one thing of each kind."""
    return make_world()


def crawled(browser: Client, start: str = "/admin/") -> Iterator[tuple[str, Any]]:
    """Follow every link of the administration that leads to a page of it."""
    waiting, known = [start], {start}
    while waiting and len(known) < MOST_PAGES:
        path = waiting.pop(0)
        answer: Any = browser.get(path)
        yield path, answer
        links = (unescape(link) for link in re.findall(r'href="([^"]+)"', answer.content.decode()))
        for link in (urldefrag(urljoin(path, link)).url for link in links):
            if link.startswith("/admin/") and not LEFT_ALONE.search(link) and link not in known:
                known.add(link)
                waiting.append(link)


def guesses(world: World) -> Iterator[str]:
    """Name every address under which somebody may look for the message that nobody reported."""
    low, high, message_id = world.ids["messaging.message unreported"].split(":")
    for guess in (f"{low}:{high}:{message_id}", f"{high}:{low}:{message_id}", f"{low}:{message_id}", message_id):
        for spelt in dict.fromkeys((guess, quote(guess))):
            yield from (
                f"/{MESSAGE}{spelt}/{page}" for page in ("", "change/", "change/?_popup=1", "history/", "delete/")
            )
        yield from (f"/{MESSAGE}?q={guess}", f"/{CASE}?q={guess}&state=all", f"/admin/moderation/report/?q={guess}")
        yield from (f"/admin/photos/{kind}/{guess}/change/" for kind in ("photo", "comment"))
        yield f"/report/message/{guess}/"
    kind = world.ids["link of a message"].partition("/")[0]
    yield f"/admin/r/{kind}/{low}:{high}:{message_id}/"
    for model in MODELS:
        asked = f"?q={BEGINNING}&_popup=1&_to_field=id"
        yield from (f"/{model.address}{asked}", f"/{model.address}?q={BEGINNING}", f"/{model.address}?all=")
        label, name = model.name.split(".")
        for column in ("case", "person", "id", "text"):
            named = f"app_label={label}&model_name={name}&field_name={column}"
            yield f"/admin/autocomplete/?{named}&term={BEGINNING}"


def test_moderators_find_no_address_of_anybody_on_any_page(world: World) -> None:
    opened = {path: answer for path, answer in crawled(world.browser("moderator")) if answer.status_code == 200}
    assert [path for path, answer in opened.items() if MAIL in answer.content.decode()] == []
    for model in MODELS:
        shown = any(urlsplit(path).path == f"/{model.address}" for path in opened)
        assert shown == (model.view == "moderator"), model.name


def test_moderators_learn_no_address_from_what_a_list_finds(world: World) -> None:
    browser = world.browser("moderator")
    for model in (model for model in MODELS if model.view == "moderator"):
        everything = "state=all&" if model.address == CASE else ""
        found = browser.get(f"/{model.address}?{everything}q={MAIL[1:6]}").context["cl"].result_list
        assert list(found) == [], model.name
    for lookup in ("person__email__startswith", "reporter__email__contains", "person__password__startswith"):
        for model in MODELS:
            assert browser.get(f"/{model.address}?{lookup}=o").status_code in {302, 400, 403}, (model.name, lookup)


@pytest.mark.parametrize("role", ["moderator", "administrator", "superuser"])
def test_every_link_leads_somewhere_and_to_no_message_that_nobody_reported(world: World, role: str) -> None:
    answers = dict(crawled(world.browser(role)))
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code >= 400} == {}
    assert [path for path, answer in answers.items() if UNREPORTED in answer.content.decode()] == []


@pytest.mark.parametrize("role", ["moderator", "superuser"])
def test_nobody_guesses_their_way_to_a_message_that_nobody_reported(world: World, role: str) -> None:
    browser, cases, before = world.browser(role), Case.objects.count(), stored()
    for path in guesses(world):
        answer = browser.get(path, follow=True)
        assert UNREPORTED not in answer.content.decode(), path
    low, high, message_id = world.ids["messaging.message unreported"].split(":")
    targets = [f"{person}:{message_id}" for person in (low, high, f"{low}:{high}")]
    for target in targets:
        for action in ("open_case", "remove", "dismiss", "mark_sensitive", "delete_selected"):
            for address in ("messaging/message", "photos/comment", "photos/photo", "moderation/case"):
                sent = {"action": action, "index": "0", "_selected_action": [target], "seen": "", "rule": "spam"}
                answer = browser.post(f"/admin/{address}/", {**sent, "apply": "1", "post": "yes"}, follow=True)
                assert UNREPORTED not in answer.content.decode(), (address, action)
        sent = {"target_type": "message", "target_id": target, "reason": "spam"}
        assert browser.post("/api/reports", sent, content_type="application/json").status_code == 404
    assert Case.objects.count() == cases
    assert stored() == before


def test_what_is_not_there_is_said_to_be_not_there(world: World) -> None:
    browser = world.browser("superuser")
    for model in MODELS:
        for page in ("", "change/", "delete/", "history/"):
            for guess in MISSING:
                for send in (browser.get, browser.post):
                    answer = send(f"/{model.address}{guess}/{page}")
                    assert answer.status_code in {302, 400, 403, 404, 405}, (model.name, page, guess)
