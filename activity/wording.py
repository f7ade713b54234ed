"""How it is said: one sentence for what happened, whether it is shown, pushed or mailed."""

from collections.abc import Sequence

from activity import kinds
from photos.models import Photo

SOMEBODY = "somebody"
MODERATED = "A moderator has decided about something of yours."


def names(people: Sequence[str]) -> str:
    """Name one or two people, or one and the number of the others."""
    if len(people) > 2:  # noqa: PLR2004 -- two names are shorter than a name and "1 other"
        return f"{people[0]} and {len(people) - 1} others"
    return " and ".join(people)


def sentence(what: str, people: Sequence[str], photo: Photo | None = None, text: str = "") -> str:
    """Say in a whole sentence, to the person whom it concerns, who did what; `photo` is one that they may see."""
    title = f" “{photo.title}”" if photo and photo.title else ""
    many = len(people) > 1
    said = {
        kinds.FRIEND_REQUEST: "want to be your friends" if many else "wants to be your friend",
        kinds.FRIEND_ACCEPTED: "accepted your friend requests" if many else "accepted your friend request",
        kinds.LIKE: f"liked your photo{title}",
        kinds.COMMENT: f"commented on your photo{title}",
        kinds.MENTION: f"mentioned you on a photo{title}",
    }
    return f"{names(people)} {said[what]}" if what in said else text or MODERATED


def deed(what: str, other: str) -> str:
    """Say what somebody did, as it follows their name; `other` is whom it concerned, if that may be said."""
    words = kinds.DEEDS.get(what, what)
    if other:
        return words.format(person=other)
    return words.replace(" by {person}", "").format(person=SOMEBODY)
