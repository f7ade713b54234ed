"""What stands for events where Django asks for a model: the right to read them, and their place in the admin."""

from activity.models import items
from core.records import Record


class Event(Record):
    """Something that a person did."""

    item: items.Event

    class Meta(Record.Meta):
        """Nobody changes or removes what happened."""

        default_permissions = ("view",)
        verbose_name = "event"
        verbose_name_plural = "activity"

    def __str__(self) -> str:
        """Name it by its id: the words are the admin's."""
        return f"event {self.pk}"

    @staticmethod
    def id_of(item: items.Event) -> str:
        """Answer the id."""
        return str(item.event_id)
