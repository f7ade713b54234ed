"""How cases and decisions are named to moderators."""

from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import Truncator

from accounts.models import Visibility
from core.ids import is_id
from moderation.models import Action, Case, Target
from moderation.queries.queue import photo_id_of
from moderation.queries.things import ids_in
from photos.models import APPROVED, Photo

EXCERPT_CHARACTERS = 90
MINUTE, HOUR, DAY = 60, 3600, 86400

DONE = {
    Action.DISMISS: "Left as it is",
    Action.SENSITIVE: "Marked as sensitive",
    Action.REMOVE: "Removed",
    Action.WARN: "Warned",
    Action.LIMIT: "Limited to friends",
    Action.SUSPEND: "Suspended",
    Action.CLOSE: "Account deleted",
    Action.UNDO: "Undone",
    Action.UPHOLD: "Kept",
}
EXPLAINED = {
    Action.DISMISS: "Nothing changes, and who reported it is told so.",
    Action.SENSITIVE: "Others see it behind a veil with the reason until they click.",
    Action.REMOVE: "Nobody else sees it any more. The person reads why and may disagree once.",
    Action.WARN: "The person reads your text. Nothing else changes.",
    Action.LIMIT: "Only friends see what this person makes, until it is undone.",
    Action.SUSPEND: "The person cannot log in until the end of the day that you name.",
    Action.CLOSE: "The account is closed at once and deleted later; until then it can be undone.",
}
PUBLISHED = "It is published. The screening had held it."


def name_of(case: Case) -> str:
    """Name a thing in a few words, such as "comment by owner"."""
    kind = case.get_target_type_display().lower()
    if case.person is None:
        return f"{kind} of somebody who is gone"
    return f"{case.person.username}" if case.target_type == Target.USER else f"{kind} by {case.person.username}"


def title_of(case: Case) -> str:
    """Name a thing as the head of a page or a confirmation does."""
    name = name_of(case)
    return f"Profile of {name}" if case.target_type == Target.USER else name.capitalize()


def excerpt_of(case: Case) -> str:
    """Show how the words of a thing begin, on one line."""
    return Truncator(" ".join(case.excerpt.split())).chars(EXCERPT_CHARACTERS)


def explained(case: Case, action: Action) -> str:
    """Say in a line what a decision does to this thing."""
    return PUBLISHED if action == Action.DISMISS and case.held else EXPLAINED[action]


def age_of(since: datetime) -> str:
    """Say for how long something waits, in the largest unit that fits."""
    seconds = int((timezone.now() - since).total_seconds())
    for length, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if seconds >= length:
            number = seconds // length
            return f"{number} {name}{'' if number == 1 else 's'}"
    return "just now"


def place_of(case: Case, photo: Photo | None) -> str:
    """Answer the address of a thing on the site, where moderators may see it as everybody else does; else nothing."""
    if case.target_type == Target.USER:
        return case.person.get_absolute_url() if case.person and case.person.is_active else ""
    if photo is None or photo.photo_id != photo_id_of(case):
        return ""
    if photo.status != APPROVED or photo.visibility != Visibility.EVERYONE:
        return ""
    comment = ids_in(case.target_id)[1] if case.target_type == Target.COMMENT else ""
    return reverse("photos:detail", args=[photo.photo_id]) + (f"#comment-{comment}" if is_id(comment) else "")


def admin_place_of(case: Case) -> str:
    """Answer the address of the photo in the administration, where there is such a page."""
    photo_id = photo_id_of(case)
    try:
        return reverse("admin:photos_photo_change", args=[photo_id]) if photo_id else ""
    except NoReverseMatch:
        return ""
