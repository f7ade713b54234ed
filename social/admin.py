"""Friend requests and blocks in the Django admin, to be read: what people are to each other is theirs to change."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from social.models import Block, FriendRequest


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
