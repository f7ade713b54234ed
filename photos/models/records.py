"""What stands for photos and comments where Django asks for a model: rights, history and the list of the admin.

The items themselves have the same names, so that this room is imported as a whole. A record is called by whose it is
and when it was made, never by its words: its name stays in the history when the thing is long gone.
"""

from core.ids import made_at
from core.records import Record
from photos.models import comments, items


class Photo(Record):
    """A photo; its id is that of the item."""

    item: items.Photo

    class Meta(Record.Meta):
        """What people call it."""

        verbose_name = "photo"
        verbose_name_plural = "photos"

    def __str__(self) -> str:
        """Say whose it is, and from when."""
        return f"photo by {self.item.username}, {made_at(self.item.photo_id):%d %b %Y, %H:%M}"

    @staticmethod
    def id_of(item: items.Photo) -> str:
        """Answer the id."""
        return str(item.photo_id)


class Comment(Record):
    """A comment; its id names the photo as well."""

    item: comments.Comment

    class Meta(Record.Meta):
        """What people call it."""

        verbose_name = "comment"
        verbose_name_plural = "comments"

    def __str__(self) -> str:
        """Say whose it is, and from when."""
        return f"comment by {self.item.username}, {made_at(self.item.comment_id):%d %b %Y, %H:%M}"

    @staticmethod
    def id_of(item: comments.Comment) -> str:
        """Answer both ids."""
        return f"{item.photo_id}:{item.comment_id}"
