"""What becomes of the cases of somebody who is erased."""

from django.db.models import Q

from accounts.models import User
from core.sql import retried
from moderation.models import Case, Target


@retried
def erase_person(*, person: User) -> dict[str, int]:
    """Remove the cases about a person and what they made, with all decisions, and what they reported themselves.

    A case about somebody's message to them goes as well: the message is gone, and the case names them both.
    """
    number = str(person.pk)
    about = Q(person=person) | Q(target_type=Target.USER, target_id=number)
    about |= Q(target_type=Target.MESSAGE) & (Q(place__startswith=f"{number}:") | Q(place__endswith=f":{number}"))
    cases = Case.objects.filter(about)
    done = {"cases": cases.count(), "reports": person.reports.count()}
    cases.delete()
    person.reports.all().delete()
    return done
