"""Photos that the screening withheld, or could not look at: only a decision about the photo itself shows them."""

from typing import Any

import pytest

from accounts.models import User
from moderation.models import Case, Decision
from moderation.services import Ruling, decide, open_case, undo, withheld_without_a_case
from moderation.tests.judging import told
from photos.services.screening import screen_again
from photos.tests.interrupting import repair
from photos.tests.standings import screening, stored
from tests.cast import Uploads

pytestmark = pytest.mark.django_db
WARNED = Ruling("warn", rule="nudity")


def opened(moderator: User, photo_id: str) -> Case:
    """Have a moderator open a case by themselves."""
    return open_case(actor=moderator, target_type="photo", target_id=photo_id)


@pytest.mark.parametrize(("how", "status"), [("failing", "held"), ("holding", "held"), ("rejecting", "rejected")])
def test_a_warning_shows_nobody_what_was_withheld(
    owner: User, moderator: User, upload: Uploads, settings: Any, how: str, status: str
) -> None:
    settings.SCREENING = screening(how)
    photo = upload(owner)
    decide(actor=moderator, case_id=opened(moderator, photo.photo_id).pk, ruling=WARNED)
    assert stored(photo.photo_id).status == status


def test_an_undone_dismissal_holds_the_photo_again_although_a_moderator_opened_its_case(
    owner: User, moderator: User, upload: Uploads, settings: Any
) -> None:
    settings.SCREENING = screening("failing")
    photo = upload(owner)
    dismissal = decide(actor=moderator, case_id=opened(moderator, photo.photo_id).pk, ruling=Ruling("dismiss"))
    assert stored(photo.photo_id).status == "approved"
    undo(actor=moderator, decision_id=dismissal.pk)
    assert stored(photo.photo_id).status == "held"


def test_what_is_found_later_stands_in_the_case_that_a_moderator_has_opened(
    owner: User, moderator: User, upload: Uploads, settings: Any
) -> None:
    settings.SCREENING = screening("failing")
    photo = upload(owner)
    case = opened(moderator, photo.photo_id)
    decide(actor=moderator, case_id=case.pk, ruling=WARNED)
    settings.SCREENING = screening("holding")
    assert screen_again(photo_id=photo.id) == "held"
    case.refresh_from_db()
    assert (case.held, case.is_open, case.finding) == (True, True, "Violence 62 %")


def test_a_rejection_is_told_although_a_moderator_has_opened_the_case_and_warned(
    owner: User, moderator: User, upload: Uploads, settings: Any
) -> None:
    settings.SCREENING = screening("failing")
    photo = upload(owner)
    decide(actor=moderator, case_id=opened(moderator, photo.photo_id).pk, ruling=WARNED)
    settings.SCREENING = screening("rejecting")
    assert screen_again(photo_id=photo.id) == "rejected"
    assert list(Decision.objects.values_list("action", "actor")) == [("warn", moderator.pk), ("remove", None)]
    assert told(owner)[0].startswith("Your photo was removed.")


def test_a_rejection_whose_decision_was_lost_in_a_crash_is_written_down(
    owner: User, upload: Uploads, settings: Any
) -> None:
    settings.SCREENING = screening("rejecting")
    photo = upload(owner)
    # As it is when the process dies between the case and its decision.
    Case.objects.get().delete()
    Case.objects.create(target_type="photo", target_id=photo.photo_id, person=owner, origin="screening")
    assert [found.photo_id for found in withheld_without_a_case()] == [photo.photo_id]
    repair()
    assert Decision.objects.get().action == "remove"
    assert withheld_without_a_case() == []
    assert stored(photo.photo_id).status == "rejected"
