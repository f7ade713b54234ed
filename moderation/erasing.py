"""What becomes of the cases of somebody who is erased."""

from django.db.models import Q

from accounts.models import User
from core.sql import retried
from moderation.models import Case, Target


@retried
def erase_person(*, person: User) -> dict[str, int]:
    """Remove the cases about a person and what they made, with all decisions, and what they reported themselves.

    A case about somebody's message to them stays with that one, whom decisions may keep out; it forgets to whom it was.
    """
    number = str(person.pk)
    cases = Case.objects.filter(Q(person=person) | Q(target_type=Target.USER, target_id=number))
    cases |= Case.objects.filter(target_type=Target.MESSAGE, target_id__startswith=f"{number}:")
    done = {"cases": cases.count(), "reports": person.reports.count()}
    cases.delete()
    to_them = Q(place__startswith=f"{number}:") | Q(place__endswith=f":{number}")
    Case.objects.filter(to_them, target_type=Target.MESSAGE).update(place="")
    person.reports.all().delete()
    return done
