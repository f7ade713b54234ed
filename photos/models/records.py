"""What stands for photos and comments where Django asks for a model: rights, history and the list of the admin.

The items themselves have the same names, so that this room is imported as a whole.
"""

from core.records import Record


class Photo(Record):
    """A photo; its id is that of the item."""

    class Meta(Record.Meta):
        """What people call it."""

        verbose_name = "photo"
        verbose_name_plural = "photos"


class Comment(Record):
    """A comment; its id names the photo as well."""

    class Meta(Record.Meta):
        """What people call it."""

        verbose_name = "comment"
        verbose_name_plural = "comments"
