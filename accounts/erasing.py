"""The end of an account that was closed: it is taken for erasing first, and its row goes last.

What the person made goes in between (lumina_site/erasing.py). Also the names of people who were erased, which nobody
may take for a while, so that nobody is mistaken for them.
"""

import hashlib
import re
from datetime import datetime, timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from accounts.models import RetiredName, User
from core.sql import retried

# For so long a closed account can be opened again.
CLOSED_FOR = timedelta(days=30)
NAME_RETIRED_FOR = timedelta(days=90)
SOMEBODY = "somebody who was erased"


def due_for_erasing(*, closed_before: datetime) -> list[User]:
    """List whose account was closed before, and those whose erasing has begun; the first closed comes first."""
    is_due = Q(closed_at__lte=closed_before) | Q(erasing_since__isnull=False)
    return list(User.objects.filter(is_due).order_by("closed_at", "pk"))


def begin_erasing(*, person: User) -> bool:
    """Take a closed account for erasing and say whether that was done; from here on it cannot be opened again.

    False when it was opened, or opened and closed anew, since `person` was read. One whose erasing has begun is taken
    again. Nobody gets in any more, whatever is done to the account in the administration: it has no password.
    """
    rows = User.objects.filter(pk=person.pk)
    closed = rows.filter(closed_at=person.closed_at, closed_at__isnull=False, erasing_since=None)
    if closed.update(erasing_since=timezone.now(), is_active=False, password=make_password(None)):
        return True
    return rows.filter(erasing_since__isnull=False).exists()


@retried
def erase_person(*, person: User) -> dict[str, int]:
    """Remove the account, with all that hangs on it in the database, and retire its name.

    The last step of an erasing: until then a crash leaves the account, from which the next run goes on. Sessions cannot
    be found by their person; they lead to nobody, and end by themselves.
    """
    retired = {"retired_at": timezone.now()}
    RetiredName.objects.update_or_create(digest=_digest(person.username), defaults=retired)
    _forget_in_history(person)
    return {"accounts": int(bool(User.objects.filter(pk=person.pk).delete()[0]))}


def is_retired(*, username: str, now: datetime | None = None) -> bool:
    """Say whether a name belonged to somebody who was erased lately, in any case."""
    after = (now or timezone.now()) - NAME_RETIRED_FOR
    return RetiredName.objects.filter(digest=_digest(username), retired_at__gt=after).exists()


def release_names(*, now: datetime | None = None) -> int:
    """Forget the names that were retired long enough, and answer how many those are."""
    return RetiredName.objects.filter(retired_at__lte=(now or timezone.now()) - NAME_RETIRED_FOR).delete()[0]


def _forget_in_history(person: User) -> None:
    """Leave in the history of the administration that something was done, by whom and when, and not to whom."""
    of_people = [kind for kind in ContentType.objects.filter(app_label__in=_apps_of_people()) if _is_person(kind)]
    number = str(person.pk)
    # What is between people, such as a message, is named by the numbers of both.
    between = LogEntry.objects.filter(Q(object_id__contains=f"{number}:") | Q(object_id__endswith=f":{number}"))
    theirs = [pk for pk, ids in between.values_list("pk", "object_id") if number in (ids or "").split(":")]
    about = Q(content_type__in=of_people, object_id=number) | Q(pk__in=theirs)
    LogEntry.objects.filter(about).update(object_id=None, object_repr=SOMEBODY, change_message="")
    # Whole names only: who is called "ann" is not in "Joanna".
    name = re.compile(rf"(?<![\w.-]){re.escape(person.username)}(?![\w-])", re.IGNORECASE)
    for entry in LogEntry.objects.filter(object_repr__icontains=person.username):
        anonymous = name.sub(SOMEBODY, entry.object_repr)[:200]
        if anonymous != entry.object_repr:
            LogEntry.objects.filter(pk=entry.pk).update(object_repr=anonymous, change_message="")


def _apps_of_people() -> set[str]:
    return {User._meta.app_label, *(model._meta.app_label for model in User.__subclasses__())}  # noqa: SLF001 -- Django documents it


def _is_person(kind: ContentType) -> bool:
    model = kind.model_class()
    return model is not None and issubclass(model, User)


def _digest(username: str) -> str:
    return hashlib.sha256(username.lower().encode()).hexdigest()
