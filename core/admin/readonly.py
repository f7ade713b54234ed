"""Pages that list and show and change nothing."""

from django.http import HttpRequest

from core.admin.ticking import TickedAdmin


class ReadOnlyAdmin(TickedAdmin):
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
