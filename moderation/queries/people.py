"""People as the lists for moderators ask for them."""

from datetime import UTC, datetime

from accounts.models import User
from core.errors import NotFound

# Before there was such a site.
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def person_called(typed: str) -> str:
    """Answer the id of somebody by name in any case, active or not. Raises NotFound."""
    key = typed.strip().lower().removeprefix("@")
    row = User.objects.filter(username_key=key).values_list("pk", "username_key").first()
    # MariaDB also finds names that only look alike.
    if row is None or row[1] != key:
        raise NotFound(f"There is nobody called {typed.strip()[:30]}.")
    return str(row[0])


def first_account_at() -> datetime:
    """Answer when the first account was made: nothing on the site is older."""
    return User.objects.order_by("pk").values_list("created_at", flat=True).first() or EPOCH
