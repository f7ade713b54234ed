"""What those who work in the administration never find there: addresses, and messages that nobody reported."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin.utils import quote
from django.test import Client

from moderation.models import Case
from tests.admin_access import CASE, MESSAGE, MODELS, reaches
from tests.admin_crawling import walk
from tests.admin_world import BEGINNING, MAIL, UNREPORTED, World, make_world, stored

# There are no more things of a kind.
ALIKE, VALUES = 12, 2
MISSING = ("0", "9" * 30, "%00", "01890a5d-ac96-774b-bcce-b302099a8058", "a/b")


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001
    """Make one thing of each kind."""
    return make_world()


def opened_by(browser: Client) -> dict[str, Any]:
    """Open all that links of the administration lead to."""
    answers: dict[str, Any] = {}

    def visit(address: str) -> str:
        answers[address] = browser.get(address)
        return str(answers[address].content.decode())

    walk(visit, start=set(), most=ALIKE, values=VALUES)
    return answers


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
        for column in ("case", "person"):
            named = f"app_label={label}&model_name={name}&field_name={column}"
            yield f"/admin/autocomplete/?{named}&term={BEGINNING}"


def test_moderators_learn_no_address_from_what_a_list_finds(world: World) -> None:
    browser = world.browser("moderator")
    for model in (model for model in MODELS if model.view == "moderator"):
        everything = "state=all&" if model.address == CASE else ""
        found = browser.get(f"/{model.address}?{everything}q={MAIL[1:6]}").context["cl"].result_list
        assert list(found) == [], model.name
    for lookup in ("person__email__startswith", "reporter__email__contains", "person__password__startswith"):
        for model in MODELS:
            assert browser.get(f"/{model.address}?{lookup}=o").status_code in {302, 400, 403}, (model.name, lookup)


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_every_link_leads_somewhere_and_to_nothing_that_is_hidden(world: World, role: str) -> None:
    opened = opened_by(world.browser(role))
    # What is about something of theirs they find in the queue, and leave to others.
    own = {f"/{CASE}{case.pk}/change/" for case in Case.objects.filter(person=world.people[role])}
    assert {path for path, answer in opened.items() if answer.status_code >= 400} == own
    hidden = (MAIL, UNREPORTED) if role == "moderator" else (UNREPORTED,)
    shown = {path: answer.content.decode() for path, answer in opened.items()}
    assert [path for path, text in shown.items() if any(word in text for word in hidden)] == []
    for model in MODELS:
        for page in ("", f"{quote(world.ids[model.name])}/change/", f"{quote(world.ids[model.name])}/history/"):
            assert (f"/{model.address}{page}" in opened) == reaches(role, model.view), (model.name, page)


def test_moderators_guess_their_way_to_no_message_that_nobody_reported(world: World) -> None:
    browser, cases, before = world.browser("moderator"), Case.objects.count(), stored()
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
