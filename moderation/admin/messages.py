"""Messages in the Django admin: those that somebody reported, and no others."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from core.admin import ItemFilter, Search
from core.ids import made_at
from messaging import records
from moderation.admin.comments import TEXT_CHARACTERS
from moderation.admin.things import NOTHING, ThingAdmin, link_to_person
from moderation.models import State, Target
from moderation.queries.messages import ReportedMessage, ReportedMessages
from moderation.queries.people import person_called


@admin.register(records.Message)
class MessageAdmin(ThingAdmin[ReportedMessage]):
    """List, read and decide about reported messages; who opens one is noted."""

    target = Target.MESSAGE
    source = ReportedMessages()
    list_display = ("beginning", "writer", "state", "case", "date")
    filters = (
        ItemFilter("state", "case", choices=State.choices),
        ItemFilter("person", "who wrote it", read=person_called, hint="user name"),
    )
    search_help_text = "@name, or words of a reported message"
    fields = ("text", "writer", "date", "state", "case")

    def target_id(self, record: Any) -> str:  # noqa: ANN401
        """Answer the id that its case has."""
        return str(record.item.case.target_id)

    def read_search(self, typed: str) -> Search:
        """Say what somebody means: "low:high:message", "@name", or words."""
        return Search(object_id=typed) if typed.count(":") == 2 else super().read_search(typed)  # noqa: PLR2004 -- three parts

    def prepare(self, request: HttpRequest, records: Sequence[Any]) -> None:  # noqa: ARG002
        """Keep the cases, which have led to the messages."""
        for record in records:
            record.case = record.item.case

    @admin.display(description="message")
    def beginning(self, record: records.Message) -> str:
        """Show how it begins."""
        return Truncator(" ".join(record.item.message.text.split())).chars(TEXT_CHARACTERS) or "a photo"

    @admin.display(description="message")
    def text(self, record: records.Message) -> str:
        """Show all of it."""
        return record.item.message.text or NOTHING

    @admin.display(description="by")
    def writer(self, record: records.Message) -> SafeString:
        """Name who wrote it."""
        message = record.item.message
        return link_to_person(message.from_user_id, message.from_username)

    @admin.display(description="state")
    def state(self, record: records.Message) -> str:
        """Say whether the two people read it."""
        return "Removed" if record.item.message.removed else "Not removed"

    @admin.display(description="written")
    def date(self, record: records.Message) -> str:
        """Say when it was written."""
        return f"{made_at(record.item.message.message_id):%d %b %Y, %H:%M}"
