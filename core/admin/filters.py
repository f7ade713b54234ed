"""The filters beside a list of items, declared as data and shown by Django's own sidebar."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.admin import ListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import HttpRequest

from core.text import is_text

if TYPE_CHECKING:
    from django.contrib.admin.views.main import ChangeList

MOST_CHARACTERS = 200


@dataclass(frozen=True)
class ItemFilter:
    """One filter: a choice of values, or a text to type when there are no choices.

    `name` is that of an access of the source, and of the parameter in the address; `title` follows "By"; `read` makes
    what the access knows out of what was typed (a person's id out of a name): it raises NotFound where there is no such
    thing, which lists nothing and says why. `hint` stands in the empty box.
    """

    name: str
    title: str
    choices: Sequence[tuple[str, str]] = ()
    read: Callable[[str], str] = str
    hint: str = ""

    def check(self, typed: str) -> None:
        """Refuse, as Django's lists do, a value that the page cannot have sent."""
        known = typed in dict(self.choices) if self.choices else is_short_text(typed)
        if not known:
            raise IncorrectLookupParameters(self.name)


def is_short_text(typed: str) -> bool:
    """Say whether somebody can have typed this."""
    return len(typed) <= MOST_CHARACTERS and is_text(typed)


class ItemListFilter(ListFilter):
    """A filter as the sidebar shows it, with what is chosen now."""

    def __init__(self, declared: ItemFilter, value: str, request: HttpRequest) -> None:
        """Keep what is declared and what is chosen."""
        self.declared = declared
        self.value = value
        self.request = request
        self.title = declared.title
        self.used_parameters: dict[str, object] = {declared.name: value} if value else {}
        self.template = "admin/filter.html" if declared.choices else "admin/items/text_filter.html"
        self.others: list[tuple[str, str]] = []

    def has_output(self) -> bool:
        """Say that it is worth showing."""
        return True

    def choices(self, changelist: "ChangeList") -> Iterator[Mapping[str, object]]:
        """Answer the links: everything, and each choice."""
        name = self.declared.name
        self.others = [(key, value) for key, value in changelist.params.items() if key != name]
        for value, display in (("", "All"), *self.declared.choices):
            link = changelist.get_query_string({name: value or None})
            yield {"selected": value == self.value, "query_string": link, "display": display}

    def queryset(self, request: HttpRequest, queryset: QuerySet[object]) -> QuerySet[object]:  # type: ignore[type-var] # noqa: ARG002
        """Leave it to the source."""
        return queryset

    def expected_parameters(self) -> list[str | None]:
        """Answer the name of its parameter."""
        return [self.declared.name]
