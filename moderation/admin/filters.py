"""The filters of the queue. Their choices are known without a query, but for the titles of the rules."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.ids import number_in
from moderation.models import Case, Origin, Report, Rule, State, Target
from moderation.queries.queue import appeal_waits

Choices = Iterable[tuple[str, str]]


class Choice(admin.SimpleListFilter):
    """A filter of a few choices; what is none of them filters nothing."""

    options: ClassVar[Choices] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:  # noqa: ANN401, ARG002
        """List the choices."""
        return self.options

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """Keep the cases of the choice."""
        value = self.value()
        known = value in {str(option) for option, _ in self.lookup_choices}
        return queryset.filter(self.condition(request, str(value))) if known else queryset

    def condition(self, request: HttpRequest, value: str) -> Q | Exists:  # noqa: ARG002
        """Answer which cases the choice means."""
        return Q(**{str(self.parameter_name): value})


class StateFilter(Choice):
    """Open cases, unless one asks for others."""

    title = "state"
    parameter_name = "state"
    options = (("decided", "Decided"), ("all", "All"))

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """List what is open first, as what one sees without asking."""
        for value, title in ((None, "Open"), *self.options):
            address = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self._chosen() == value, "query_string": address, "display": title}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:  # noqa: ARG002
        """Keep the cases of the choice."""
        state = {None: State.OPEN, "decided": State.DECIDED}.get(self._chosen())
        return queryset.filter(state=state) if state else queryset

    def _chosen(self) -> str | None:
        value = self.value()
        return value if value in dict(self.options) else None


class KindFilter(Choice):
    """What it is."""

    title = "kind"
    parameter_name = "target_type"
    options = Target.choices


class OriginFilter(Choice):
    """What opened the case."""

    title = "origin"
    parameter_name = "origin"
    options = Origin.choices


class RuleFilter(Choice):
    """What it was reported for."""

    title = "rule"
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:  # noqa: ANN401, ARG002
        """List all rules, also those that cannot be chosen any more."""
        return list(Rule.objects.values_list("code", "title"))

    def condition(self, request: HttpRequest, value: str) -> Q | Exists:  # noqa: ARG002
        """Ask for a report that names it."""
        return Exists(Report.objects.filter(case=OuterRef("pk"), reason__code=value))


class AssignedFilter(Choice):
    """Who has taken the case."""

    title = "assignment"
    parameter_name = "assigned"
    options = (("me", "Me"), ("nobody", "Nobody"), ("somebody", "Anybody"))

    def condition(self, request: HttpRequest, value: str) -> Q | Exists:
        """Ask for who has it."""
        return {"me": Q(assignee=request.user.pk), "nobody": Q(assignee=None)}.get(value, ~Q(assignee=None))


class AppealFilter(Choice):
    """Whether somebody disagrees and waits for an answer."""

    title = "appeal"
    parameter_name = "appeal"
    options = (("waiting", "Waits for an answer"),)

    def condition(self, request: HttpRequest, value: str) -> Q | Exists:  # noqa: ARG002
        """Ask for an appeal without an answer."""
        return appeal_waits()


class AgeFilter(Choice):
    """For how long it waits."""

    title = "age"
    parameter_name = "age"
    options = (("day", "More than a day"), ("week", "More than a week"))

    def condition(self, request: HttpRequest, value: str) -> Q | Exists:  # noqa: ARG002
        """Ask for what was opened before."""
        return Q(opened_at__lt=timezone.now() - timedelta(days=1 if value == "day" else 7))


class PersonFilter(admin.SimpleListFilter):
    """One person's things: there is nothing to choose until a page links here with an id."""

    title = "person"
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:  # noqa: ANN401, ARG002
        """Offer the way back to everybody, where a person was asked for."""
        return [(str(self.value()), "This person")] if self.value() else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:  # noqa: ARG002
        """Keep what is theirs; what is no id has nothing."""
        value = self.value()
        if not value:
            return queryset
        number = number_in(value)
        return queryset.none() if number is None else queryset.filter(person=number)


FILTERS: tuple[type[admin.SimpleListFilter], ...] = (
    StateFilter,
    KindFilter,
    RuleFilter,
    AssignedFilter,
    AppealFilter,
    AgeFilter,
    OriginFilter,
    PersonFilter,
)
