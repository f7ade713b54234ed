"""Ways to look through the lists of people and of what is theirs."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.models import Standing, User

# The same order of weight as `User.standing` has.
_NOT_CLOSED = Q(is_active=False, closed_at=None)
_NOT_WAITING = _NOT_CLOSED & Q(awaits_approval=False)
BY_STANDING = {
    Standing.ACTIVE: Q(is_active=True),
    Standing.CLOSED: Q(is_active=False, closed_at__isnull=False),
    Standing.WAITING: _NOT_CLOSED & Q(awaits_approval=True),
    Standing.SUSPENDED: _NOT_WAITING & Q(suspended_until__isnull=False),
    Standing.SWITCHED_OFF: _NOT_WAITING & Q(suspended_until=None),
}

# What lists are not asked about: letter by letter the answers would tell it.
SECRETS = ("password", "digest")


def asks_for_a_secret(lookup: str) -> bool:
    """Say whether an address asks about what is stored of a password or a key."""
    return lookup.startswith(SECRETS)


class StandingFilter(admin.SimpleListFilter):
    """Whether somebody may come in, and if not, why."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:  # noqa: ARG002
        """List the words."""
        return [(word.value, word.label) for word in Standing]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[User]") -> "QuerySet[User]":  # noqa: ARG002
        """Select those of one word; a word that there is not selects everybody."""
        chosen = self.value()
        return queryset.filter(BY_STANDING[Standing(chosen)]) if chosen in Standing.values else queryset
