"""The shapes of people in JSON, as docs and clients know them."""

from datetime import datetime
from typing import Protocol

from ninja import Schema

from accounts.models import User
from core.api import Body, Text


class SignUp(Body):
    """A new account."""

    username: Text
    password: Text
    email: Text = ""
    invite: Text = ""


class WaitingOut(Schema):
    """The account is made, and a moderator looks at it before its person can log in."""

    message: str


class LogIn(Body):
    """A user name (or e-mail address) and its password."""

    username: Text
    password: Text


class AccountChange(Body):
    """What is to change; what is left out stays, and an empty text clears."""

    bio: Text = ""
    email: Text = ""
    default_visibility: Text = ""


class Portrayed(Protocol):
    """Whoever may have a profile picture: an account, or a person as others know them."""

    @property
    def portrait(self) -> str:
        """The signed URL of the large one, or nothing."""

    @property
    def thumb(self) -> str:
        """The signed URL of the small one, or nothing."""


class UserOut(Schema):
    """A person as every member may see them; the pictures are signed URLs, or null."""

    id: int
    username: str
    bio: str
    created_at: datetime
    profilePic: str | None  # noqa: N815 -- the names that clients read
    profileThumb: str | None  # noqa: N815

    @staticmethod
    def resolve_profilePic(person: Portrayed) -> str | None:  # noqa: N802 -- named after its field
        """Answer the large picture."""
        return person.portrait or None

    @staticmethod
    def resolve_profileThumb(person: Portrayed) -> str | None:  # noqa: N802
        """Answer the small picture."""
        return person.thumb or None


class MeOut(UserOut):
    """A person as they see themselves; a placeholder address is not shown."""

    email: str | None
    default_visibility: str

    @staticmethod
    def resolve_email(person: User) -> str | None:
        """Answer the address that the person gave."""
        return person.real_email or None
