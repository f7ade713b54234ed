"""Comments in the Django admin, those that were removed from sight as well."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from accounts.requests import member
from core.admin import ItemFilter, Search
from core.ids import is_id, made_at
from moderation.admin.photos import YES_OR_NO
from moderation.admin.things import ThingAdmin, link_to_person
from moderation.models import Target
from moderation.queries.people import person_called
from photos.models import Comment, records
from photos.queries import StaffComments
from photos.services import remove_comment_for_good

TEXT_CHARACTERS = 120


@admin.register(records.Comment)
class CommentAdmin(ThingAdmin[Comment]):
    """List, find, read, decide about, and delete comments."""

    target = Target.COMMENT
    source = StaffComments()
    list_display = ("beginning", "writer", "photo", "state", "case", "date")
    filters = (
        ItemFilter("removed", "removed", choices=YES_OR_NO),
        ItemFilter("person", "person", read=person_called, hint="user name"),
        ItemFilter("photo", "photo", hint="id of a photo"),
    )
    search_help_text = "An id (of a comment as photo:comment, or of a photo), @name, or words of the comment"
    actions = ("dismiss", "remove", "open_case")
    fields = ("text", "writer", "photo", "date", "state", "case")

    def read_search(self, typed: str) -> Search:
        """Say what somebody means: the id of a comment or of a photo, "@name", or words."""
        first, colon, second = typed.partition(":")
        if colon and is_id(first) and is_id(second):
            return Search(object_id=typed)
        return Search(chosen={"photo": typed}) if is_id(typed) else super().read_search(typed)

    def delete_item(self, request: HttpRequest, item: Comment) -> None:
        """Delete a comment for good."""
        remove_comment_for_good(actor=member(request), photo_id=item.photo_id, comment_id=item.comment_id)

    @admin.display(description="comment")
    def beginning(self, record: records.Comment) -> str:
        """Show how it begins."""
        return Truncator(" ".join(record.item.text.split())).chars(TEXT_CHARACTERS)

    @admin.display(description="comment")
    def text(self, record: records.Comment) -> str:
        """Show all of it."""
        return record.item.text

    @admin.display(description="by")
    def writer(self, record: records.Comment) -> SafeString:
        """Name who wrote it."""
        return link_to_person(record.item.user_id, record.item.username)

    @admin.display(description="photo")
    def photo(self, record: records.Comment) -> SafeString:
        """Lead to the photo that it stands under."""
        address = reverse("admin:photos_photo_change", args=[record.item.photo_id])
        return format_html('<a href="{}">Its photo</a>', address)

    @admin.display(description="state")
    def state(self, record: records.Comment) -> str:
        """Say whether others see it."""
        return "Removed" if record.item.removed else "Up"

    @admin.display(description="written")
    def date(self, record: records.Comment) -> str:
        """Say when it was written."""
        return f"{made_at(record.item.comment_id):%d %b %Y, %H:%M}"
