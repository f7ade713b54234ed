"""What there is to tell people, and what there is to remember of their own deeds: names, words, and who hears of it."""

from dataclasses import dataclass

FRIEND_REQUEST = "friend_request"
FRIEND_ACCEPTED = "friend_accepted"
LIKE = "like"
COMMENT = "comment"
MENTION = "mention"
MODERATION = "moderation"
REPORT = "report"
# Not a kind of notification, but a switch like theirs: the summary of a day.
DIGEST = "digest"


@dataclass(frozen=True)
class NoteKind:
    """A kind of notification: how the settings call it, and whether it is mailed to who has not chosen."""

    key: str
    label: str
    email: bool = False


# The one place with the defaults. In the site everything is shown to who has not chosen.
NOTE_KINDS = {
    kind.key: kind
    for kind in (
        NoteKind(FRIEND_REQUEST, "Somebody asks to be friends", email=True),
        NoteKind(FRIEND_ACCEPTED, "Somebody accepts your friend request", email=True),
        NoteKind(LIKE, "Somebody likes a photo of yours"),
        NoteKind(COMMENT, "Somebody comments on a photo of yours"),
        NoteKind(MENTION, "Somebody mentions you"),
        NoteKind(MODERATION, "A moderator decides about something of yours", email=True),
        NoteKind(REPORT, "Something that you reported was decided"),
    )
}
LABELS = {**{kind.key: kind.label for kind in NOTE_KINDS.values()}, DIGEST: "A summary of each day"}

SIGNED_UP = "signed_up"
LOGGED_IN = "logged_in"
LOGGED_OUT = "logged_out"
PASSWORD_CHANGED = "password_changed"  # noqa: S105 -- the name of an event
EMAIL_CHANGED = "email_changed"
LOGGED_OUT_ELSEWHERE = "logged_out_elsewhere"
UPLOADED = "uploaded"
EDITED = "edited"
DELETED = "deleted"
LIKED = "liked"
COMMENTED = "commented"
COMMENT_DELETED = "comment_deleted"
FRIEND_ASKED = "friend_asked"
FRIEND_GAINED = "friend_gained"
UNFRIENDED = "unfriended"
BLOCKED = "blocked"

# What somebody did, as it follows their name or “You”.
DEEDS = {
    SIGNED_UP: "signed up",
    LOGGED_IN: "logged in",
    LOGGED_OUT: "logged out",
    PASSWORD_CHANGED: "changed the password",
    EMAIL_CHANGED: "changed the e-mail address",
    LOGGED_OUT_ELSEWHERE: "logged out everywhere else",
    UPLOADED: "uploaded a photo",
    EDITED: "edited a photo",
    DELETED: "deleted a photo",
    LIKED: "liked a photo by {person}",
    COMMENTED: "commented on a photo by {person}",
    COMMENT_DELETED: "deleted a comment",
    FRIEND_ASKED: "asked {person} to be friends",
    FRIEND_GAINED: "became friends with {person}",
    UNFRIENDED: "ended the friendship with {person}",
    BLOCKED: "blocked {person}",
}
