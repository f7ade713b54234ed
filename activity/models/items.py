"""The items themselves: what people did, what they are told, and the traces by which nothing is told twice."""

from django.conf import settings
from pynamodb.attributes import DiscriminatorAttribute, NumberAttribute, TTLAttribute, UnicodeAttribute

from core.dynamo import Table


class ActivityTable(Table):
    """The activity table."""

    class Meta:
        """Where the table is."""

        table_name = settings.DYNAMODB_TABLES["activity"]

    kind = DiscriminatorAttribute()
    # Here and not with the kinds of item, so that the table is made with it.
    expires_at = TTLAttribute(null=True)


class Event(ActivityTable, discriminator="event"):
    """Something that a person did. Key: USER#{user id} / EVENT#{ms}#{id}. Gone after a year.

    The same stands in ALL#{month} / EVENT#{ms}#{id}, where staff read what everybody did.
    """

    event_id = UnicodeAttribute()
    user_id = NumberAttribute(default=0)
    what = UnicodeAttribute()
    photo_id = UnicodeAttribute(default="")
    other_id = NumberAttribute(default=0)

    @property
    def person_id(self) -> int:
        """Answer who did it; an event from before it was stored stands in the person's own partition alone."""
        return int(self.user_id) or int(self.pk.rpartition("#")[2])


class Note(ActivityTable, discriminator="note"):
    """Something that a person is told. Key: NOTIFY#{user id} / NOTE#{ms}#{id}. Gone after 90 days.

    A hint: what it is about is looked up when it is read, so that it shows nothing which its reader may not see then.
    """

    note_id = UnicodeAttribute()
    what = UnicodeAttribute()
    actor_id = NumberAttribute(default=0)
    photo_id = UnicodeAttribute(default="")
    comment_id = UnicodeAttribute(default="")
    text = UnicodeAttribute(default="")
    # With it the key of its trace is known.
    which = UnicodeAttribute(default="")


class Seen(ActivityTable, discriminator="seen"):
    """Up to where a person has read their notifications. Key: NOTIFY#{user id} / SEEN."""

    newest_id = UnicodeAttribute()


class Trace(ActivityTable, discriminator="trace"):
    """That somebody was told of something, once. Key: ABOUT#{what it is about} / {kind}#{user id}#{which}.

    Written in the transaction of the notification. Through it the notifications about a photo are found again, and
    those of them that tell of somebody, or tell somebody.
    """

    user_id = NumberAttribute(default=0)
    actor_id = NumberAttribute(default=0)
    note_id = UnicodeAttribute(default="")
