"""Friend requests and blocks in the Django admin, to be read: what people are to each other is theirs to change."""

from django.contrib import admin
from django.http import HttpRequest

from social.models import Block, FriendRequest


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Lists and shows, changes nothing."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Leave it to people."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Leave it to people."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Leave it to people."""
        return False


@admin.register(FriendRequest)
class FriendRequestAdmin(ReadOnlyAdmin):
    """Who asked whom, and what became of it."""

    list_display = ("requester", "receiver", "status", "created_at", "responded_at")
    list_filter = ("status", "created_at")
    list_select_related = ("requester", "receiver")
    search_fields = ("requester__username", "receiver__username")
    date_hierarchy = "created_at"
    fields = ("requester", "receiver", "status", "created_at", "responded_at")


@admin.register(Block)
class BlockAdmin(ReadOnlyAdmin):
    """Who blocks whom."""

    list_display = ("blocker", "blocked", "created_at")
    list_filter = ("created_at",)
    list_select_related = ("blocker", "blocked")
    search_fields = ("blocker__username", "blocked__username")
    date_hierarchy = "created_at"
    fields = ("blocker", "blocked", "created_at")
