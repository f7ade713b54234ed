"""Screening from outside: what becomes of a picture that is uploaded, and who sees it."""

from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from moderation.models import BlockedPicture
from moderation.screening.hashes import looks_of
from moderation.tests.drawing import changed, drawn, picture_of, renditions, saved
from moderation.tests.rekognition import LABELS, MODERATION, TEXT, Rekognition, bad, labelled, moderated, written
from photos.tests.seeing import ids_in, post_photo
from tests.cast import browser_of

pytestmark = pytest.mark.django_db
CONTENT = saved(drawn(1))


def uploaded(owner: User, content: bytes = CONTENT) -> Any:
    """Upload a picture and answer what its owner then reads of it."""
    browser = browser_of(owner)
    answer = post_photo(browser, content)
    assert answer.status_code == 201
    photo = browser.get(f"/api/photos/{answer.json()['id']}")
    assert photo.status_code == 200
    assert photo.json()["status"] == answer.json()["status"]
    return photo.json()


def is_seen_by(viewer: User, photo_id: str) -> bool:
    """Say whether somebody can open the photo, and make sure that galleries say the same."""
    browser = browser_of(viewer)
    opened = browser.get(f"/api/photos/{photo_id}").status_code == 200
    assert (photo_id in ids_in(browser, "?scope=all")) == opened
    return opened


def test_a_picture_with_nothing_in_it_is_seen_by_others(owner: User, stranger: User, rekognition: Rekognition) -> None:
    rekognition.tell(LABELS, labelled(("Lighthouse", 97.5, "Building")))
    rekognition.tell(TEXT, written("MIND THE STEPS"))
    photo = uploaded(owner)
    assert photo["status"] == "approved"
    assert (photo["labels"], photo["detected_text"]) == (["Lighthouse"], "MIND THE STEPS")
    assert is_seen_by(stranger, photo["id"])
    for word in ("lighthouse", "steps"):
        assert ids_in(browser_of(stranger), f"?scope=all&q={word}") == [photo["id"]]


def test_a_doubtful_picture_is_held_for_its_owner_alone(owner: User, stranger: User, rekognition: Rekognition) -> None:
    rekognition.tell(MODERATION, moderated(("Violence", 75.0, "")))
    photo = uploaded(owner)
    assert (photo["status"], photo["reasons"]) == ("held", ["It seems to show: Violence."])
    assert not is_seen_by(stranger, photo["id"])


def test_a_clear_case_is_rejected_for_all_but_its_owner(owner: User, stranger: User, rekognition: Rekognition) -> None:
    rekognition.tell(MODERATION, moderated(("Violence", 95.0, "")))
    photo = uploaded(owner)
    assert (photo["status"], photo["reasons"]) == ("rejected", ["It seems to show: Violence."])
    assert not is_seen_by(stranger, photo["id"])


def test_the_owner_reads_why(owner: User, rekognition: Rekognition) -> None:
    rekognition.tell(MODERATION, moderated(("Violence", 95.0, "")))
    page = browser_of(owner).get(f"/p/{uploaded(owner)['id']}/")
    assert "It seems to show: Violence." in page.text


@pytest.mark.parametrize("failure", [bad("ThrottlingException"), bad("InternalServerError", 500)])
def test_a_picture_that_could_not_be_looked_at_is_held_until_it_was(
    owner: User, stranger: User, rekognition: Rekognition, failure: Any
) -> None:
    rekognition.tell(MODERATION, failure)
    photo = uploaded(owner)
    assert photo["status"] == "held"
    assert not is_seen_by(stranger, photo["id"])
    call_command("check_integrity", "--repair", "--older-than", "0")
    assert not is_seen_by(stranger, photo["id"])
    rekognition.tell(MODERATION, moderated())
    call_command("check_integrity", "--repair", "--older-than", "0")
    assert is_seen_by(stranger, photo["id"])


def test_a_removed_picture_is_known_again(owner: User, stranger: User) -> None:
    sha256, perceptual = picture_of(owner, CONTENT).sha256, looks_of(renditions(CONTENT)["thumb"])
    BlockedPicture.objects.create(sha256=sha256, perceptual=perceptual)
    again, alike, other = (
        uploaded(owner),
        uploaded(owner, changed(drawn(1))["lighter"]),
        uploaded(owner, saved(drawn(2))),
    )
    assert [photo["status"] for photo in (again, alike, other)] == ["rejected", "held", "approved"]
    assert [is_seen_by(stranger, photo["id"]) for photo in (again, alike, other)] == [False, False, True]
