"""Appeals: once, answered by keeping or undoing the decision; and photos that the screening withheld."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Forbidden, Invalid
from moderation.models import Appeal, BlockedPicture, Case
from moderation.queries import decision_about
from moderation.services import Ruling, appeal, decide, undo, uphold
from moderation.tests.judging import DISMISSED, REMOVED, decided, reported_person, reported_photo, sees_photo, told
from photos.models import Photo
from photos.screening import Label, Picture, Verdict
from tests.cast import Uploads

pytestmark = pytest.mark.django_db
HELD, REJECTED = f"{__name__}.hold", f"{__name__}.reject"


def hold(picture: Picture) -> Verdict:  # noqa: ARG001
    """Hold whatever comes."""
    return Verdict("held", ("It seems to show: Nudity.",), unsafe=(Label("Nudity", Decimal(71)),))


def reject(picture: Picture) -> Verdict:  # noqa: ARG001
    """Reject whatever comes."""
    return Verdict("rejected", ("It seems to show: Nudity.",), unsafe=(Label("Nudity", Decimal(97)),))


def test_an_appeal_opens_the_case_and_keeping_closes_it(owner: User, stranger: User, moderator: User) -> None:
    photo, case = reported_photo(owner, stranger)
    removal = decide(actor=moderator, case_id=case.pk, ruling=REMOVED)
    made = appeal(decision=decision_about(owner, removal.pk), text="  It is a statue.  ")
    case.refresh_from_db()
    assert (case.state, made.text) == ("open", "It is a statue.")
    for text in ("Once more", "And again"):
        with pytest.raises(Conflict):
            appeal(decision=decision_about(owner, removal.pk), text=text)
    uphold(actor=moderator, appeal_id=made.pk, message="It is not.")
    case.refresh_from_db()
    assert case.state == "decided"
    assert told(owner)[0] == "The decision about your photo stays as it is. It is not."
    assert not sees_photo(stranger, photo.photo_id)
    with pytest.raises(Conflict):
        uphold(actor=moderator, appeal_id=made.pk)


def test_an_appeal_is_answered_by_undoing(owner: User, stranger: User, moderator: User) -> None:
    photo, case = reported_photo(owner, stranger)
    removal = decide(actor=moderator, case_id=case.pk, ruling=REMOVED)
    made = appeal(decision=decision_about(owner, removal.pk), text="It is a statue.")
    undone = undo(actor=moderator, decision_id=removal.pk)
    case.refresh_from_db()
    made.refresh_from_db()
    assert (case.state, made.answer_id) == ("decided", undone.pk)
    assert sees_photo(stranger, photo.photo_id)
    with pytest.raises(Conflict):
        appeal(decision=decision_about(owner, removal.pk), text="Too late")


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\x00", "x" * 2001])
def test_an_appeal_without_words_is_none(owner: User, stranger: User, moderator: User, text: str) -> None:
    _, case = reported_photo(owner, stranger)
    removal = decide(actor=moderator, case_id=case.pk, ruling=REMOVED)
    with pytest.raises(Invalid):
        appeal(decision=decision_about(owner, removal.pk), text=text)
    assert not Appeal.objects.exists()


def test_nobody_without_the_right_answers_an_appeal(owner: User, stranger: User, moderator: User) -> None:
    _, case = reported_photo(owner, stranger)
    removal = decide(actor=moderator, case_id=case.pk, ruling=REMOVED)
    made = appeal(decision=decision_about(owner, removal.pk), text="It is a statue.")
    with pytest.raises(Forbidden):
        uphold(actor=stranger, appeal_id=made.pk)


def test_a_photo_that_is_held_waits_for_a_moderator(
    owner: User, stranger: User, moderator: User, upload: Uploads, settings: object
) -> None:
    settings.SCREENING = HELD  # type: ignore[attr-defined]
    photo = upload(owner)
    case = Case.objects.get()
    assert (case.origin, case.state, case.held, case.finding) == ("screening", "open", True, "Nudity 71 %")
    assert not sees_photo(stranger, photo.photo_id)
    # What is decided about the person leaves the photo waiting.
    decided(moderator, case, "warn")
    case.refresh_from_db()
    assert case.state == "open"
    approval = decide(actor=moderator, case_id=case.pk, ruling=DISMISSED)
    assert sees_photo(stranger, photo.photo_id)
    assert told(owner)[0] == "Your photo is published now."
    undo(actor=moderator, decision_id=approval.pk)
    case.refresh_from_db()
    assert (sees_photo(stranger, photo.photo_id), case.state) == (False, "open")


def test_undoing_the_removal_of_a_held_photo_shows_it(
    owner: User, stranger: User, moderator: User, upload: Uploads, settings: object
) -> None:
    settings.SCREENING = HELD  # type: ignore[attr-defined]
    photo = upload(owner)
    removal = decide(actor=moderator, case_id=Case.objects.get().pk, ruling=REMOVED)
    undo(actor=moderator, decision_id=removal.pk)
    assert sees_photo(stranger, photo.photo_id)
    assert Case.objects.get().state == "decided"


def test_a_rejection_of_the_screening_is_a_decision_that_can_be_appealed_and_undone(
    owner: User, stranger: User, moderator: User, upload: Uploads, settings: object
) -> None:
    settings.SCREENING = REJECTED  # type: ignore[attr-defined]
    photo = upload(owner)
    case = Case.objects.get()
    rejection = case.decisions.get()
    assert (case.state, rejection.actor, rejection.action) == ("decided", None, "remove")
    assert told(owner) == ["Your photo was removed. It seems to show: Nudity."]
    appeal(decision=decision_about(owner, rejection.pk), text="It is a statue.")
    undo(actor=moderator, decision_id=rejection.pk)
    assert sees_photo(stranger, photo.photo_id)


def test_a_removed_picture_may_not_come_again_until_the_removal_is_undone(
    owner: User, stranger: User, moderator: User, upload: Uploads
) -> None:
    photo = upload(owner)
    case = moderators_case(moderator, photo)
    ruling = Ruling("remove", rule="nudity", block_again=True)
    removal = decide(actor=moderator, case_id=case.pk, ruling=ruling)
    assert BlockedPicture.objects.get().sha256 == photo.sha256
    again = upload(stranger)
    assert again.status == "rejected"
    assert not sees_photo(owner, again.photo_id)
    undo(actor=moderator, decision_id=removal.pk)
    assert not BlockedPicture.objects.exists()
    assert upload(stranger).status == "approved"


def moderators_case(moderator: User, photo: Photo) -> Case:
    """Open a case about a photo that nobody reported."""
    from moderation.services import open_case  # noqa: PLC0415

    return open_case(actor=moderator, target_type="photo", target_id=photo.photo_id)


def test_a_suspended_person_is_written_to_with_a_key_to_appeal(
    owner: User, stranger: User, moderator: User, mailoutbox: list[object], django_capture_on_commit_callbacks: object
) -> None:
    User.objects.filter(pk=owner.pk).update(email="owner@example.org")
    case = reported_person(owner, stranger)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        decided(moderator, case, "suspend", until=timezone.now() + timedelta(days=2))
    letters = [letter for letter in mailoutbox if "/decisions/" in letter.body]  # type: ignore[attr-defined]
    assert len(letters) == 1
    assert "suspended until" in letters[0].body  # type: ignore[attr-defined]
