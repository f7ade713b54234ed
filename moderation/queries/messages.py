"""Messages that somebody reported, and no others: their cases lead to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from core.errors import Invalid
from core.ids import is_id, number_in
from core.listing import Asked, Listed
from messaging.models import Message
from messaging.queries import messages_for_staff
from moderation.models import Case, Target
from moderation.queries.things import ids_in


@dataclass(frozen=True)
class ReportedMessage:
    """A message with the case that its report has opened."""

    message: Message
    case: Case


class ReportedMessages:
    """Reported messages, whose report came last first; a `core.listing.Source`. Their ids are low:high:message_id."""

    def read(self, object_ids: Sequence[str]) -> Sequence[ReportedMessage]:
        """Read those of these messages that somebody reported."""
        wanted = {object_id for object_id in object_ids if _is_object_id(object_id)}
        places = {object_id.rpartition(":")[0] for object_id in wanted}
        cases = _cases().filter(place__in=places, target_id__in=_target_ids(wanted))
        return [found for found in _with_messages(list(cases)) if _object_id(found.case) in wanted]

    def page(self, asked: Asked) -> Listed[ReportedMessage]:
        """Read a page: one SQL query for the cases and one BatchGetItem for the messages."""
        rows = _cases().order_by("-pk")
        if asked.before:
            before = number_in(asked.before)
            if before is None:
                raise Invalid("There is no such page.")
            rows = rows.filter(pk__lt=before)
        if asked.span:
            rows = rows.filter(created_at__gte=asked.span[0], created_at__lt=asked.span[1])
        cases = list(_narrowed(rows, asked)[: asked.limit + 1])
        shown = cases[: asked.limit]
        return Listed(_with_messages(shown), str(shown[-1].pk) if len(cases) > asked.limit else None)


def _cases() -> QuerySet[Case]:
    return Case.objects.filter(target_type=Target.MESSAGE).exclude(place="").select_related("person")


def _narrowed(rows: QuerySet[Case], asked: Asked) -> QuerySet[Case]:
    for word in asked.words.split():
        rows = rows.filter(excerpt__icontains=word)
    if "person" in asked.chosen:
        rows = rows.filter(person_id=int(asked.chosen["person"]))
    return rows.filter(state=asked.chosen["state"]) if "state" in asked.chosen else rows


def _with_messages(cases: Sequence[Case]) -> list[ReportedMessage]:
    """Read the messages of these cases, in their order; those that their writers have deleted are left out."""
    keys = [(*(int(number) for number in ids_in(case.place)), ids_in(case.target_id)[1]) for case in cases]
    found = {message.message_id: message for message in messages_for_staff(keys)} if keys else {}  # type: ignore[arg-type]
    ids = [key[-1] for key in keys]
    return [ReportedMessage(found[i], case) for i, case in zip(ids, cases, strict=True) if i in found]


def _object_id(case: Case) -> str:
    return f"{case.place}:{ids_in(case.target_id)[1]}"


def _target_ids(object_ids: set[str]) -> list[str]:
    """List the ids that a case about one of these can have: it names either of the two people."""
    parts = [object_id.split(":") for object_id in object_ids]
    return [f"{user_id}:{message_id}" for *people, message_id in parts for user_id in people]


def _is_object_id(text: str) -> bool:
    parts = text.split(":")
    numbers = [number_in(part) for part in parts[:-1]]
    return len(numbers) == 2 and None not in numbers and is_id(parts[-1])  # noqa: PLR2004 -- two people
