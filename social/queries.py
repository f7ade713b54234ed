"""Reads of people as others may know them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from core.errors import Invalid, NotFound
from core.ids import UserId


@dataclass(frozen=True)
class Person:
    """Somebody beside a thing that they made."""

    id: UserId
    username: str
    bio: str
    created_at: datetime

    @property
    def url(self) -> str:
        """Answer the profile page."""
        return User(username=self.username).get_absolute_url()


def people(ids: Iterable[UserId]) -> dict[UserId, Person]:
    """Find the active people with these ids, in one SQL query."""
    rows = (
        User.objects.filter(pk__in=set(ids), is_active=True)
        .values_list("pk", "username", "bio", "created_at")
        .order_by()
    )
    return {UserId(row[0]): Person(UserId(row[0]), *row[1:]) for row in rows}


def member_named(username: str) -> User:
    """Find an active person by name in any case, or raise NotFound."""
    user = User.objects.filter(username_key=username.lower(), is_active=True).first()
    # MariaDB also finds names that only look alike.
    if user is None or user.username_key != username.lower():
        message = "There is nobody of that name."
        raise NotFound(message)
    return user


def members_named(usernames: Iterable[str]) -> list[User]:
    """Find those of these people who exist, active or not, by name in any case."""
    return list(User.objects.filter(username_key__in=[name.lower() for name in usernames]))


def looked_up(username: str) -> User:
    """Find a person for a client that has only a name; an empty name is Invalid."""
    if not username.strip():
        raise Invalid(fields={"username": ["Say whom to look up."]})
    return member_named(username.strip())
