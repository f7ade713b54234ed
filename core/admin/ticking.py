"""What may be ticked in a list."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import IntegerField, QuerySet
from django.http import HttpRequest, HttpResponse

LONGEST_NUMBER = 18


class TickedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Acts on nothing when something is ticked that can be no row, where Django's own list would fail."""

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:  # type: ignore[override]
        """Refuse what no page can have sent."""
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if isinstance(self.opts.pk, IntegerField) and not all(_is_number(text) for text in ticked):
            self.message_user(request, "Nothing of that is there.", messages.WARNING)
            return None
        return super().response_action(request, queryset)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
