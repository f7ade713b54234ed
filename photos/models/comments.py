"""Comments, and the entries by which moderators find them."""

from django.conf import settings
from pynamodb.attributes import BooleanAttribute, DiscriminatorAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.dynamo import Condition, Page, Table
from core.ids import UserId


class ByAuthor(GlobalSecondaryIndex["Comment"]):  # type: ignore[no-untyped-call]
    """Comments by who wrote them, for their export and their end."""

    class Meta:
        """Everything, because an index without the discriminator answers nothing at all."""

        index_name = "by_author"
        projection = AllProjection()

    user_id = NumberAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, attr_name="SK")


class CommentsTable(Table):
    """The comments table."""

    class Meta:
        """Where the table is."""

        table_name = settings.DYNAMODB_TABLES["comments"]

    kind = DiscriminatorAttribute()
    by_author = ByAuthor()


class Comment(CommentsTable, discriminator="comment"):
    """A comment under a photo. Key: PHOTO#{photo id} / COMMENT#{ms}#{id}."""

    comment_id = UnicodeAttribute()
    photo_id = UnicodeAttribute()
    user_id = NumberAttribute()
    username = UnicodeAttribute()
    text = UnicodeAttribute()
    # Whether a moderator has taken it away: nobody sees it, and it can come back.
    removed = BooleanAttribute(default=False)

    @property
    def is_unchanged(self) -> Condition:
        """Demand that it is still there, and in sight or not as it was when it was read."""
        # One from before there was such a thing does not say that it was not.
        known: Condition = Comment.removed == self.removed
        return known if self.removed else Comment.pk.exists() & (known | Comment.removed.does_not_exist())


class CommentEntry(CommentsTable, discriminator="comment_entry"):
    """A comment in the listing of its month, for moderators. Key: ALL#{YYYY-MM} / COMMENT#{ms}#{id}."""

    comment_id = UnicodeAttribute()
    photo_id = UnicodeAttribute()
    # Under another name than a comment's, because the index by author takes in whatever has that one.
    user_id = NumberAttribute(attr_name="author_id")


def comments_by(user_id: UserId, keys: Condition, *, limit: int) -> Page[Comment]:
    """Read up to `limit` comments of a person whose sort keys are among these, the newest first, with one Query."""
    index = CommentsTable.by_author.Meta.index_name
    found = list(Comment.query(user_id, keys, index_name=index, scan_index_forward=False, limit=limit + 1))
    return Page(found[:limit], found[limit - 1].sk if len(found) > limit else None)
