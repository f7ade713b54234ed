"""Photos in the Django admin: every one of them, whoever else may see it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from accounts.models import Visibility
from accounts.requests import member
from core.admin import ItemFilter
from core.ids import made_at
from core.records import RecordSet
from moderation.admin.things import NOTHING, ThingAdmin, link_to_person
from moderation.models import Action, Target
from moderation.queries.people import person_called
from moderation.queries.queue import has_picture
from photos.models import APPROVED, FAILED, HELD, REJECTED, Photo, records
from photos.queries import PHOTOS
from photos.services import remove_photo_for_good
from photos.showing import signed_url

WORDS_CHARACTERS = 80
STATUSES = ((APPROVED, "Up"), (HELD, "Held back"), (REJECTED, "Rejected or removed"), (FAILED, "Failed"))
YES_OR_NO = (("yes", "Yes"), ("no", "No"))
KB = 1024


def _said(name: str, label: str) -> Any:  # noqa: ANN401 -- a column
    """Make a column of an attribute of the photo."""

    @admin.display(description=label)
    def said(self: ThingAdmin[Photo], record: records.Photo) -> str:  # noqa: ARG001
        value = getattr(record.item, name)
        return (value if isinstance(value, str) else f"{int(value):,}") or NOTHING

    return said


@admin.register(records.Photo)
class PhotoAdmin(ThingAdmin[Photo]):
    """List, find, look at, decide about, and delete photos."""

    target = Target.PHOTO
    source = PHOTOS
    has_picture = True
    list_display = ("picture", "words", "owner", "state", "audience", "case", "date")
    list_display_links = ("words",)
    filters = (
        ItemFilter("status", "state", choices=STATUSES),
        ItemFilter("visibility", "who may see it", choices=Visibility.choices),
        ItemFilter("sensitive", "sensitive", choices=YES_OR_NO),
        ItemFilter("person", "person", read=person_called, hint="user name"),
    )
    search_help_text = "An id, @name, or words of the photo"
    actions = ("dismiss", "mark_sensitive", "remove", "open_case")
    fieldsets = (
        (None, {"fields": ("large_picture", "owner", "date", "state", "reasons", "case", "on_the_site")}),
        ("Words", {"fields": ("title", "caption", "description", "topic", "tags", "alt")}),
        ("Who sees it", {"fields": ("audience", "veil", "likes", "comments", "views")}),
        ("Screening", {"fields": ("unsafe", "labels", "detected_text")}),
        ("File", {"fields": ("filename", "size", "checksum")}),
    )

    title, caption, description = (
        _said("title", "title"),
        _said("caption", "caption"),
        _said("description", "description"),
    )
    topic, alt, filename = _said("topic", "topic"), _said("alt", "alt text"), _said("filename", "name of the file")
    likes, comments, views = _said("likes", "likes"), _said("comments", "comments"), _said("views", "views")

    @admin.action(description="Mark as sensitive…", permissions=("rule",))
    def mark_sensitive(self, request: HttpRequest, queryset: RecordSet) -> TemplateResponse | None:
        """Veil them, with a reason."""
        return self._rule(request, queryset, Action.SENSITIVE, "mark_sensitive")

    mark_sensitive.label = "Mark as sensitive…"  # type: ignore[attr-defined]

    def delete_item(self, request: HttpRequest, item: Photo) -> None:
        """Delete a photo for good, with its original, likes and comments."""
        remove_photo_for_good(actor=member(request), photo_id=item.photo_id)

    @admin.display(description="picture")
    def picture(self, record: records.Photo) -> SafeString:
        """Show it small behind a veil."""
        return _veiled(record.item, "small", large=False)

    @admin.display(description="picture")
    def large_picture(self, record: records.Photo) -> SafeString:
        """Show it behind a veil."""
        return _veiled(record.item, "medium", large=True)

    @admin.display(description="photo")
    def words(self, record: records.Photo) -> str:
        """Show how its words begin."""
        photo = record.item
        return Truncator(photo.title or photo.caption or photo.description or "without words").chars(WORDS_CHARACTERS)

    @admin.display(description="owner")
    def owner(self, record: records.Photo) -> SafeString:
        """Name its owner."""
        return link_to_person(record.item.user_id, record.item.username)

    @admin.display(description="state")
    def state(self, record: records.Photo) -> str:
        """Say how it stands."""
        return dict(STATUSES).get(record.item.status, "In preparation")

    @admin.display(description="who may see it")
    def audience(self, record: records.Photo) -> str:
        """Say whom its owner shows it to."""
        return str(Visibility(record.item.visibility).label)

    @admin.display(description="uploaded")
    def date(self, record: records.Photo) -> str:
        """Say when it came."""
        return f"{made_at(record.item.photo_id):%d %b %Y, %H:%M}"

    @admin.display(description="why")
    def reasons(self, record: records.Photo) -> str:
        """Say what its owner reads about it."""
        return " ".join([*record.item.reasons, record.item.failure]).strip() or NOTHING

    @admin.display(description="on the site")
    def on_the_site(self, record: records.Photo) -> SafeString | str:
        """Lead to its page, where everyone may see it."""
        photo = record.item
        if photo.status != APPROVED or photo.visibility != Visibility.EVERYONE:
            return NOTHING
        return format_html('<a href="{}">See it there</a>', reverse("photos:detail", args=[photo.photo_id]))

    @admin.display(description="tags")
    def tags(self, record: records.Photo) -> str:
        """List them."""
        return ", ".join(record.item.tags) or NOTHING

    @admin.display(description="sensitive")
    def veil(self, record: records.Photo) -> str:
        """Say why others see it behind a veil."""
        return record.item.sensitive or "No"

    @admin.display(description="found")
    def unsafe(self, record: records.Photo) -> SafeString | str:
        """List what perhaps should not be there."""
        return _scores(record.item, unsafe=True)

    @admin.display(description="to be seen")
    def labels(self, record: records.Photo) -> SafeString | str:
        """List what else is to be seen."""
        return _scores(record.item, unsafe=False)

    @admin.display(description="to be read")
    def detected_text(self, record: records.Photo) -> str:
        """Show what can be read in it."""
        return record.item.detected_text or NOTHING

    @admin.display(description="size")
    def size(self, record: records.Photo) -> str:
        """Say how large it is."""
        photo = record.item
        kind = photo.content_type.removeprefix("image/").upper()
        return f"{int(photo.width)} by {int(photo.height)}, {int(photo.file_size) // KB:,} KB, {kind}"

    @admin.display(description="SHA-256")
    def checksum(self, record: records.Photo) -> str:
        """Show the checksum of the original."""
        return record.item.sha256 or NOTHING


def _veiled(photo: Photo, size: str, *, large: bool) -> SafeString:
    if not has_picture(photo):
        return SafeString(f'<span class="veil-none">{NOTHING}</span>')
    words = {"src": signed_url(photo.id, size), "large": large}
    return SafeString(render_to_string("admin/moderation/case/_veil.html", words))


def _scores(photo: Photo, *, unsafe: bool) -> SafeString | str:
    rows = ((score.name, f"{score.score:.0f}") for score in photo.scores if score.unsafe == unsafe)
    return format_html_join(", ", "{} {} %", rows) or NOTHING
