"""What people choose to hear of, and where."""

from typing import Any

import pytest
from django.core import mail

from accounts.models import User
from activity.kinds import NOTE_KINDS
from activity.models import Switch
from activity.tests.telling import badges, comment, like, told, with_address
from photos.tests.seeing import plant
from tests.cast import browser_of

pytestmark = pytest.mark.django_db

PAGE = "/settings/notifications/"
MAILED = {"friend_request", "friend_accepted", "moderation"}


def boxes(page: Any) -> dict[str, bool]:
    """Read which boxes are ticked on the page."""
    form = page.context["form"]
    return {name: bool(form[name].value()) for name in form.fields}


def test_everything_is_shown_and_what_matters_mailed_until_somebody_chooses(owner: User) -> None:
    page = browser_of(owner).get(PAGE)
    ticked = {name for name, on in boxes(page).items() if on}
    assert ticked == {f"{kind}_site" for kind in NOTE_KINDS} | {f"{kind}_email" for kind in MAILED}
    assert [row["kind"] for row in page.context["rows"]] == list(NOTE_KINDS)
    html = page.content.decode()
    assert html.count('type="checkbox"') == 2 * len(NOTE_KINDS) + 1
    assert Switch.objects.count() == 0


def test_choices_are_kept_and_those_of_others_untouched(owner: User, stranger: User) -> None:
    browser = browser_of(owner)
    chosen = {"like_site": "on", "comment_email": "on", "digest": "on"}
    answer = browser.post(PAGE, chosen, follow=True)
    assert "Your choices are saved." in answer.content.decode()
    assert {name for name, on in boxes(browser.get(PAGE)).items() if on} == set(chosen)
    assert {name for name, on in boxes(browser_of(stranger).get(PAGE)).items() if on} >= {"mention_site"}
    browser.post(PAGE, {})
    assert not any(boxes(browser.get(PAGE)).values())
    assert Switch.objects.filter(user=owner).count() == len(NOTE_KINDS) + 1


def test_what_is_switched_off_is_not_told(owner: User, stranger: User) -> None:
    photo = plant(owner)
    browser_of(owner).post(PAGE, {"comment_site": "on"})
    like(stranger, photo)
    comment(stranger, photo)
    assert [note["kind"] for note in told(owner)] == ["comment"]
    assert badges(browser_of(owner))["notifications"] == 1


def test_what_is_wanted_by_mail_alone_is_mailed_alone_and_once(owner: User, stranger: User) -> None:
    photo = plant(with_address(owner))
    browser_of(owner).post(PAGE, {"like_email": "on"})
    for _ in range(2):
        like(stranger, photo)
        browser_of(stranger).delete(f"/api/photos/{photo.photo_id}/like")
    assert told(owner) == []
    assert [message.subject for message in mail.outbox] == ["stranger liked your photo"]


def test_a_form_changes_nobody_elses_choices_and_no_unknown_kind(owner: User, stranger: User) -> None:
    browser_of(owner).post(PAGE, {"user": stranger.pk, "person": stranger.pk, "nonsense_site": "on"})
    assert set(Switch.objects.values_list("user_id", flat=True)) == {owner.pk}
    assert not Switch.objects.filter(kind="nonsense").exists()
