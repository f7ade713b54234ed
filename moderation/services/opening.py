"""Cases that nobody reported: a moderator opens one, or the screening has withheld a photo."""

from django.utils import timezone

from accounts.models import User
from core.errors import Forbidden, Invalid
from moderation.models import Action, Case, Decision, Origin, Target
from moderation.queries import thing_for_staff
from moderation.queries.decisions import SETTLING
from moderation.queries.things import thing_of_photo
from moderation.services.deciding import Ruling, decide, newest
from photos.models import Photo

FINDING_LONGEST = 300


def open_case(*, actor: User, target_type: str, target_id: str) -> Case:
    """Answer the case about a thing, opening one for a moderator who has found something by themselves.

    Raises Forbidden without the right to decide, Invalid for messages, which only those can report who got them, and
    NotFound where nothing is.
    """
    if not actor.has_perm("moderation.add_decision"):
        raise Forbidden
    found = Case.objects.filter(target_type=target_type, target_id=target_id).first()
    if found is not None:
        return found
    if target_type == Target.MESSAGE:
        raise Invalid("Only who got a message can report it.")
    thing = thing_for_staff(target_type, target_id)
    case, _ = Case.objects.get_or_create(
        target_type=target_type,
        target_id=target_id,
        defaults={
            "person_id": thing.person_id,
            "excerpt": thing.excerpt,
            "held": thing.held,
            "origin": Origin.STAFF,
            "opened_at": timezone.now(),
        },
    )
    return case


def open_case_of_withheld(*, photo: Photo) -> Case:
    """Open the case of a photo that the screening holds, or write down that the screening has rejected it.

    Safe to repeat: a photo has one case, and the screening decides about it once.
    """
    thing = thing_of_photo(photo)
    found = {"finding": finding_of(photo), "held": thing.held}
    case, is_new = Case.objects.get_or_create(
        target_type=Target.PHOTO,
        target_id=photo.photo_id,
        defaults={
            "person_id": thing.person_id,
            "excerpt": thing.excerpt,
            "origin": Origin.SCREENING,
            "opened_at": timezone.now(),
            **found,
        },
    )
    if not is_new:
        # A moderator has opened it while the screening was away.
        Case.objects.filter(pk=case.pk).update(**found)
    if not thing.held and not Decision.objects.filter(case=case, action__in=SETTLING).exists():
        ruling = Ruling(Action.REMOVE, message=" ".join(photo.reasons))
        decide(actor=None, case_id=case.pk, ruling=ruling, seen=newest(case))
    return case


def finding_of(photo: Photo) -> str:
    """Say in a line what the screening found, surest first."""
    unsafe = sorted((score for score in photo.scores if score.unsafe), key=lambda score: -score.score)
    named = ", ".join(f"{score.name} {score.score:.0f} %" for score in unsafe)
    return (named or " ".join(photo.reasons))[:FINDING_LONGEST]
