"""What becomes of the cases of somebody who is erased."""

from django.db.models import Q

from accounts.models import User
from core.sql import retried
from moderation.models import Case, Target


@retried
def erase_person(*, person: User) -> dict[str, int]:
    """Remove the cases about a person and their messages, with everything in them; what they reported goes as well.

    What is left of other cases names nobody, because the things they are about go.
    """
    about = Q(target_type=Target.USER, target_id=str(person.pk))
    about |= Q(target_type=Target.MESSAGE, target_id__startswith=f"{person.pk}:")
    cases = Case.objects.filter(about)
    done = {"cases": cases.count(), "reports": person.reports.count()}
    cases.delete()
    person.reports.all().delete()
    return done
