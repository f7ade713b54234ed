"""The shapes of people in JSON, as docs and clients know them."""

from datetime import datetime

from ninja import Schema

from accounts.models import User
from core.api import Body, Text


class SignUp(Body):
    """A new account."""

    username: Text
    password: Text
    email: Text = ""


class LogIn(Body):
    """A user name (or e-mail address) and its password."""

    username: Text
    password: Text


class UserOut(Schema):
    """A person as every member may see them."""

    id: int
    username: str
    bio: str
    created_at: datetime
    # No pictures of people yet; clients read these names.
    profilePic: str | None = None  # noqa: N815
    profileThumb: str | None = None  # noqa: N815


class MeOut(UserOut):
    """A person as they see themselves."""

    email: str | None
    default_visibility: str


def me(user: User) -> MeOut:
    """Show a person their own account; a placeholder address is not shown."""
    return MeOut(
        id=user.pk,
        username=user.username,
        bio=user.bio,
        created_at=user.created_at,
        email=user.real_email or None,
        default_visibility=user.default_visibility,
    )
