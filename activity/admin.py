"""What people did, for staff to read: nothing of it can be added, changed or removed here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from activity.kinds import DEEDS
from activity.models import Event, records
from activity.queries import EVENTS, names_in, told_to_staff
from core.admin import ItemAdmin, ItemFilter, Search
from core.ids import is_id, made_at
from moderation.queries.people import first_account_at, person_called

WORDS = tuple((what, words.replace(" by {person}", "").format(person="somebody")) for what, words in DEEDS.items())


@admin.register(records.Event)
class EventAdmin(ItemAdmin[Event]):
    """What everybody did, the newest first, or one person, or one kind of deed."""

    source = EVENTS
    list_display = ("date", "what", "photo")
    list_display_links = ("what",)
    filters = (
        ItemFilter("person", "person", read=person_called, hint="user name"),
        ItemFilter("what", "what was done", choices=WORDS),
    )
    person_filter = "person"
    search_help_text = "An id, or @name"
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401, ARG002
        """Refuse: what happened has happened."""
        return False

    def earliest(self, request: HttpRequest) -> datetime:  # noqa: ARG002
        """Answer when the site began."""
        return first_account_at()

    def read_search(self, typed: str) -> Search:
        """Take whatever is no id for a name: events have no words of their own."""
        if not typed or is_id(typed.lower()):
            return super().read_search(typed)
        return Search(chosen={self.person_filter: typed.removeprefix("@")})

    def prepare(self, request: HttpRequest, records: Sequence[Any]) -> None:  # noqa: ARG002
        """Read the names of everybody in them at once."""
        names = names_in([record.item for record in records])
        for record in records:
            record.names = names

    @admin.display(description="when (UTC)")
    def date(self, record: records.Event) -> str:
        """Say when it happened."""
        return f"{made_at(record.item.event_id):%d %b %Y, %H:%M:%S}"

    @admin.display(description="what")
    def what(self, record: Any) -> str:  # noqa: ANN401
        """Say who did what."""
        return told_to_staff(record.item, record.names)

    @admin.display(description="photo")
    def photo(self, record: records.Event) -> SafeString | str:
        """Lead to the photo that it was about."""
        photo_id = record.item.photo_id
        if not photo_id:
            return "-"
        return format_html('<a href="{}">Its photo</a>', reverse("admin:photos_photo_change", args=[photo_id]))
