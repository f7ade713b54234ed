"""What may be ticked in a list."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import IntegerField, QuerySet
from django.http import HttpRequest, HttpResponse

from core.ids import number_in


class TickedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Acts on nothing when something is ticked that can be no row, where Django's own list would fail."""

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:  # type: ignore[override]
        """Refuse what no page can have sent."""
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if isinstance(self.opts.pk, IntegerField) and any(number_in(text) is None for text in ticked):
            self.message_user(request, "Nothing of that is there.", messages.WARNING)
            return None
        return super().response_action(request, queryset)
