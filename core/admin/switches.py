"""The switches of the site: uploads, sign-ups, messages, and all changes."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core import switches
from core.models import KillSwitch


@admin.register(KillSwitch)
class KillSwitchAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The four switches: which is stopped, since when, by whom, and what people are told."""

    list_display = ("name", "state", "note", "since", "by")
    list_select_related = ("by",)
    fields = ("name", "is_stopped", "note", "since", "by")
    readonly_fields = ("name", "since", "by")
    actions = None

    # In words: Django's green tick beside what is stopped would look like all is well.
    @admin.display(description="state", ordering="is_stopped")
    def state(self, switch: KillSwitch) -> str:
        """Say whether it goes on."""
        return "Stopped" if switch.is_stopped else "Goes on"

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """There are as many as there are things to stop."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: KillSwitch | None = None) -> bool:  # noqa: ARG002
        """They stay."""
        return False

    def save_model(self, request: HttpRequest, obj: KillSwitch, form: Any, change: bool) -> None:  # noqa: ANN401, ARG002, FBT001
        """Store it with who has flipped it; a form that was sent as it stood flips nothing."""
        if form.has_changed():
            switches.flip(switch=obj, actor_id=request.user.pk or 0)
