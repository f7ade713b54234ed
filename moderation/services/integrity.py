"""What of moderation is half done: decisions that the stores do not show, photos without their case, nameless cases."""

from collections.abc import Iterator
from functools import partial

from core.errors import NotFound
from core.integrity import Fault
from moderation.models import Case, Target
from moderation.queries import Thing, ids_in, thing_for_staff
from moderation.services.applying import finish_decisions, unapplied_cases, withheld_without_a_case
from moderation.services.opening import open_case_of_withheld
from photos.models import Photo

AT_A_TIME = 100


def faults(*, older_than_minutes: int) -> Iterator[Fault]:
    """Find what is older than that, and cases from before it was stored whose thing they are about."""
    for case_id in unapplied_cases(older_than_minutes=older_than_minutes):
        yield Fault(f"case {case_id}", "decisions not applied", partial(finish_decisions, case_id=case_id))
    for photo in withheld_without_a_case():
        yield Fault(f"photo {photo.photo_id}", "withheld without a case", partial(_opened, photo))
    for case in Case.objects.filter(person=None).order_by("pk")[:AT_A_TIME]:
        thing = _thing_of(case)
        if thing is not None:
            yield Fault(f"case {case.pk}", "does not say whose thing it is", partial(_completed, case, thing))


def _opened(photo: Photo) -> str:
    open_case_of_withheld(photo=photo)
    return "case opened"


def _thing_of(case: Case) -> Thing | None:
    """Find the thing of a case; None when it is gone, and nobody will ever say whose it was."""
    try:
        return thing_for_staff(case.target_type, case.target_id, place=case.place or _place_of(case))
    except NotFound:
        return None


def _place_of(case: Case) -> str:
    """Answer between whom a message was written: who reported it, and whom the case names."""
    reporter = case.reports.values_list("reporter_id", flat=True).first()
    if case.target_type != Target.MESSAGE or reporter is None:
        return ""
    low, high = sorted((int(ids_in(case.target_id)[0]), reporter))
    return f"{low}:{high}"


def _completed(case: Case, thing: Thing) -> str:
    values = {"person_id": thing.person_id, "place": thing.place, "excerpt": case.excerpt or thing.excerpt}
    Case.objects.filter(pk=case.pk, person=None).update(**values)
    return "completed"
