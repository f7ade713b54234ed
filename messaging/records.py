"""What stands for messages where Django asks for a model: rights, history and the list of the admin."""

from core.records import Record


class Message(Record):
    """A message that was reported; its id names the two people as well."""

    class Meta(Record.Meta):
        """What people call it."""

        verbose_name = "message"
        verbose_name_plural = "reported messages"
