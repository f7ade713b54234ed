"""The form in which people choose what they hear of."""

from typing import Any

from django import forms

from accounts.models import User
from activity import queries, services
from activity.kinds import NOTE_KINDS
from activity.queries import Wish


class SwitchesForm(forms.Form):
    """Two boxes for each kind of notification, and one for the daily summary; a box that is not sent is off."""

    digest = forms.BooleanField(
        required=False, label="A summary of each day", help_text="What you have not read by then, in one mail."
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:  # noqa: ANN401 -- as Django has it
        """Show what the person has chosen."""
        super().__init__(*args, **kwargs)
        self.person = person
        self.initial["digest"] = queries.wants_digest(person)
        for kind, wish in queries.wishes(person).items():
            for channel in ("site", "email"):
                self.fields[f"{kind}_{channel}"] = forms.BooleanField(required=False, label=NOTE_KINDS[kind].label)
                self.initial[f"{kind}_{channel}"] = getattr(wish, channel)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """List the kinds with their boxes."""
        return [
            {
                "kind": kind.key,
                "label": kind.label,
                "site": self[f"{kind.key}_site"],
                "email": self[f"{kind.key}_email"],
            }
            for kind in NOTE_KINDS.values()
        ]

    def save(self) -> None:
        """Keep what was chosen."""
        given = self.cleaned_data
        wishes = {kind: Wish(site=given[f"{kind}_site"], email=given[f"{kind}_email"]) for kind in NOTE_KINDS}
        services.choose(actor=self.person, choices=wishes, digest=given["digest"])
